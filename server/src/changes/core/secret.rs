//! Where a secret is between whoever had it and whoever takes it. Nothing else of the write path holds one.

use secrecy::SecretString;

/// A place for one secret, which leaves it once. It is neither printed nor stored.
#[derive(Default)]
pub struct SecretSlot(Option<SecretString>);

impl SecretSlot {
    pub const fn new(secret: Option<SecretString>) -> Self {
        Self(secret)
    }

    pub fn put(&mut self, secret: SecretString) {
        self.0 = Some(secret);
    }

    pub const fn peek(&self) -> Option<&SecretString> {
        self.0.as_ref()
    }

    pub const fn take(&mut self) -> Option<SecretString> {
        self.0.take()
    }
}

impl std::fmt::Debug for SecretSlot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.0.is_some() { "SecretSlot(held)" } else { "SecretSlot(empty)" })
    }
}

/// The secrets of a run: what a person entered for it, and what its last mint made.
#[derive(Debug, Default)]
pub struct Secrets {
    pub entered: SecretSlot,
    pub minted: SecretSlot,
}

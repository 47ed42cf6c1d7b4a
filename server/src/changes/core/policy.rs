//! What the executor has to know of a kind to carry it out. It decides by this and by nothing else of the kind.

use model::Millis;

/// Whether the same call may be sent again when the answer of the first is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeat {
    /// AWS knows the call by its client token, for so long.
    ClientToken {
        valid_for: Millis,
    },
    /// It sets or takes away what it names: doing it twice does no more than once.
    SetsValues,
    /// It takes away what has a name, which something else may have later; after so long it is not sent again.
    TakesName {
        valid_for: Millis,
    },
    /// What it makes has a name that AWS gives once: it refuses a second call.
    UniqueName,
    Never,
}

/// The secret that a call carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecretUse {
    None,
    /// Entered by the person who applies the plan.
    Entered,
    /// Minted by the step before it.
    Minted,
}

/// Plans with the same lock run one after the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lock {
    Target,
    /// What is made has a name that nothing else in its account and region may have.
    Name(String),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    pub repeat: Repeat,
    /// Its answer is a secret.
    pub mint: bool,
    pub secret: SecretUse,
    /// Whether it succeeds says nothing of the steps after it.
    pub independent: bool,
    /// It looks at its target by itself and sends what is still due, so that the rest of a target that another server
    /// began need not be held against an earlier state.
    pub checks_itself: bool,
    pub lock: Lock,
}

/// How long AWS is trusted to know a client token, of which it says nothing.
pub const CLIENT_TOKEN: Repeat = Repeat::ClientToken { valid_for: 30 * 60 * 1000 };

impl Policy {
    /// A call that carries and makes no secret, on its target.
    pub const fn plain(repeat: Repeat) -> Self {
        Self {
            repeat,
            mint: false,
            secret: SecretUse::None,
            independent: false,
            checks_itself: false,
            lock: Lock::Target,
        }
    }

    pub fn is_repeatable(&self) -> bool {
        self.repeat != Repeat::Never
    }
}

//! A credential on its way from AWS to one pair of eyes.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A secret. It prints as `[secret]`, cannot be copied, and is written out only where it is revealed.
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    pub fn new(value: String) -> Self {
        Self(value)
    }

    /// Hands the value over for good.
    pub fn reveal(self) -> String {
        self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}

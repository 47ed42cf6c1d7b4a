//! The one-time token in the address printed at start. It opens one session, then it is spent.

use std::sync::Mutex;
use uuid::Uuid;

/// The session key that says a session was opened by the token.
pub const OPENED: &str = "opened";

/// A token that can be spent once.
#[derive(Debug)]
pub struct AccessToken(Mutex<Option<Uuid>>);

impl AccessToken {
    /// A fresh random token and the text to print.
    pub fn mint() -> (Self, String) {
        let token = Uuid::new_v4();
        (Self(Mutex::new(Some(token))), token.simple().to_string())
    }

    /// Whether `text` is the token, not yet spent. True at most once.
    pub fn spend(&self, text: &str) -> bool {
        let Ok(offered) = Uuid::try_parse(text) else { return false };
        let mut kept = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let right = *kept == Some(offered);
        if right {
            *kept = None;
        }
        right
    }
}

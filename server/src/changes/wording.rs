//! Words that several ways of making a plan share.

use model::{Error, ResourceKey};

pub fn nothing() -> Error {
    Error::invalid("Nothing would change: it is so already.")
}

/// "1 workspace", "2 workspaces"
pub fn counted(count: usize, one: &str) -> String {
    format!("{count} {one}{}", if count == 1 { "" } else { "s" })
}

/// An error of one resource among several.
pub fn named(key: &ResourceKey, error: Error) -> Error {
    Error { message: format!("{} in {}: {}", key.id, key.scope, error.message), ..error }
}

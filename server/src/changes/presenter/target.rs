//! What a write is about, as the audit record and the commands call it.

use super::super::core::target::Target;

/// Its ARN, or the scope while there is none.
pub fn name_target(target: Target<'_>) -> String {
    match target {
        Target::Resource(key) => key.arn(),
        Target::NewIn { scope, .. } => scope.to_string(),
        Target::Secret { scope, name } => format!("secret {name} in {scope}"),
    }
}

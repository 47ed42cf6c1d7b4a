//! Tokens and API keys: minting, rotating, revoking.

use super::GRAFANA_ROLES;
use super::rules::{Errors, length, name, one_of, path_part};
use super::secret_place::fits;
use crate::tokens::Note;
use crate::{FieldError, Millis, ResourceKey, ServiceAccountId};
use serde::{Deserialize, Serialize};

/// (seconds, words) offered for a token; the last is AWS's longest.
pub const LIFETIMES: [(u32, &str); 4] =
    [(3_600, "1 hour"), (86_400, "1 day"), (604_800, "7 days"), (2_592_000, "30 days")];

/// What is offered first where no other lifetime is known, in seconds: 1 day.
pub const PRESET_LIFE: u32 = 86_400;

/// The longest life AWS gives a token or key, in seconds: 30 days.
pub const LONGEST_LIFE: u32 = 2_592_000;

/// The lifetime of what began and ends at these moments, in whole seconds that AWS takes; `None` where it ends before it
/// began.
pub fn lifetime_of(created_at: Millis, expires_at: Millis) -> Option<u32> {
    let seconds = expires_at.saturating_sub(created_at).saturating_add(500) / 1_000;
    (expires_at > created_at).then(|| seconds.clamp(1, LONGEST_LIFE.into())).and_then(|seconds| seconds.try_into().ok())
}

/// Characters that the mark of its mint adds to a name: a hyphen and eight hexadecimal digits.
pub const STAMP: usize = 9;

/// Tokens that one plan rotates.
pub const ROTATED_AT_ONCE: usize = 20;
/// Tokens that one plan revokes by name.
pub const REVOKED_AT_ONCE: usize = 200;
/// Expired tokens that one plan deletes.
pub const PURGED_AT_ONCE: usize = 2_000;

/// A name without the mark of its mint: what a successor's name begins with.
pub fn bare_name(name: &str) -> &str {
    let is_mark =
        |mark: &str| mark.len() == 8 && mark.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    match name.rsplit_once('-') {
        Some((bare, mark)) if is_mark(mark) && !bare.is_empty() => bare,
        _ => name,
    }
}

/// Managed Grafana CreateWorkspaceServiceAccountToken, whose answer is the secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MintToken {
    pub workspace: ResourceKey,
    pub account: ServiceAccountId,
    /// 1 to 119 characters; the mark of the mint makes it unique in the account.
    pub name: String,
    /// 1 to 2,592,000 (30 days).
    pub seconds_to_live: u32,
    /// The secret of AWS Secrets Manager it is delivered to; empty: it is shown once.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub deliver_to: String,
    #[serde(default, skip_serializing_if = "Note::is_empty")]
    pub note: Note,
    /// The id of the token of the same account that it takes the place of; empty: of none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub replaces: String,
}

impl MintToken {
    /// Every field error there is; empty when the form can be sent.
    pub fn validate(&self) -> Vec<FieldError> {
        let mut errors = Errors::new();
        name(&mut errors, "name", &self.name, 1, 128 - STAMP);
        lifetime(&mut errors, self.seconds_to_live);
        secret_name(&mut errors, "deliver_to", &self.deliver_to);
        errors.extend(self.note.validate());
        errors
    }
}

/// Managed Grafana CreateWorkspaceApiKey, whose answer is the secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MintKey {
    pub workspace: ResourceKey,
    /// 1 to 91 characters; with the mark of the mint at most AWS's 100.
    pub name: String,
    pub grafana_role: String,
    /// 1 to 2,592,000 (30 days).
    pub seconds_to_live: u32,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub deliver_to: String,
    #[serde(default, skip_serializing_if = "Note::is_empty")]
    pub note: Note,
}

impl MintKey {
    /// Every field error there is; empty when the form can be sent.
    pub fn validate(&self) -> Vec<FieldError> {
        let mut errors = Errors::new();
        name(&mut errors, "name", &self.name, 1, 100 - STAMP);
        // A key is revoked by its name.
        path_part(&mut errors, "name", &self.name, "-00000000");
        one_of(&mut errors, "grafana_role", &self.grafana_role, &GRAFANA_ROLES);
        lifetime(&mut errors, self.seconds_to_live);
        secret_name(&mut errors, "deliver_to", &self.deliver_to);
        errors.extend(self.note.validate());
        errors
    }
}

/// A token by its ids.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TokenAt {
    pub workspace: ResourceKey,
    pub account: ServiceAccountId,
    /// AWS's id of it.
    pub token: String,
}

/// An API key by its name, which is all it has.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyAt {
    pub workspace: ResourceKey,
    pub name: String,
}

/// Managed Grafana DeleteWorkspaceServiceAccountToken and DeleteWorkspaceApiKey, for some tokens and keys.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Revoke {
    pub tokens: Vec<TokenAt>,
    pub keys: Vec<KeyAt>,
}

impl Revoke {
    /// Every error there is.
    pub fn validate(&self) -> Vec<FieldError> {
        let mut errors = Errors::new();
        let count = self.tokens.len() + self.keys.len();
        if count == 0 || count > REVOKED_AT_ONCE {
            errors.push(FieldError::new("tokens", format!("Choose 1 to {REVOKED_AT_ONCE} tokens.")));
        }
        for KeyAt { name, .. } in &self.keys {
            // The first that is wrong says enough.
            if errors.is_empty() {
                length(&mut errors, "keys", name, 1, 100);
                path_part(&mut errors, "keys", name, "");
            }
        }
        errors
    }
}

/// The same for all expired tokens of some workspaces.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Purge {
    pub workspaces: Vec<ResourceKey>,
}

/// A successor for each of some tokens, delivered to AWS Secrets Manager.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RotateMany {
    pub tokens: Vec<TokenAt>,
    /// 1 to 2,592,000 (30 days); absent: each successor lives as long as what it replaces did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds_to_live: Option<u32>,
    /// The beginning of the secrets' names: each is `{folder}/{workspace}/{account}/{token}`.
    pub folder: String,
}

impl RotateMany {
    /// What the names of the secrets begin with.
    pub fn beginning(&self) -> String {
        [self.folder.trim_end_matches('/'), "/"].concat()
    }

    /// Every field error there is; empty when the form can be sent.
    pub fn validate(&self) -> Vec<FieldError> {
        let mut errors = Errors::new();
        if self.tokens.is_empty() || self.tokens.len() > ROTATED_AT_ONCE {
            errors.push(FieldError::new("tokens", format!("Choose 1 to {ROTATED_AT_ONCE} tokens.")));
        }
        if let Some(seconds) = self.seconds_to_live {
            lifetime(&mut errors, seconds);
        }
        length(&mut errors, "folder", &self.folder, 1, 200);
        secret_name(&mut errors, "folder", &self.folder);
        errors
    }
}

fn lifetime(errors: &mut Errors, seconds: u32) {
    if !(1..=LONGEST_LIFE).contains(&seconds) {
        let message = "Choose a lifetime of 1 second to 30 days (2,592,000 seconds).";
        errors.push(FieldError::new("seconds_to_live", message));
    }
}

/// What Secrets Manager takes as a name: letters, digits and `/_+=.@-`, 512 characters at most. Empty is fine.
fn secret_name(errors: &mut Errors, field: &str, name: &str) {
    if errors.iter().any(|error| error.field == field) {
        return;
    }
    if name.starts_with("arn:") {
        errors.push(FieldError::new(field, "Enter the name of the secret, not its ARN."));
    } else if name.len() > 512 || !name.chars().all(fits) {
        let message = "Use letters, digits and / _ + = . @ - alone, 512 characters at most.";
        errors.push(FieldError::new(field, message));
    }
}

#[cfg(test)]
mod tests {
    use super::{LONGEST_LIFE, bare_name, lifetime_of};

    #[test]
    fn a_lifetime_is_one_that_aws_takes() {
        let from = |created_at, expires_at| lifetime_of(created_at, expires_at);
        assert_eq!(from(1_000, 86_401_000), Some(86_400));
        assert_eq!(
            (from(0, 86_399_600), from(5, 6), from(0, 2_592_001_400)),
            (Some(86_400), Some(1), Some(LONGEST_LIFE))
        );
        assert_eq!((from(7, 7), from(8, 7), from(i64::MIN, i64::MAX)), (None, None, Some(LONGEST_LIFE)));
    }

    #[test]
    fn a_mark_is_taken_off_once_and_nothing_else() {
        let bare = ["ci-1b4e28ba", "ci-main", "-1b4e28ba", "ci-1b4e28ba-1b4e28ba", ""].map(bare_name);
        assert_eq!(bare, ["ci", "ci-main", "-1b4e28ba", "ci-1b4e28ba", ""]);
    }
}

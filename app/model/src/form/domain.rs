//! CodeArtifact CreateDomain.

use super::rules::{Errors, tags, visible_character};
use super::{Place, Tag};
use crate::{DomainName, FieldError};
use serde::{Deserialize, Serialize};

/// The form for a domain. At most 200 tags.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateDomain {
    pub place: Place,
    /// 2 to 50 of `a-z 0-9 -`. Unique in its account and region; cannot be changed later.
    pub name: String,
    /// A KMS key's ARN or id, or empty for a key AWS owns. Cannot be changed later.
    pub encryption_key: String,
    pub tags: Vec<Tag>,
}

impl CreateDomain {
    /// Every field error there is; empty when the form can be sent.
    pub fn validate(&self) -> Vec<FieldError> {
        let mut errors = Errors::new();
        self.place.check(&mut errors);
        if DomainName::parse(&self.name).is_err() {
            let hint =
                "Use 2 to 50 lower-case letters, digits and hyphens; begin with a letter, end with a letter or digit.";
            errors.push(FieldError::new("name", hint));
        }
        let key = &self.encryption_key;
        if key.chars().any(|c| c.is_whitespace() || c.is_control()) || key.chars().count() > 1011 {
            errors.push(FieldError::new(
                "encryption_key",
                "Enter a key's ARN or id: no spaces, at most 1011 characters.",
            ));
        }
        tags(&mut errors, &self.tags, 200, visible_character);
        errors
    }
}

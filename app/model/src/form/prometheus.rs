//! Managed Prometheus CreateWorkspace.

use super::rules::{Errors, name, tags, word_character};
use super::{Place, Tag};
use crate::FieldError;
use serde::{Deserialize, Serialize};

/// The form for a Prometheus workspace. At most 50 tags.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreatePrometheus {
    pub place: Place,
    /// 1 to 100 characters, or empty: an alias is not needed and need not be unique.
    pub alias: String,
    /// A KMS key's ARN, or empty for a key AWS owns. Cannot be changed later.
    pub kms_key_arn: String,
    pub tags: Vec<Tag>,
}

impl CreatePrometheus {
    /// Every field error there is; empty when the form can be sent.
    pub fn validate(&self) -> Vec<FieldError> {
        let mut errors = Errors::new();
        self.place.check(&mut errors);
        if !self.alias.is_empty() {
            name(&mut errors, "alias", &self.alias, 1, 100);
        }
        if !self.kms_key_arn.is_empty() && !is_kms_key_arn(&self.kms_key_arn) {
            errors.push(FieldError::new(
                "kms_key_arn",
                "Enter a key's ARN. Example: arn:aws:kms:eu-west-1:441122338890:key/1234abcd-12ab-34cd-56ef-1234567890ab",
            ));
        }
        tags(&mut errors, &self.tags, 50, word_character);
        errors
    }
}

/// `arn:aws…:kms:REGION:ACCOUNT:key/ID`, as the model's pattern has it.
fn is_kms_key_arn(arn: &str) -> bool {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    let [a, partition, service, region, account, resource] = parts[..] else { return false };
    let word = |t: &str| t.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    a == "arn"
        && partition.strip_prefix("aws").is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'))
        && service == "kms"
        && !region.is_empty()
        && word(region)
        && account.len() == 12
        && account.bytes().all(|b| b.is_ascii_digit())
        && resource.strip_prefix("key/").is_some_and(|id| {
            !id.is_empty() && id.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b) || b == b'-')
        })
        && (20..=2048).contains(&arn.len())
}

//! What Secrets Manager tells of a secret but its value, as plain data.

use crate::Tags;
use crate::grafana::millis;
use aws_sdk_secretsmanager::operation::describe_secret::DescribeSecretOutput;
use model::Millis;

/// DescribeSecret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecretDescription {
    /// Ends in a dash and six characters that AWS added to the name.
    pub arn: String,
    pub name: String,
    /// In the order of the ids. Of each version that has a label, such as the current and the previous one; the id is the
    /// client token that it was written with.
    pub version_ids: Vec<String>,
    pub tags: Tags,
    /// When AWS deletes it, of one that waits for its deletion: it takes no value, and its name cannot be used.
    pub deleted_at: Option<Millis>,
}

/// `None` without an ARN or a name, which AWS's answers always have.
pub(super) fn description(from: DescribeSecretOutput) -> Option<SecretDescription> {
    let mut version_ids: Vec<String> = from.version_ids_to_stages.unwrap_or_default().into_keys().collect();
    version_ids.sort_unstable();
    let deleted_at = from.deleted_date.map(millis);
    let tags = from.tags.unwrap_or_default().into_iter();
    let tags = tags.filter_map(|tag| Some((tag.key?, tag.value.unwrap_or_default()))).collect();
    Some(SecretDescription { arn: from.arn?, name: from.name?, version_ids, tags, deleted_at })
}

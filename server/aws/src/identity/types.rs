//! What a directory knows, as plain data. `Debug` shows ids and nothing else of a person or group. Ids are in the one
//! spelling that holders have, so that these are found by them.

use aws_sdk_identitystore::operation::describe_group::DescribeGroupOutput;
use aws_sdk_identitystore::operation::describe_user::DescribeUserOutput;
use aws_sdk_identitystore::types as sdk;
use model::access::one_spelling;

/// A person: ListUsers, DescribeUser.
#[derive(Clone, PartialEq, Eq)]
pub struct DirectoryUser {
    pub id: String,
    pub user_name: Option<String>,
    pub display_name: Option<String>,
    /// The primary address, else the first.
    pub email: Option<String>,
    /// Whether the person may sign in; `None` where AWS does not say.
    pub enabled: Option<bool>,
}

/// A group: ListGroups, DescribeGroup.
#[derive(Clone, PartialEq, Eq)]
pub struct DirectoryGroup {
    pub id: String,
    pub display_name: Option<String>,
}

/// A list of a directory, which may be long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirectoryList<T> {
    /// 100,000 at most.
    pub entries: Vec<T>,
    /// There are more in the directory than were read.
    pub cut: bool,
}

impl std::fmt::Debug for DirectoryUser {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DirectoryUser").field("id", &self.id).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for DirectoryGroup {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DirectoryGroup").field("id", &self.id).finish_non_exhaustive()
    }
}

impl From<sdk::User> for DirectoryUser {
    fn from(from: sdk::User) -> Self {
        Self {
            id: one_spelling(from.user_id),
            user_name: from.user_name,
            display_name: from.display_name,
            email: email(from.emails),
            enabled: from.user_status.and_then(|status| enabled(&status)),
        }
    }
}

impl From<DescribeUserOutput> for DirectoryUser {
    fn from(from: DescribeUserOutput) -> Self {
        Self {
            id: one_spelling(from.user_id),
            user_name: from.user_name,
            display_name: from.display_name,
            email: email(from.emails),
            enabled: from.user_status.and_then(|status| enabled(&status)),
        }
    }
}

impl From<sdk::Group> for DirectoryGroup {
    fn from(from: sdk::Group) -> Self {
        Self { id: one_spelling(from.group_id), display_name: from.display_name }
    }
}

impl From<DescribeGroupOutput> for DirectoryGroup {
    fn from(from: DescribeGroupOutput) -> Self {
        Self { id: one_spelling(from.group_id), display_name: from.display_name }
    }
}

fn email(from: Option<Vec<sdk::Email>>) -> Option<String> {
    let all = from.unwrap_or_default();
    let chosen = all.iter().find(|email| email.primary).or_else(|| all.first());
    chosen.and_then(|email| email.value.clone())
}

fn enabled(status: &sdk::UserStatus) -> Option<bool> {
    match status {
        sdk::UserStatus::Enabled => Some(true),
        sdk::UserStatus::Disabled => Some(false),
        _ => None,
    }
}

//! Lists, read to their end or to the bound.

use super::{Directory, DirectoryGroup, DirectoryList, DirectoryUser};
use crate::error::Failure;
use crate::gate::Call;
use crate::{Urgency, pages};
use aws_sdk_identitystore::types::MemberId;
use model::access::one_spelling;

/// The most Identity Store puts on a page.
const PAGE: i32 = 100;
/// The most entries of a list that are read: as many people as an Identity Center has by AWS's own quota.
const MOST: usize = 100_000;

impl Directory {
    /// ListUsers: everybody, as far as the bound.
    pub async fn list_users(&self, urgency: Urgency) -> Result<DirectoryList<DirectoryUser>, Failure> {
        let page = |token: Option<String>| async move {
            let send = || {
                let call = self.client.list_users().identity_store_id(&self.store_id);
                call.max_results(PAGE).set_next_token(token.clone()).send()
            };
            let answer = self.line.read("ListUsers", urgency, send).await?;
            Ok((answer.users.into_iter().map(DirectoryUser::from).collect(), answer.next_token))
        };
        bounded(&self.line.call("ListUsers"), page).await
    }

    /// ListGroups: all, as far as the bound.
    pub async fn list_groups(&self, urgency: Urgency) -> Result<DirectoryList<DirectoryGroup>, Failure> {
        let page = |token: Option<String>| async move {
            let send = || {
                let call = self.client.list_groups().identity_store_id(&self.store_id);
                call.max_results(PAGE).set_next_token(token.clone()).send()
            };
            let answer = self.line.read("ListGroups", urgency, send).await?;
            Ok((answer.groups.into_iter().map(DirectoryGroup::from).collect(), answer.next_token))
        };
        bounded(&self.line.call("ListGroups"), page).await
    }

    /// ListGroupMemberships: the ids of the people in a group. A group that is not there is `NotFound`.
    pub async fn members_of_group(&self, group: &str, urgency: Urgency) -> Result<DirectoryList<String>, Failure> {
        let page = |token: Option<String>| async move {
            let send = || {
                let call = self.client.list_group_memberships().identity_store_id(&self.store_id).group_id(group);
                call.max_results(PAGE).set_next_token(token.clone()).send()
            };
            let answer = self.line.read("ListGroupMemberships", urgency, send).await?;
            let members = answer.group_memberships.into_iter().filter_map(|one| user(one.member_id?));
            Ok((members.collect(), answer.next_token))
        };
        bounded(&self.line.call("ListGroupMemberships"), page).await
    }

    /// ListGroupMembershipsForMember: the ids of the groups a person is in. A person who is not there is `NotFound`.
    pub async fn memberships_of_user(&self, user: &str, urgency: Urgency) -> Result<DirectoryList<String>, Failure> {
        let page = |token: Option<String>| async move {
            let send = || {
                let call = self.client.list_group_memberships_for_member().identity_store_id(&self.store_id);
                let call = call.member_id(MemberId::UserId(user.to_owned()));
                call.max_results(PAGE).set_next_token(token.clone()).send()
            };
            let answer = self.line.read("ListGroupMembershipsForMember", urgency, send).await?;
            Ok((
                answer.group_memberships.into_iter().filter_map(|one| one.group_id).map(one_spelling).collect(),
                answer.next_token,
            ))
        };
        bounded(&self.line.call("ListGroupMembershipsForMember"), page).await
    }
}

async fn bounded<T, F>(call: &Call, page: impl FnMut(Option<String>) -> F) -> Result<DirectoryList<T>, Failure>
where
    F: Future<Output = Result<(Vec<T>, Option<String>), Failure>>,
{
    let (entries, cut) = pages::up_to(call, MOST, page).await?;
    Ok(DirectoryList { entries, cut })
}

/// `None` for a member that is no person, of which there are none yet.
fn user(member: MemberId) -> Option<String> {
    match member {
        MemberId::UserId(id) => Some(one_spelling(id)),
        _ => None,
    }
}

//! One person or group. That there is none is an answer, `None`; that there is no such directory is a failure. Whom
//! somebody looked for is in no error, whatever AWS answers.

use super::{Directory, DirectoryGroup, DirectoryUser};
use crate::Urgency;
use crate::error::Failure;
use aws_sdk_identitystore::operation::describe_group::DescribeGroupError;
use aws_sdk_identitystore::operation::describe_user::DescribeUserError;
use aws_sdk_identitystore::operation::get_group_id::GetGroupIdError;
use aws_sdk_identitystore::operation::get_user_id::GetUserIdError;
use aws_sdk_identitystore::types::error::ResourceNotFoundException;
use aws_sdk_identitystore::types::{AlternateIdentifier, ResourceType, UniqueAttribute};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::Document;
use model::access::one_spelling;

impl Directory {
    /// DescribeUser. An id that has none of the forms AWS knows is `Invalid`.
    pub async fn describe_user(&self, id: &str, urgency: Urgency) -> Result<Option<DirectoryUser>, Failure> {
        let send = || async {
            let answer = self.client.describe_user().identity_store_id(&self.store_id).user_id(id).send().await;
            there(answer, |error| match error {
                DescribeUserError::ResourceNotFoundException(error) => is(error, &ResourceType::User),
                _ => false,
            })
        };
        Ok(self.line.read("DescribeUser", urgency, send).await?.map(DirectoryUser::from))
    }

    /// DescribeGroup. An id that has none of the forms AWS knows is `Invalid`.
    pub async fn describe_group(&self, id: &str, urgency: Urgency) -> Result<Option<DirectoryGroup>, Failure> {
        let send = || async {
            let answer = self.client.describe_group().identity_store_id(&self.store_id).group_id(id).send().await;
            there(answer, |error| match error {
                DescribeGroupError::ResourceNotFoundException(error) => is(error, &ResourceType::Group),
                _ => false,
            })
        };
        Ok(self.line.read("DescribeGroup", urgency, send).await?.map(DirectoryGroup::from))
    }

    /// GetUserId by an e-mail address: the id of the one who has it.
    pub async fn user_id_by_email(&self, email: &str, urgency: Urgency) -> Result<Option<String>, Failure> {
        self.user_id("emails.value", email, urgency).await
    }

    /// GetUserId by a user name.
    pub async fn user_id_by_name(&self, name: &str, urgency: Urgency) -> Result<Option<String>, Failure> {
        self.user_id("userName", name, urgency).await
    }

    async fn user_id(&self, path: &str, value: &str, urgency: Urgency) -> Result<Option<String>, Failure> {
        let wanted = unique(path, value)?;
        let send = || async {
            let call = self.client.get_user_id().identity_store_id(&self.store_id);
            let answer = call.alternate_identifier(wanted.clone()).send().await;
            there(answer, |error| match error {
                GetUserIdError::ResourceNotFoundException(error) => is(error, &ResourceType::User),
                _ => false,
            })
        };
        let found =
            self.line.read("GetUserId", urgency, send).await.map_err(|failure| failure.without_words_of(value))?;
        Ok(found.map(|answer| one_spelling(answer.user_id)))
    }

    /// GetGroupId by the name that is shown.
    pub async fn group_id_by_name(&self, name: &str, urgency: Urgency) -> Result<Option<String>, Failure> {
        let wanted = unique("displayName", name)?;
        let send = || async {
            let call = self.client.get_group_id().identity_store_id(&self.store_id);
            let answer = call.alternate_identifier(wanted.clone()).send().await;
            there(answer, |error| match error {
                GetGroupIdError::ResourceNotFoundException(error) => is(error, &ResourceType::Group),
                _ => false,
            })
        };
        let found =
            self.line.read("GetGroupId", urgency, send).await.map_err(|failure| failure.without_words_of(name))?;
        Ok(found.map(|answer| one_spelling(answer.group_id)))
    }
}

fn unique(path: &str, value: &str) -> Result<AlternateIdentifier, Failure> {
    let attribute = UniqueAttribute::builder().attribute_path(path).attribute_value(Document::from(value)).build();
    // Both members are always set.
    attribute
        .map(AlternateIdentifier::UniqueAttribute)
        .map_err(|_| Failure::unsent("Nobody can be looked for by this."))
}

fn is(error: &ResourceNotFoundException, kind: &ResourceType) -> bool {
    error.resource_type() == Some(kind)
}

/// The answer, or `None` if it says that there is no such person or group.
#[expect(clippy::result_large_err, reason = "it is the SDK's own type, handed on as it came")]
fn there<T, E>(
    answer: Result<T, SdkError<E, HttpResponse>>,
    is_missing: impl Fn(&E) -> bool,
) -> Result<Option<T>, SdkError<E, HttpResponse>> {
    match answer {
        Ok(value) => Ok(Some(value)),
        Err(SdkError::ServiceError(error)) if is_missing(error.err()) => Ok(None),
        Err(error) => Err(error),
    }
}

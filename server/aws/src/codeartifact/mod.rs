//! CodeArtifact's domains. Sends what it is told and hands out plain structs; decides nothing.

mod types;
mod update;

pub use types::{CreateDomainCall, DomainDescription, DomainSummary, DomainTag, Policy, Repository};

use crate::error::Failure;
use crate::line::{Done, Line};
use crate::{Tags, Urgency, pages};
use aws_sdk_codeartifact::types as sdk;
use model::Code;

/// The most CodeArtifact puts on a page.
const PAGE: i32 = 1000;

/// CodeArtifact in one scope; cheap to clone.
#[derive(Clone)]
pub struct CodeArtifact {
    client: aws_sdk_codeartifact::Client,
    line: Line,
}

impl std::fmt::Debug for CodeArtifact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("CodeArtifact").field(&self.line.scope).finish()
    }
}

impl CodeArtifact {
    pub(crate) fn new(client: aws_sdk_codeartifact::Client, line: Line) -> Self {
        Self { client, line }
    }

    /// ListDomains, to the end: those the account owns, not those shared with it.
    pub async fn list_domains(&self, urgency: Urgency) -> Result<Vec<DomainSummary>, Failure> {
        let page = |token: Option<String>| async move {
            let send = || self.client.list_domains().max_results(PAGE).set_next_token(token.clone()).send();
            let answer = self.line.read("ListDomains", urgency, send).await?;
            // It is there: the answer was held against what it promises.
            Ok((answer.domains.into_iter().flatten().map(DomainSummary::from).collect(), answer.next_token))
        };
        pages::all(&self.line.call("ListDomains"), page).await
    }

    /// DescribeDomain.
    pub async fn describe_domain(&self, name: &str, urgency: Urgency) -> Result<DomainDescription, Failure> {
        let send = || self.client.describe_domain().domain(name).send();
        let (answer, absent) = self.line.read_noting("DescribeDomain", urgency, send).await?;
        let domain = answer.domain.ok_or_else(|| Failure::hollow("the domain"))?;
        if domain.name().is_some_and(|answered| answered != name) {
            return Err(Failure::other_resource(name, domain.name().unwrap_or_default()));
        }
        Ok(DomainDescription::from(domain).without(&absent))
    }

    /// ListRepositoriesInDomain, to the end.
    pub async fn list_repositories(&self, domain: &str, urgency: Urgency) -> Result<Vec<Repository>, Failure> {
        let page = |token: Option<String>| async move {
            let send = || {
                let call = self.client.list_repositories_in_domain().domain(domain).max_results(PAGE);
                call.set_next_token(token.clone()).send()
            };
            let answer = self.line.read("ListRepositoriesInDomain", urgency, send).await?;
            Ok((answer.repositories.into_iter().flatten().map(Repository::from).collect(), answer.next_token))
        };
        pages::all(&self.line.call("ListRepositoriesInDomain"), page).await
    }

    /// GetDomainPermissionsPolicy. AWS answers for a missing policy as for a missing domain; both are `None` here, and
    /// DescribeDomain tells them apart.
    pub async fn domain_policy(&self, domain: &str, urgency: Urgency) -> Result<Option<Policy>, Failure> {
        let send = || self.client.get_domain_permissions_policy().domain(domain).send();
        match self.line.read("GetDomainPermissionsPolicy", urgency, send).await {
            Ok(answer) => answer.policy.and_then(types::policy).map(Some).ok_or_else(|| Failure::hollow("the policy")),
            Err(failure) if failure.error.code == Code::NotFound => Ok(None),
            Err(failure) => Err(failure),
        }
    }

    /// ListTagsForResource.
    pub async fn list_tags(&self, arn: &str, urgency: Urgency) -> Result<Tags, Failure> {
        let send = || self.client.list_tags_for_resource().resource_arn(arn).send();
        let answer = self.line.read("ListTagsForResource", urgency, send).await?;
        Ok(answer.tags.unwrap_or_default().into_iter().map(|tag| (tag.key, tag.value)).collect())
    }

    /// CreateDomain. It has no client token; a name taken already is a conflict, so a second one cannot be made.
    pub async fn create_domain(&self, call: &CreateDomainCall) -> Result<Done<DomainDescription>, Failure> {
        let send = || {
            let tags: Vec<sdk::Tag> = call.tags.iter().filter_map(types::tag).collect();
            let builder =
                self.client.create_domain().domain(&call.domain).set_encryption_key(call.encryption_key.clone());
            builder.set_tags(Some(tags).filter(|tags| !tags.is_empty())).send()
        };
        domain(self.line.write("CreateDomain", send).await?.map(|answer| answer.domain))
    }

    /// DeleteDomain; refused while it has repositories.
    pub async fn delete_domain(&self, name: &str) -> Result<Done<()>, Failure> {
        let send = || self.client.delete_domain().domain(name).send();
        Ok(self.line.write("DeleteDomain", send).await?.map(drop))
    }
}

fn domain(done: Done<Option<sdk::DomainDescription>>) -> Result<Done<DomainDescription>, Failure> {
    let value = done.value.ok_or_else(|| Failure::hollow("the domain"))?;
    Ok(Done { value: value.into(), request_id: done.request_id })
}

//! What changes a domain that is there: its policy and its tags.

use super::{CodeArtifact, DomainTag, Policy, types};
use crate::Tags;
use crate::error::Failure;
use crate::line::Done;

impl CodeArtifact {
    /// PutDomainPermissionsPolicy: replaces the policy. `document` is JSON text of 7,168 characters at most. With a
    /// `revision`, AWS refuses as a conflict when the policy there has another one; without, it overwrites whatever is
    /// there. AWS's own words, which may repeat the document, are in no error.
    pub async fn put_domain_policy(
        &self,
        domain: &str,
        document: &str,
        revision: Option<&str>,
    ) -> Result<Done<Policy>, Failure> {
        let send = || {
            let call = self.client.put_domain_permissions_policy().domain(domain).policy_document(document);
            call.set_policy_revision(revision.map(str::to_owned)).send()
        };
        let done = self.line.write_document("PutDomainPermissionsPolicy", true, send).await?;
        let value = done.value.policy.and_then(types::policy).ok_or_else(|| Failure::hollow("the policy"))?;
        Ok(Done { value, request_id: done.request_id })
    }

    /// DeleteDomainPermissionsPolicy; the revision as for [`Self::put_domain_policy`].
    pub async fn delete_domain_policy(&self, domain: &str, revision: Option<&str>) -> Result<Done<()>, Failure> {
        let send = || {
            let call = self.client.delete_domain_permissions_policy().domain(domain);
            call.set_policy_revision(revision.map(str::to_owned)).send()
        };
        Ok(self.line.write("DeleteDomainPermissionsPolicy", send).await?.map(drop))
    }

    /// TagResource: adds to the tags that are there, and overwrites those of the same key.
    pub async fn tag(&self, arn: &str, tags: &Tags) -> Result<Done<()>, Failure> {
        let pair = |(key, value): (&String, &String)| types::tag(&DomainTag { key: key.clone(), value: value.clone() });
        let send = || {
            let tags = tags.iter().filter_map(pair).collect();
            self.client.tag_resource().resource_arn(arn).set_tags(Some(tags)).send()
        };
        Ok(self.line.write("TagResource", send).await?.map(drop))
    }

    /// UntagResource; keys that are not there do not matter.
    pub async fn untag(&self, arn: &str, keys: &[String]) -> Result<Done<()>, Failure> {
        let send = || self.client.untag_resource().resource_arn(arn).set_tag_keys(Some(keys.to_vec())).send();
        Ok(self.line.write("UntagResource", send).await?.map(drop))
    }
}

//! Calls a second, per account and region. Published rates are the default; a quota that AWS raised for an account can
//! be said in the configuration.

use aws::Service;
use std::collections::BTreeMap;
use std::num::NonZeroU32;

/// What AWS publishes under Service Quotas for Managed Grafana, Managed Prometheus, CodeArtifact and STS, under the
/// names of IAM. For the APIs of Identity Center it publishes
/// twenty for all operations together: each by itself may have less.
const PUBLISHED: [(&str, u32); 59] = [
    ("grafana:AssociateLicense", 1),
    ("grafana:CreateWorkspace", 1),
    ("grafana:CreateWorkspaceApiKey", 5),
    ("grafana:CreateWorkspaceServiceAccount", 5),
    ("grafana:CreateWorkspaceServiceAccountToken", 5),
    ("grafana:DeleteWorkspace", 1),
    ("grafana:DeleteWorkspaceApiKey", 5),
    ("grafana:DeleteWorkspaceServiceAccount", 5),
    ("grafana:DeleteWorkspaceServiceAccountToken", 5),
    ("grafana:DescribeWorkspace", 5),
    ("grafana:DescribeWorkspaceAuthentication", 1),
    ("grafana:DescribeWorkspaceConfiguration", 5),
    ("grafana:DisassociateLicense", 1),
    ("grafana:ListPermissions", 10),
    ("grafana:ListTagsForResource", 5),
    ("grafana:ListVersions", 5),
    ("grafana:ListWorkspaceServiceAccountTokens", 5),
    ("grafana:ListWorkspaceServiceAccounts", 5),
    ("grafana:ListWorkspaces", 5),
    ("grafana:TagResource", 5),
    ("grafana:UntagResource", 5),
    ("grafana:UpdatePermissions", 10),
    ("grafana:UpdateWorkspace", 10),
    ("grafana:UpdateWorkspaceAuthentication", 1),
    ("grafana:UpdateWorkspaceConfiguration", 5),
    ("aps:CreateWorkspace", 10),
    ("aps:DeleteWorkspace", 10),
    ("aps:DescribeWorkspace", 10),
    ("aps:DescribeWorkspaceConfiguration", 10),
    ("aps:ListWorkspaces", 10),
    ("aps:TagResource", 10),
    ("aps:UntagResource", 10),
    ("aps:UpdateWorkspaceAlias", 10),
    ("aps:UpdateWorkspaceConfiguration", 10),
    ("codeartifact:CreateDomain", 100),
    ("codeartifact:DeleteDomain", 100),
    ("codeartifact:DeleteDomainPermissionsPolicy", 100),
    ("codeartifact:DescribeDomain", 100),
    ("codeartifact:GetDomainPermissionsPolicy", 100),
    ("codeartifact:ListDomains", 100),
    ("codeartifact:ListRepositoriesInDomain", 100),
    ("codeartifact:ListTagsForResource", 100),
    ("codeartifact:PutDomainPermissionsPolicy", 100),
    ("codeartifact:TagResource", 100),
    ("codeartifact:UntagResource", 100),
    ("identitystore:DescribeGroup", 10),
    ("identitystore:DescribeUser", 10),
    ("identitystore:GetGroupId", 10),
    ("identitystore:GetUserId", 10),
    ("identitystore:ListGroupMemberships", 10),
    ("identitystore:ListGroupMembershipsForMember", 10),
    ("identitystore:ListGroups", 5),
    ("identitystore:ListUsers", 5),
    ("secretsmanager:CreateSecret", 50),
    ("secretsmanager:DescribeSecret", 10_000),
    ("secretsmanager:PutSecretValue", 50),
    ("secretsmanager:TagResource", 50),
    ("sts:AssumeRole", 50),
    ("sts:GetCallerIdentity", 50),
];

/// Where AWS publishes none for an operation of Grafana.
const UNPUBLISHED: u32 = 5;

/// The rate of every operation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rates(BTreeMap<String, NonZeroU32>);

impl Rates {
    /// The published ones, with others for the operations named, such as `grafana:CreateWorkspace`.
    ///
    /// # Errors
    /// The name that is no operation Belvedere calls.
    pub fn with(others: BTreeMap<String, NonZeroU32>) -> Result<Self, String> {
        let known = |name: &String| PUBLISHED.iter().any(|(published, _)| published == name);
        match others.keys().find(|name| !known(name)) {
            Some(unknown) => Err(unknown.clone()),
            None => Ok(Self(others)),
        }
    }

    pub(super) fn of(&self, service: Service, operation: &str) -> NonZeroU32 {
        let name = format!("{}:{operation}", service.prefix());
        let published = |name: &str| PUBLISHED.iter().find(|(published, _)| *published == name).map(|(_, rate)| *rate);
        let rate = || NonZeroU32::new(published(&name).unwrap_or(UNPUBLISHED));
        self.0.get(&name).copied().or_else(rate).unwrap_or(NonZeroU32::MIN)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::{PUBLISHED, Rates};
    use aws::Service;
    use std::collections::BTreeMap;
    use std::num::NonZeroU32;
    use std::path::Path;

    fn said(name: &str, rate: u32) -> BTreeMap<String, NonZeroU32> {
        BTreeMap::from([(name.to_owned(), NonZeroU32::new(rate).unwrap())])
    }

    #[test]
    fn the_same_operation_of_two_services_has_two_rates() {
        let rates = Rates::default();
        let create = |service| rates.of(service, "CreateWorkspace").get();
        assert_eq!((create(Service::Grafana), create(Service::Prometheus)), (1, 10));
    }

    #[test]
    fn a_rate_that_is_said_goes_before_the_published_one_and_leaves_the_others() {
        let rates = Rates::with(said("grafana:CreateWorkspace", 3)).unwrap();
        assert_eq!(rates.of(Service::Grafana, "CreateWorkspace").get(), 3);
        assert_eq!(rates.of(Service::Grafana, "DeleteWorkspace").get(), 1);
    }

    #[test]
    fn a_misspelt_operation_is_named() {
        assert_eq!(Rates::with(said("grafana:CreateWorkspaces", 3)), Err("grafana:CreateWorkspaces".to_owned()));
    }

    #[test]
    fn a_rate_for_all_operations_of_a_service_is_refused_because_none_would_follow_it() {
        assert_eq!(Rates::with(said("grafana:*", 2)), Err("grafana:*".to_owned()));
    }

    /// Where the crate that calls AWS names its operations, and the prefix of the service in IAM.
    const CALLERS: [(&str, &str); 5] = [
        ("grafana", "grafana"),
        ("prometheus", "aps"),
        ("codeartifact", "codeartifact"),
        ("identity", "identitystore"),
        ("secrets", "secretsmanager"),
    ];

    #[test]
    fn every_operation_that_is_called_has_a_rate_of_its_own() {
        let mut called = Vec::new();
        for (folder, prefix) in CALLERS {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("aws/src").join(folder);
            for file in std::fs::read_dir(folder).unwrap() {
                let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
                let calls = ["line.read(\"", "line.write(\"", "line.write_once(\""];
                let calls = calls.into_iter().flat_map(|call| text.split(call).skip(1));
                called.extend(calls.map(|rest| format!("{prefix}:{}", rest.split('"').next().unwrap())));
            }
        }
        assert!(called.len() > 30, "the calls are found: {called:?}");
        called.retain(|name| !PUBLISHED.iter().any(|(published, _)| published == name));
        assert_eq!(called, Vec::<String>::new());
    }
}

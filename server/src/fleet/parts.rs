//! The parts a resource's page is made of: one AWS call each, read by themselves and kept with their age.

use super::{Inbound, Service, Signing, facts};
use crate::clock::{Moment, moment};
use aws::{Aws, Failure, Urgency};
use model::detail::{AccountLine, Fact, Section, TokenLine};
use model::{Code, Error, Kind, Millis, Reading, ResourceKey, ServiceAccountId};
use std::collections::HashMap;

/// One call's worth of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Part {
    Workspace,
    SignIn,
    Configuration,
    Prometheus,
    PrometheusConfiguration,
    Domain,
    DomainTags,
    Repositories,
    Policy,
}

impl Part {
    pub const fn of(kind: Kind) -> &'static [Part] {
        match kind {
            Kind::Grafana => &[Part::Workspace, Part::SignIn, Part::Configuration],
            Kind::Prometheus => &[Part::Prometheus, Part::PrometheusConfiguration],
            Kind::CodeArtifact => &[Part::Domain, Part::DomainTags, Part::Repositories, Part::Policy],
        }
    }

    /// What lists need beyond what their own call tells: licence ends and domain tags.
    pub const fn for_lists(kind: Kind) -> &'static [Part] {
        match kind {
            Kind::Grafana => &[Part::Workspace],
            Kind::Prometheus => &[],
            Kind::CodeArtifact => &[Part::DomainTags],
        }
    }

    const fn title(self) -> (&'static str, &'static str) {
        match self {
            Part::Workspace => ("Workspace", "grafana:DescribeWorkspace"),
            Part::SignIn => ("Sign-in", "grafana:DescribeWorkspaceAuthentication"),
            Part::Configuration => ("Configuration", "grafana:DescribeWorkspaceConfiguration"),
            Part::Prometheus => ("Workspace", "aps:DescribeWorkspace"),
            Part::PrometheusConfiguration => ("Configuration", "aps:DescribeWorkspaceConfiguration"),
            Part::Domain => ("Domain", "codeartifact:DescribeDomain"),
            Part::DomainTags => ("Tags", "codeartifact:ListTagsForResource"),
            Part::Repositories => ("Repositories", "codeartifact:ListRepositoriesInDomain"),
            Part::Policy => ("Permissions policy", "codeartifact:GetDomainPermissionsPolicy"),
        }
    }
}

/// What is known of one resource beyond its row.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    parts: Vec<(Part, Reading<Vec<Fact>>)>,
    /// When each part was last read, as `steady` has it; what is shown of its time may have jumped.
    kept: HashMap<Part, Millis>,
    pub accounts: Option<Reading<Vec<AccountLine>>>,
    /// When they were last read, as `steady` has it.
    pub accounts_kept: Option<Millis>,
    pub licence_ends: Option<Millis>,
    pub tags: Option<Vec<String>>,
    /// Who can reach it; `None` until it was described.
    pub inbound: Option<Inbound>,
    /// When the certificates of its identity provider end.
    pub signing: Option<Signing>,
    /// AWS is updating the configuration of a Prometheus workspace, whose own state does not tell.
    pub configuring: bool,
    /// A read of everything is under way.
    pub reading: bool,
    /// When everything was last asked for, as `steady` has it.
    pub asked_at: Millis,
}

impl Entry {
    pub fn new(kind: Kind) -> Self {
        Self {
            parts: Part::of(kind).iter().map(|part| (*part, Reading::default())).collect(),
            kept: HashMap::new(),
            accounts: (kind == Kind::Grafana).then(Reading::default),
            accounts_kept: None,
            licence_ends: None,
            tags: None,
            inbound: None,
            signing: None,
            configuring: false,
            reading: false,
            asked_at: 0,
        }
    }

    /// When this part was last read, as `steady` has it.
    pub fn kept_at(&self, part: Part) -> Option<Millis> {
        self.kept.get(&part).copied()
    }

    pub fn is_pending(&self) -> bool {
        self.parts.iter().any(|(_, reading)| reading.is_pending())
            || self.accounts.as_ref().is_some_and(Reading::is_pending)
    }

    pub fn sections(&self) -> Vec<Section> {
        let section = |(part, facts): &(Part, Reading<Vec<Fact>>)| {
            let (title, operation) = part.title();
            Section { title: title.to_owned(), operation: operation.to_owned(), facts: facts.clone() }
        };
        self.parts.iter().map(section).collect()
    }

    fn record(&mut self, part: Part, answer: Result<Vec<Fact>, Failure>) {
        let now = moment();
        if let Some((_, reading)) = self.parts.iter_mut().find(|(p, _)| *p == part) {
            if answer.is_ok() {
                self.kept.insert(part, now.steady);
            }
            reading.record(now.wall, answer.map_err(Error::from));
        }
    }

    pub fn record_accounts(&mut self, now: Moment, answer: Result<Vec<AccountLine>, Error>) {
        if let Some(accounts) = &mut self.accounts {
            if answer.is_ok() {
                self.accounts_kept = Some(now.steady);
            }
            accounts.record(now.wall, answer);
        }
    }
}

impl Service {
    /// Reads one part and keeps it. A workspace that is gone leaves the snapshot.
    pub(super) async fn read_part(&self, key: &ResourceKey, part: Part, urgency: Urgency) {
        let (answer, aside) = match read(&self.aws, key, part, urgency).await {
            Ok((facts, aside)) => (Ok(facts), aside),
            // What is not known to be under way is not waited for.
            Err(failure) if part == Part::PrometheusConfiguration => (Err(failure), Aside::Configuring(false)),
            Err(failure) => (Err(failure), Aside::None),
        };
        let describes = matches!(part, Part::Workspace | Part::Prometheus | Part::Domain);
        let gone = matches!(&answer, Err(failure) if describes && failure.error.code == Code::NotFound);
        self.change(|snapshot| {
            if gone {
                return snapshot.remove(key);
            }
            if let Aside::Row(row, _) = &aside {
                snapshot.insert((**row).clone(), moment().steady);
            }
            let Some(entry) = snapshot.entry_mut(key) else { return };
            entry.record(part, answer);
            match aside {
                Aside::Row(row, inbound) => {
                    entry.licence_ends = row.licence.and_then(|licence| licence.expires_at);
                    entry.inbound = Some(inbound);
                }
                Aside::SignIn(signing) => entry.signing = signing,
                Aside::Tags(tags) => entry.tags = Some(tags),
                Aside::Configuring(under_way) => entry.configuring = under_way,
                Aside::None => {}
            }
        });
    }

    /// Reads the service accounts of a workspace and their tokens.
    pub(super) async fn read_accounts(&self, key: &ResourceKey, urgency: Urgency) {
        let grafana = self.aws.grafana(&key.scope);
        let before = self.look(|snapshot| snapshot.entry(key).and_then(|entry| entry.accounts.clone()?.value));
        let answer = match grafana.list_service_accounts(&key.id, urgency).await {
            Ok(accounts) => {
                let mut lines = Vec::new();
                for account in accounts {
                    let known = before.iter().flatten().find(|line| line.id == account.id);
                    let known = known.map(|line| line.tokens.clone()).unwrap_or_default();
                    let tokens = self.read_tokens(key, &account.id, known, urgency).await;
                    let aws::grafana::ServiceAccount { id, name, grafana_role, disabled } = account;
                    lines.push(AccountLine { id, name, grafana_role, disabled, tokens });
                }
                Ok(lines)
            }
            Err(failure) => Err(failure.into()),
        };
        self.change(|snapshot| {
            if let Some(entry) = snapshot.entry_mut(key) {
                entry.record_accounts(moment(), answer);
            }
        });
    }

    /// What could not be read again stays as it was, and is marked.
    async fn read_tokens(
        &self,
        key: &ResourceKey,
        account: &str,
        mut reading: Reading<Vec<TokenLine>>,
        urgency: Urgency,
    ) -> Reading<Vec<TokenLine>> {
        let answer = match ServiceAccountId::parse(account) {
            Ok(id) => self.aws.grafana(&key.scope).list_service_account_tokens(&key.id, id.as_str(), urgency).await,
            // Nothing can be asked about it, so nothing is known of its tokens.
            Err(error) => Err(Failure::unsent(error.message)),
        };
        let line = |token: aws::grafana::Token| {
            let aws::grafana::Token { id, name, created_at, expires_at, last_used_at } = token;
            TokenLine { id, name, created_at, expires_at, last_used_at }
        };
        reading.record(moment().wall, answer.map(|tokens| tokens.into_iter().map(line).collect()).map_err(Error::from));
        reading
    }
}

/// What a part tells besides its facts.
enum Aside {
    None,
    Row(Box<model::fleet::Row>, Inbound),
    SignIn(Option<Signing>),
    Tags(Vec<String>),
    /// Whether AWS is updating the configuration.
    Configuring(bool),
}

async fn read(aws: &Aws, key: &ResourceKey, part: Part, urgency: Urgency) -> Result<(Vec<Fact>, Aside), Failure> {
    let (grafana, domains) = (aws.grafana(&key.scope), aws.codeartifact(&key.scope));
    let facts = match part {
        Part::Workspace => {
            let found = grafana.describe_workspace(&key.id, urgency).await?;
            let (facts, inbound) = (facts::workspace(&found), Inbound::of(found.network.as_ref()));
            return Ok((facts, Aside::Row(Box::new(super::lists::described(&key.scope, found)), inbound)));
        }
        Part::DomainTags => {
            let found = domains.list_tags(&key.arn(), urgency).await?;
            let tags = found.iter().map(|(key, value)| format!("{key}={value}")).collect();
            return Ok((facts::tags(&found), Aside::Tags(tags)));
        }
        Part::SignIn => {
            let found = grafana.describe_authentication(&key.id, urgency).await?;
            return Ok((facts::sign_in(&found), Aside::SignIn(Signing::of(&found))));
        }
        Part::Configuration => facts::configuration(&grafana.describe_configuration(&key.id, urgency).await?),
        Part::Prometheus => facts::prometheus(&aws.prometheus(&key.scope).describe_workspace(&key.id, urgency).await?),
        Part::PrometheusConfiguration => {
            let found = aws.prometheus(&key.scope).describe_workspace_configuration(&key.id, urgency).await?;
            return Ok((facts::prometheus_configuration(&found), Aside::Configuring(found.status == "UPDATING")));
        }
        Part::Domain => facts::domain(&domains.describe_domain(&key.id, urgency).await?),
        Part::Repositories => facts::repositories(&domains.list_repositories(&key.id, urgency).await?),
        Part::Policy => facts::policy(domains.domain_policy(&key.id, urgency).await?.as_ref()),
    };
    Ok((facts, Aside::None))
}

//! One change, one AWS call; and what to do when its answer is lost.

use super::change::Change;
use super::{facet, grants, observe};
use aws::{Aws, Certainty, Failure, Urgency};
use model::{Code, Kind, ResourceKey, RowOutcome, Scope};
use secrecy::SecretString;
use serde_json::Value;

/// What AWS answered.
#[derive(Debug)]
pub struct Sent {
    pub request_id: Option<String>,
    /// The id AWS gave what it made.
    pub made: Option<String>,
    /// A later read found it done; AWS's own answer was lost.
    pub found_later: bool,
    pub secret: Option<SecretString>,
    /// What became of each row of a call that carries several.
    pub rows: Vec<RowOutcome>,
}

impl Sent {
    /// A call that carries several rows.
    pub fn rows(request_id: Option<String>, rows: Vec<RowOutcome>) -> Self {
        Self { rows, ..Self::answered(request_id, None) }
    }

    fn answered(request_id: Option<String>, made: Option<String>) -> Self {
        Self { request_id, made, found_later: false, secret: None, rows: Vec::new() }
    }

    fn found(made: Option<String>) -> Self {
        Self { found_later: true, ..Self::answered(None, made) }
    }

    /// Where to go now that it is done.
    pub fn result_path(&self, change: &Change) -> Option<String> {
        let made = |kind: Kind, scope: &Scope| {
            let id = self.made.clone()?;
            Some(ResourceKey { kind, scope: scope.clone(), id }.path())
        };
        match change {
            Change::CreateWorkspace { scope, .. } => made(Kind::Grafana, scope),
            Change::CreatePrometheus { scope, .. } => made(Kind::Prometheus, scope),
            Change::CreateDomain { scope, .. } => made(Kind::CodeArtifact, scope),
            Change::DeleteWorkspace { .. } | Change::DeletePrometheus { .. } | Change::DeleteDomain { .. } => {
                Some(format!("/{}", change.kind().segment()))
            }
            _ => change.target().map(ResourceKey::path),
        }
    }
}

/// Sends it once.
async fn once(aws: &Aws, change: &Change, secret: Option<&SecretString>) -> Result<Sent, Failure> {
    let (grafana, prometheus) = (aws.grafana(change.scope()), aws.prometheus(change.scope()));
    let codeartifact = aws.codeartifact(change.scope());
    let (request_id, made) = match change {
        Change::CreateWorkspace { call, .. } => {
            let done = grafana.create_workspace(call).await?;
            (done.request_id, Some(done.value.id))
        }
        Change::DeleteWorkspace { key } => (grafana.delete_workspace(&key.id).await?.request_id, None),
        Change::CreatePrometheus { call, .. } => {
            let done = prometheus.create_workspace(call).await?;
            (done.request_id, Some(done.value.id))
        }
        Change::DeletePrometheus { key, client_token } => {
            (prometheus.delete_workspace(&key.id, client_token).await?.request_id, None)
        }
        Change::CreateDomain { call, .. } => {
            let done = codeartifact.create_domain(call).await?;
            (done.request_id, Some(done.value.name))
        }
        Change::DeleteDomain { key } => (codeartifact.delete_domain(&key.id).await?.request_id, None),
        Change::CreateServiceAccount { workspace, name, grafana_role } => {
            let done = grafana.create_service_account(&workspace.id, name, grafana_role).await?;
            (done.request_id, Some(done.value.id))
        }
        Change::DeleteServiceAccount { workspace, account } => {
            (grafana.delete_service_account(&workspace.id, account.as_str()).await?.request_id, None)
        }
        Change::MintToken { workspace, account, name, seconds } => {
            let call = grafana.create_service_account_token(&workspace.id, account.as_str(), name, *seconds);
            let done = call.await?;
            let sent = Sent::answered(done.request_id, Some(done.value.id));
            return Ok(Sent { secret: Some(done.value.secret), ..sent });
        }
        edit => (edit_once(aws, edit, secret).await?, None),
    };
    Ok(Sent::answered(request_id, made))
}

/// Sends a write to something that is there; answers AWS's request id.
async fn edit_once(aws: &Aws, change: &Change, secret: Option<&SecretString>) -> Result<Option<String>, Failure> {
    let (grafana, prometheus) = (aws.grafana(change.scope()), aws.prometheus(change.scope()));
    let codeartifact = aws.codeartifact(change.scope());
    Ok(match change {
        Change::UpdateWorkspace { key, call } => grafana.update_workspace(&key.id, call).await?.request_id,
        Change::UpdateAuthentication { key, call } => grafana.update_authentication(&key.id, call).await?.request_id,
        Change::UpdateConfiguration { key, configuration, version } => {
            grafana.update_configuration(&key.id, configuration, version.as_deref()).await?.request_id
        }
        Change::AssociateLicense { key, license } => {
            grafana.associate_license(&key.id, license, secret).await?.request_id
        }
        Change::DisassociateLicense { key, license } => {
            grafana.disassociate_license(&key.id, license).await?.request_id
        }
        Change::Tag { key, tags } => match key.kind {
            Kind::Grafana => grafana.tag(&key.arn(), tags).await?.request_id,
            Kind::Prometheus => prometheus.tag(&key.arn(), tags).await?.request_id,
            Kind::CodeArtifact => codeartifact.tag(&key.arn(), tags).await?.request_id,
        },
        Change::Untag { key, names } => match key.kind {
            Kind::Grafana => grafana.untag(&key.arn(), names).await?.request_id,
            Kind::Prometheus => prometheus.untag(&key.arn(), names).await?.request_id,
            Kind::CodeArtifact => codeartifact.untag(&key.arn(), names).await?.request_id,
        },
        Change::UpdateAlias { key, alias, client_token } => {
            prometheus.update_alias(&key.id, alias.as_deref(), client_token).await?.request_id
        }
        Change::PutPolicy { key, document, revision } => {
            codeartifact.put_domain_policy(&key.id, document, revision.as_deref()).await?.request_id
        }
        Change::DeletePolicy { key, revision } => {
            codeartifact.delete_domain_policy(&key.id, revision.as_deref()).await?.request_id
        }
        _ => None,
    })
}

/// What a write whose answer is lost may be settled on.
#[derive(Clone, Copy, Debug)]
pub struct Ground<'a> {
    /// The state of the target the write was made for.
    pub on: &'a Value,
    /// It may be sent again, where that cannot do it twice.
    pub again: bool,
}

/// Sends it; when the answer is lost, finds out what became of it.
///
/// # Errors
/// AWS's refusal, or that the outcome is not known even after looking.
pub async fn send(aws: &Aws, change: &Change, secret: Option<&SecretString>, on: &Value) -> Result<Sent, Failure> {
    if let Some(batch) = batch(change, true) {
        return grants::send(aws, batch).await;
    }
    let lost = match once(aws, change, secret).await {
        Err(failure) if failure.certainty == Certainty::Unknown => failure,
        answered => return answered,
    };
    tracing::warn!(operation = change.operation(), error = %lost.error, "no answer; finding out what became of it");
    settle(aws, change, secret, Ground { on, again: true }, lost).await
}

/// What became of a write that a server was about to send when it stopped.
///
/// # Errors
/// That the outcome is not known even after looking.
pub async fn find_out(
    aws: &Aws,
    change: &Change,
    secret: Option<&SecretString>,
    ground: Ground<'_>,
) -> Result<Sent, Failure> {
    if let Some(batch) = batch(change, ground.again) {
        return grants::send(aws, batch).await;
    }
    let message = "The plan was interrupted before AWS's answer was on record.";
    settle(aws, change, secret, ground, Failure::unknown(message)).await
}

/// A call that carries instructions for many holders; with `sends` false it is only looked at.
fn batch(change: &Change, sends: bool) -> Option<grants::Batch<'_>> {
    match change {
        Change::UpdatePermissions { key, instructions, guard } => {
            Some(grants::Batch { key, instructions, guard: *guard, sends })
        }
        _ => None,
    }
}

/// Looks; sends it again where AWS knows its client token, or where looking found it not done and a second one could
/// do no harm.
async fn settle(
    aws: &Aws,
    change: &Change,
    secret: Option<&SecretString>,
    ground: Ground<'_>,
    lost: Failure,
) -> Result<Sent, Failure> {
    if let Some(facet) = facet::of(change) {
        return settle_edit(aws, change, facet, ground, lost).await;
    }
    match (change.is_repeatable(), ground.again) {
        (true, true) => repeat(aws, change, secret, lost).await,
        (true, false) => Err(unclear(lost, "Look for it before you plan it again.")),
        (false, again) => look(aws, change, again, lost).await,
    }
}

/// The second refusal says nothing about the first: that one may have been done.
async fn repeat(aws: &Aws, change: &Change, secret: Option<&SecretString>, lost: Failure) -> Result<Sent, Failure> {
    match once(aws, change, secret).await {
        Ok(sent) => Ok(Sent { found_later: true, ..sent }),
        Err(second) => Err(told(lost, &format!("It was sent once more: {}", second.error.message))),
    }
}

/// A write that sets values: done when they are there. Where they are not, and the target is not as it was either,
/// somebody else has been there: what they did is not overwritten unseen.
async fn settle_edit(
    aws: &Aws,
    change: &Change,
    facet: model::door::Facet,
    ground: Ground<'_>,
    lost: Failure,
) -> Result<Sent, Failure> {
    let Some(key) = change.target() else { return Err(lost) };
    match facet::look(aws, key, facet).await {
        Ok(seen) if facet::is_done(change, &seen.state) => Ok(Sent::found(None)),
        Ok(seen) if seen.state != *ground.on => {
            Err(unclear(lost, "It is neither as the plan found it nor as the plan wants it."))
        }
        Ok(seen) => {
            let open = seen.status.refuses_change(key.kind).is_none();
            match ground.again && change.is_repeatable() && open {
                true => repeat(aws, change, None, lost).await,
                false => Err(unclear(lost, NOT_DONE)),
            }
        }
        Err(_) => Err(unclear(lost, NOT_SEEN)),
    }
}

const NOT_DONE: &str = "Looking again does not find it done.";
const NOT_SEEN: &str = "Looking again failed, too.";

/// What is known of a write that is left alone.
fn unclear(lost: Failure, found: &str) -> Failure {
    told(lost, &format!("{found} It was not sent again."))
}

fn told(mut lost: Failure, more: &str) -> Failure {
    lost.error.message = format!("{} {more}", lost.error.message);
    lost
}

async fn look(aws: &Aws, change: &Change, again: bool, lost: Failure) -> Result<Sent, Failure> {
    let grafana = aws.grafana(change.scope());
    match change {
        Change::CreateDomain { scope, call } => {
            match aws.codeartifact(scope).describe_domain(&call.domain, Urgency::Read).await {
                Ok(found) => Ok(Sent::found(Some(found.name))),
                // The name is unique: sending it again cannot make a second one.
                Err(gone) if gone.error.code == Code::NotFound && again => once(aws, change, None).await,
                Err(gone) if gone.error.code == Code::NotFound => Err(unclear(lost, NOT_DONE)),
                Err(_) => Err(unclear(lost, NOT_SEEN)),
            }
        }
        Change::CreateServiceAccount { workspace, name, .. } => {
            let found = grafana.list_service_accounts(&workspace.id, Urgency::Read).await;
            let Ok(accounts) = found else { return Err(unclear(lost, NOT_SEEN)) };
            match accounts.into_iter().find(|account| account.name == *name) {
                Some(account) => Ok(Sent::found(Some(account.id))),
                None if again => once(aws, change, None).await,
                None => Err(unclear(lost, NOT_DONE)),
            }
        }
        Change::DeleteWorkspace { key } => {
            let found = grafana.describe_workspace(&key.id, Urgency::Read).await;
            gone(found.map(|workspace| workspace.status), lost)
        }
        Change::DeleteDomain { key } => {
            let found = aws.codeartifact(&key.scope).describe_domain(&key.id, Urgency::Read).await;
            gone(found.map(|domain| domain.status.unwrap_or_default()), lost)
        }
        Change::DeleteServiceAccount { workspace, account } => {
            let found = grafana.list_service_accounts(&workspace.id, Urgency::Read).await;
            let Ok(accounts) = found else { return Err(unclear(lost, NOT_SEEN)) };
            match accounts.iter().any(|a| a.id == account.as_str()) {
                true => Err(unclear(lost, NOT_DONE)),
                false => Ok(Sent::found(None)),
            }
        }
        Change::MintToken { workspace, account, name, .. } => {
            let tokens = grafana.list_service_account_tokens(&workspace.id, account.as_str(), Urgency::Read).await;
            let there = tokens.map(|tokens| tokens.iter().any(|token| token.name == *name));
            Err(lost_mint(lost, name, there.ok()))
        }
        Change::AssociateLicense { .. } | Change::DisassociateLicense { .. } => licence(aws, change, lost).await,
        _ => Err(lost),
    }
}

/// A change of the license is done when the workspace has it, or has none.
async fn licence(aws: &Aws, change: &Change, lost: Failure) -> Result<Sent, Failure> {
    let wanted = match change {
        Change::AssociateLicense { license, .. } => Some(license.as_str()),
        _ => None,
    };
    match observe::observe(aws, change).await {
        Ok(seen) if seen.state["licenseType"].as_str() == wanted => Ok(Sent::found(None)),
        Ok(_) => Err(unclear(lost, NOT_DONE)),
        Err(_) => Err(unclear(lost, NOT_SEEN)),
    }
}

/// A deletion whose answer was lost is done when the target is gone or going.
fn gone(status: Result<String, Failure>, lost: Failure) -> Result<Sent, Failure> {
    match status {
        Ok(status) if matches!(status.as_str(), "DELETING" | "Deleted") => Ok(Sent::found(None)),
        Ok(_) => Err(unclear(lost, NOT_DONE)),
        Err(failure) if failure.error.code == Code::NotFound => Ok(Sent::found(None)),
        Err(_) => Err(unclear(lost, NOT_SEEN)),
    }
}

/// `there`: whether a token of the name is listed, if that could be read.
fn lost_mint(lost: Failure, name: &str, there: Option<bool>) -> Failure {
    let more = match there {
        Some(true) => {
            format!("But a token named {name} exists now. Nobody saw its secret: delete it and mint another.")
        }
        Some(false) => format!("And no token named {name} is listed. Look again before you mint another."),
        None => format!("The tokens could not be listed: look for one named {name} before you mint another."),
    };
    told(lost, &more)
}

//! Which call of AWS a change is.

use crate::changes::change::Change;
use crate::changes::sent::Sent;
use crate::changes::tokens::{deliver, tag_secret};
use aws::{Aws, Done, Failure};
use model::{Code, Kind};
use secrecy::SecretString;

/// Sends it once.
pub async fn once(aws: &Aws, change: &Change, secret: Option<&SecretString>) -> Result<Sent, Failure> {
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
        Change::MintToken { workspace, account, name, seconds, .. } => {
            let call = grafana.create_service_account_token(&workspace.id, account.as_str(), name, *seconds);
            let done = call.await.map_err(unminted)?;
            let sent = Sent::answered(done.request_id, Some(done.value.id));
            return Ok(Sent { secret: Some(done.value.secret), ..sent });
        }
        Change::MintKey { workspace, name, grafana_role, seconds, .. } => {
            let call = grafana.create_api_key(&workspace.id, name, grafana_role, *seconds);
            let done = call.await.map_err(unminted)?;
            let sent = Sent::answered(done.request_id, None);
            return Ok(Sent { secret: Some(done.value.secret), ..sent });
        }
        Change::DeliverSecret { .. } => return deliver(aws, change, secret).await,
        Change::TagSecret { .. } => return tag_secret(aws, change).await,
        Change::RevokeToken { workspace, account, token, .. } => {
            return revoked(grafana.delete_service_account_token(&workspace.id, account.as_str(), token).await);
        }
        Change::RevokeKey { workspace, name } => {
            return revoked(grafana.delete_api_key(&workspace.id, name).await);
        }
        edit => (edit_once(aws, edit, secret).await?, None),
    };
    Ok(Sent::answered(request_id, made))
}

/// A mint is sent once, whatever AWS answers.
fn unminted(mut failure: Failure) -> Failure {
    if failure.error.code == Code::Throttled {
        failure.error.message +=
            " Nothing was minted, and a mint is not repeated by itself: plan it again in a moment.";
    }
    failure
}

/// What is not there any more is as good as revoked.
fn revoked(answer: Result<Done<()>, Failure>) -> Result<Sent, Failure> {
    match answer {
        Ok(done) => Ok(Sent::answered(done.request_id, None)),
        Err(failure) if failure.error.code == Code::NotFound => {
            let request_id = failure.error.request_id;
            let sent = Sent { was_gone: true, ..Sent::answered(request_id, None) };
            Ok(sent.saying("AWS has none of this name any more: it was gone already."))
        }
        Err(failure) => Err(failure),
    }
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

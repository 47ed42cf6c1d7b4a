//! DescribeWorkspaceAuthentication, UpdateWorkspaceAuthentication.

use serde_json::{Value, json};
use uuid::Uuid;

use super::super::Ask;
use super::{settled, workspace};
use crate::wire::failure::Failure;
use crate::world::World;

pub(super) fn describe(world: &mut World, ask: &Ask) -> Result<Value, Failure> {
    Ok(json!({ "authentication": workspace(world, ask)?.authentication() }))
}

pub(super) fn update(world: &mut World, ask: &Ask) -> Result<Value, Failure> {
    let providers = ask.texts("authenticationProviders");
    let sent = ask.input.get("samlConfiguration").cloned();
    let saml = providers.iter().any(|one| one == "SAML");
    if sent.is_some() && !saml {
        return Err(Failure::field("samlConfiguration", "It needs SAML among the authentication providers"));
    }
    let metadata = sent.as_ref().and_then(|saml| saml.pointer("/idpMetadata/xml")).and_then(Value::as_str);
    if metadata.is_some_and(|xml| !xml.trim_start().starts_with('<')) {
        return Err(Failure::field("samlConfiguration.idpMetadata.xml", "It is not XML"));
    }
    let workspace = settled(world, ask)?;
    if providers.iter().any(|one| one == "AWS_SSO") {
        workspace.sso_client.get_or_insert_with(|| Uuid::new_v4().to_string());
    } else {
        workspace.sso_client = None;
    }
    let kept = workspace.saml.take().filter(|_| saml && !ask.settings.switches.authentication_replaces);
    workspace.saml = sent.or(kept);
    workspace.providers = providers;
    let modified = workspace.modified(ask.wall);
    workspace.resource.members.insert("modified".into(), modified);
    Ok(json!({ "authentication": workspace.authentication() }))
}

//! API keys, which workspaces before service accounts were automated with. Nothing lists them, so whether one is there
//! is known only from making and deleting it. Deleting is sent again only when AWS throttled it, making never.

use super::Grafana;
use crate::error::Failure;
use crate::line::Done;
use secrecy::SecretString;

/// An API key with its secret, which exists here and nowhere else: not to be cloned, serialized or printed.
#[derive(Debug)]
pub struct MintedKey {
    /// Names it in its workspace; it has no id.
    pub name: String,
    pub secret: SecretString,
}

impl Grafana {
    /// CreateWorkspaceApiKey: the one answer the secret is in. `name` is 1 to 100 characters, `grafana_role` ADMIN,
    /// EDITOR or VIEWER, `seconds` 1 to 2,592,000.
    ///
    /// # Errors
    /// `Conflict` when the workspace has a key of that name, expired or not; `Invalid` from a version of Grafana that
    /// has no API keys.
    pub async fn create_api_key(
        &self,
        id: &str,
        name: &str,
        grafana_role: &str,
        seconds: u32,
    ) -> Result<Done<MintedKey>, Failure> {
        let seconds = i32::try_from(seconds).unwrap_or(i32::MAX);
        let send = || {
            let call = self.client.create_workspace_api_key().workspace_id(id).key_name(name);
            call.key_role(grafana_role).seconds_to_live(seconds).send()
        };
        let done = self.line.write_once("CreateWorkspaceApiKey", send).await?;
        Ok(done.map(|answer| MintedKey { name: answer.key_name, secret: SecretString::from(answer.key) }))
    }

    /// DeleteWorkspaceApiKey: by its name. `NotFound` when the workspace, or the key in it, is not there.
    pub async fn delete_api_key(&self, id: &str, name: &str) -> Result<Done<()>, Failure> {
        let send = || self.client.delete_workspace_api_key().workspace_id(id).key_name(name).send();
        Ok(self.line.write("DeleteWorkspaceApiKey", send).await?.map(drop))
    }
}

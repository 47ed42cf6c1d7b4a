//! What AWS answered to a change, and where it leads.

use super::change::Change;
use model::{Kind, ResourceKey, RowOutcome, Scope};
use secrecy::SecretString;

/// What AWS answered.
#[derive(Debug)]
pub struct Sent {
    pub request_id: Option<String>,
    /// The id AWS gave what it made.
    pub made: Option<String>,
    /// A later read found it done; AWS's own answer was lost.
    pub found_later: bool,
    /// What it takes away was not there, so it did nothing.
    pub was_gone: bool,
    pub secret: Option<SecretString>,
    /// What became of each row of a call that carries several.
    pub rows: Vec<RowOutcome>,
    /// What more there is to say of it than that it was done.
    pub said: Option<String>,
}

impl Sent {
    /// A call that carries several rows.
    pub fn rows(request_id: Option<String>, rows: Vec<RowOutcome>) -> Self {
        Self { rows, ..Self::answered(request_id, None) }
    }

    pub fn answered(request_id: Option<String>, made: Option<String>) -> Self {
        Self { request_id, made, found_later: false, was_gone: false, secret: None, rows: Vec::new(), said: None }
    }

    pub fn found(made: Option<String>) -> Self {
        Self { found_later: true, ..Self::answered(None, made) }
    }

    /// Done, with a sentence of its own.
    #[must_use]
    pub fn saying(self, said: impl Into<String>) -> Self {
        Self { said: Some(said.into()), ..self }
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

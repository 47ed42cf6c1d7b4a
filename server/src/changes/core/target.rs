//! What a write is about.

use model::{Kind, ResourceKey, Scope};

/// The thing that one write touches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target<'a> {
    Resource(&'a ResourceKey),
    /// AWS has not made it yet.
    NewIn {
        scope: &'a Scope,
        kind: Kind,
    },
    /// A secret of Secrets Manager.
    Secret {
        scope: &'a Scope,
        name: &'a str,
    },
}

impl<'a> Target<'a> {
    pub const fn scope(&self) -> &'a Scope {
        match self {
            Target::Resource(key) => &key.scope,
            Target::NewIn { scope, .. } | Target::Secret { scope, .. } => scope,
        }
    }

    /// The kind of the resource; of a secret that of what it is for.
    pub const fn kind(&self) -> Kind {
        match self {
            Target::Resource(key) => key.kind,
            Target::NewIn { kind, .. } => *kind,
            Target::Secret { .. } => Kind::Grafana,
        }
    }

    pub const fn key(&self) -> Option<&'a ResourceKey> {
        match self {
            Target::Resource(key) => Some(key),
            _ => None,
        }
    }

    /// What two writes to it have in common: its ARN, or the scope while there is none.
    pub fn id(&self) -> String {
        match self {
            Target::Resource(key) => key.arn(),
            Target::NewIn { scope, .. } => scope.to_string(),
            Target::Secret { scope, name } => format!("{scope}/{name}"),
        }
    }
}

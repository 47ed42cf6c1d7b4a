//! Deleting a resource of any of the three kinds.

use crate::ResourceKey;
use serde::{Deserialize, Serialize};

/// DeleteWorkspace of Managed Grafana or of Managed Prometheus, or DeleteDomain: which, its kind says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeleteResource {
    pub key: ResourceKey,
}

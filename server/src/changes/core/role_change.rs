//! One row of a call that carries several: a role that is given to, or taken from, one holder.

use aws::grafana::Action;
use model::access::{GrafanaRole, Holder};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepRow {
    pub holder: Holder,
    pub action: Action,
    pub role: GrafanaRole,
}

//! What gives the role ADMIN needs a permission of its own: whoever lacks it is told before they fill a form in.

use super::around::Holder;
use crate::pages::resource::Rights;
use leptos::prelude::*;
use model::{FieldError, Permission, ServiceAccountId};
use ui::{Banner, Tone};

const ADMIN: &str = "ADMIN";
const LACKS: &str = "The role ADMIN needs the permission grafana.grant, which your roles do not have.";

/// Whether the reader may not give it.
pub fn lacks() -> bool {
    Rights::of_reader().lack(Permission::GrafanaGrant)
}

/// Adds what is wrong with a role that the reader may not give.
pub fn check(mut errors: Vec<FieldError>, lacks: bool, role: &str) -> Vec<FieldError> {
    if lacks && role == ADMIN {
        errors.push(FieldError::new("grafana_role", LACKS));
    }
    errors
}

/// Whether the account is an admin, as far as it was read, and its tokens are none that the reader may mint.
pub fn withheld(account: &ServiceAccountId, holders: &[Holder]) -> bool {
    lacks() && holders.iter().any(|holder| holder.id == account.as_str() && holder.grafana_role == ADMIN)
}

/// Why the form of such a token cannot be sent.
pub fn refusal() -> String {
    ["This service account is an admin. ", LACKS].concat()
}

/// What is left of a rotation.
pub fn rotation() -> AnyView {
    view! {
        <Banner tone=Tone::Warn title="This service account is an admin.">
            {LACKS}" You can deliver the successor to the secret that is tagged for the old token while that works, and nowhere else."
        </Banner>
    }
    .into_any()
}

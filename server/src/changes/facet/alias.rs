//! The alias of a Prometheus workspace.

use super::Look;
use crate::changes::change::Change;
use crate::changes::draft::one_field;
use crate::changes::observe::called;
use aws::{Aws, Urgency};
use model::form::Alias;
use model::{Error, ResourceKey, Status};
use serde_json::{Value, json};

pub async fn look(aws: &Aws, key: &ResourceKey) -> Result<Look, Error> {
    let found = aws.prometheus(&key.scope).describe_workspace(&key.id, Urgency::Read).await?;
    Ok(Look {
        label: called(found.alias.as_deref(), &found.id),
        status: Status::new(found.status),
        state: json!({ "alias": found.alias }),
        more: Vec::new(),
    })
}

pub fn values(state: &Value) -> Alias {
    Alias { alias: state["alias"].as_str().unwrap_or_default().to_owned() }
}

/// # Errors
/// `Invalid` for blanks around it, which AWS would trim without a word.
pub fn wanted(form: &Alias) -> Result<Value, Error> {
    if form.alias.trim() != form.alias {
        return Err(one_field("alias", "Remove the blanks before and after it: AWS trims them."));
    }
    Ok(json!({ "alias": (!form.alias.is_empty()).then_some(&form.alias) }))
}

/// AWS clears the alias when none is sent.
pub fn writes(key: ResourceKey, wanted: &Value, token: &str) -> Vec<Change> {
    let alias = wanted["alias"].as_str().map(str::to_owned);
    vec![Change::UpdateAlias { key, alias, client_token: token.to_owned() }]
}

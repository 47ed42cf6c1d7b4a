//! The configuration of a workspace: JSON whose unknown keys belong to AWS and are kept. AWS wants the whole of it with
//! every change, so it is always read first.

use super::Look;
use crate::changes::change::Change;
use crate::changes::draft::one_field;
use aws::{Aws, Urgency};
use model::form::Configuration;
use model::{Error, ResourceKey, Status};
use serde_json::{Value, json};

pub async fn look(aws: &Aws, key: &ResourceKey) -> Result<Look, Error> {
    let grafana = aws.grafana(&key.scope);
    let found = grafana.describe_workspace(&key.id, Urgency::Read).await?;
    let configuration = grafana.describe_configuration(&key.id, Urgency::Read).await?;
    Ok(Look {
        label: super::super::observe::label(&found),
        status: Status::new(&found.status),
        more: more(&configuration.json),
        state: json!({ "configuration": configuration.json, "grafanaVersion": found.grafana_version }),
    })
}

/// The text itself, the names of what the form does not edit, and why it cannot be edited where that is so.
fn more(text: &str) -> Vec<(String, String)> {
    let named = |name: &str, value: String| (name.to_owned(), value);
    let told = match documents::configuration::read(text) {
        Ok(found) => found.unknown.into_iter().map(|key| named("kept", key)).collect(),
        Err(trouble) => vec![named("trouble", trouble.to_string())],
    };
    std::iter::once(named("configuration", text.to_owned())).chain(told).collect()
}

/// The configuration of a state.
///
/// # Errors
/// `Conflict` for a state that has none: a change of it would replace whatever is there.
pub fn text(state: &Value) -> Result<&str, Error> {
    let text = state["configuration"].as_str().filter(|text| !text.trim().is_empty());
    text.ok_or_else(|| {
        Error::conflict("Its configuration is not known, so no change of it can be planned. Read it again.")
    })
}

pub fn values(state: &Value) -> Configuration {
    match text(state).ok().and_then(|text| documents::configuration::read(text).ok()) {
        Some(found) => Configuration { alerting: found.alerting, plugin_admin: found.plugin_admin },
        None => Configuration::default(),
    }
}

/// # Errors
/// `Invalid` when what AWS returned cannot be edited without losing something of it.
pub fn wanted(form: &Configuration, fresh: &Value) -> Result<Value, Error> {
    let edited = documents::configuration::edit(text(fresh)?, form.alerting, form.plugin_admin);
    let edited = edited.map_err(|trouble| one_field("alerting", trouble.to_string()))?;
    let mut wanted = fresh.clone();
    wanted["configuration"] = json!(edited);
    Ok(wanted)
}

pub fn writes(key: ResourceKey, wanted: &Value) -> Result<Vec<Change>, Error> {
    Ok(vec![Change::UpdateConfiguration { key, configuration: text(wanted)?.to_owned(), version: None }])
}

pub fn is_done(configuration: &str, version: Option<&str>, state: &Value) -> bool {
    let parse = |text: &str| serde_json::from_str::<Value>(text).ok();
    let versions = version.is_none_or(|version| state["grafanaVersion"] == *version);
    versions && text(state).is_ok_and(|text| parse(configuration) == parse(text))
}

pub fn warnings(before: &Value, wanted: &Value) -> Vec<String> {
    let (old, new) = (values(before), values(wanted));
    let mut warnings = Vec::new();
    if old.alerting != new.alerting {
        warnings.push(
            "Switching Grafana alerting moves between two alerting systems: rules of the other one stop being evaluated."
                .to_owned(),
        );
    }
    if new.plugin_admin == Some(true) && old.plugin_admin != Some(true) {
        warnings.push("Every admin of the workspace can install and remove plugins from now on.".to_owned());
    }
    warnings.push("AWS may restart Grafana to apply it; people who are signed in may notice.".to_owned());
    warnings
}

#[cfg(test)]
mod tests {
    use super::{is_done, text, wanted};
    use model::form::Configuration;
    use serde_json::{Value, json};

    #[test]
    fn a_state_without_its_configuration_is_not_an_empty_configuration() {
        for state in [json!({}), Value::Null, json!({ "configuration": null }), json!({ "configuration": " " })] {
            assert!(text(&state).is_err() && !is_done("{}", None, &state), "{state}");
            assert!(wanted(&Configuration::default(), &state).is_err(), "{state}");
        }
    }
}

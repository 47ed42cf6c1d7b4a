//! UpdateWorkspaceConfiguration: JSON whose unknown keys belong to AWS and are kept. AWS wants the whole of it with every
//! change, even where only the version of Grafana changes, so it is always read first.

use super::super::usable::label_of;
use super::settings::with_workspace;
use crate::changes::core::prelude::*;
use crate::changes::core::section::{EditSection, SectionState, SetsSection};
use aws::Urgency;
use model::Status;
use model::door::{Facet, Values};
use model::form;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UpdateConfiguration {
    pub key: ResourceKey,
    pub configuration: String,
    pub version: Option<String>,
}

const FIELDS: &[Field] = &[
    Field::value("workspaceId"),
    Field::digest("configuration").form("configuration"),
    Field::value("configuration.plugins"),
    Field::value("configuration.unifiedAlerting"),
    Field::value("grafanaVersion").form("version"),
];

/// The configuration of a workspace, with the version that goes along.
#[derive(Debug)]
pub struct Configuration;

impl Configuration {
    /// The configuration of a state.
    ///
    /// # Errors
    /// For a state that has none: a change of it would replace whatever is there.
    pub fn text_of(state: &Value) -> Result<&str, Refusal> {
        let text = state["configuration"].as_str().filter(|text| !text.trim().is_empty());
        text.ok_or(Refusal::ConfigurationUnknown)
    }

    fn form_of(state: &Value) -> form::Configuration {
        match Self::text_of(state).ok().and_then(|text| documents::configuration::read(text).ok()) {
            Some(found) => form::Configuration { alerting: found.alerting, plugin_admin: found.plugin_admin },
            None => form::Configuration::default(),
        }
    }
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

impl EditSection for Configuration {
    fn which_section(&self) -> Facet {
        Facet::Configuration
    }

    fn known_fields(&self) -> &'static [Field] {
        FIELDS
    }

    fn fetch_state<'a>(
        &'a self,
        cx: &'a Context,
        key: &'a ResourceKey,
    ) -> BoxFuture<'a, Result<SectionState, Refusal>> {
        Box::pin(async move {
            let grafana = cx.aws.grafana(&key.scope);
            let found = grafana.describe_workspace(&key.id, Urgency::Read).await?;
            let configuration = grafana.describe_configuration(&key.id, Urgency::Read).await?;
            Ok(SectionState {
                label: label_of(&found),
                status: Status::new(&found.status),
                more: more(&configuration.json),
                state: json!({ "configuration": configuration.json, "grafanaVersion": found.grafana_version }),
            })
        })
    }

    fn form_values(&self, state: &Value) -> Values {
        Values::Configuration(Self::form_of(state))
    }

    fn desired_state(&self, form: &Values, fresh: &Value) -> Result<Value, Refusal> {
        let Values::Configuration(form) = form else { return Err(Refusal::NothingChanges) };
        let edited = documents::configuration::edit(Self::text_of(fresh)?, form.alerting, form.plugin_admin);
        let edited = edited.map_err(|trouble| Refusal::InvalidConfiguration { problem: trouble.to_string() })?;
        let mut desired = fresh.clone();
        desired["configuration"] = json!(edited);
        Ok(desired)
    }

    fn planned_changes(&self, key: ResourceKey, _: &Value, desired: &Value, _: &str) -> Result<Vec<Change>, Refusal> {
        let configuration = Self::text_of(desired)?.to_owned();
        Ok(vec![std::sync::Arc::new(UpdateConfiguration { key, configuration, version: None })])
    }

    fn edit_warnings(&self, before: &Value, desired: &Value) -> Vec<Warning> {
        let (old, new) = (Self::form_of(before), Self::form_of(desired));
        let alerting = (old.alerting != new.alerting).then_some(Warning::AlertingSwitched);
        let given = new.plugin_admin == Some(true) && old.plugin_admin != Some(true);
        let plugins = given.then_some(Warning::PluginAdminGiven);
        alerting.into_iter().chain(plugins).chain([Warning::GrafanaRestarts]).collect()
    }

    fn asked_confirmation(&self, _: &str, _: &Value, _: &Value) -> Option<Confirmation> {
        None
    }

    fn always_present(&self) -> Option<&'static str> {
        Some("grafanaVersion")
    }
}

impl SetsSection for UpdateConfiguration {
    fn edited_section(&self) -> &'static dyn EditSection {
        &Configuration
    }

    fn edited_key(&self) -> &ResourceKey {
        &self.key
    }

    fn section_action(&self) -> &'static str {
        "grafana:UpdateWorkspaceConfiguration"
    }

    fn section_permission(&self) -> Permission {
        match self.version {
            Some(_) => Permission::GrafanaUpgrade,
            None => Permission::GrafanaUpdate,
        }
    }

    fn section_request(&self) -> Value {
        let version = self.version.as_ref().map_or_else(|| json!({}), |version| json!({ "grafanaVersion": version }));
        let mut all = with_workspace(&self.key, version);
        all["configuration"] = json!(self.configuration);
        all
    }

    fn repeat_rule(&self) -> Repeat {
        // There is no way back from a version, and AWS may be on its way to it.
        if self.version.is_none() { Repeat::SetsValues } else { Repeat::Never }
    }

    fn is_done(&self, state: &Value) -> bool {
        let parse = |text: &str| serde_json::from_str::<Value>(text).ok();
        let is_version = self.version.as_ref().is_none_or(|version| state["grafanaVersion"] == **version);
        is_version && Configuration::text_of(state).is_ok_and(|text| parse(&self.configuration) == parse(text))
    }

    fn send_values<'a>(&'a self, call: Call<'a>) -> BoxFuture<'a, Result<Answer, CallError>> {
        Box::pin(async move {
            let grafana = call.cx.aws.grafana(&self.key.scope);
            let version = self.version.as_deref();
            let done = grafana.update_configuration(&self.key.id, &self.configuration, version).await?;
            Ok(Answer::accepted(done.request_id, None))
        })
    }

    /// There is no way back from a version.
    fn is_restorable(&self) -> bool {
        self.version.is_none()
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::{Configuration, UpdateConfiguration};
    use crate::changes::core::section::{EditSection, SetsSection};
    use model::door::Values;
    use model::{Kind, ResourceKey, form};
    use serde_json::{Value, json};

    #[test]
    fn a_state_without_its_configuration_is_not_an_empty_configuration() {
        let key = ResourceKey::parse(Kind::Grafana, "441122338890", "eu-west-1", "g-0a1b2c3d4e").unwrap();
        let write = UpdateConfiguration { key, configuration: "{}".to_owned(), version: None };
        for state in [json!({}), Value::Null, json!({ "configuration": null }), json!({ "configuration": " " })] {
            assert!(Configuration::text_of(&state).is_err() && !write.is_done(&state), "{state}");
            let form = Values::Configuration(form::Configuration::default());
            assert!(Configuration.desired_state(&form, &state).is_err(), "{state}");
        }
    }
}

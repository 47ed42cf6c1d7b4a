//! UpdateWorkspaceAlias of Managed Prometheus.

use crate::changes::core::prelude::*;
use crate::changes::core::section::{EditSection, SectionState, SetsSection};
use aws::Urgency;
use model::Status;
use model::door::{Facet, Values};
use model::form;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UpdateAlias {
    pub key: ResourceKey,
    pub alias: Option<String>,
    pub client_token: String,
}

const FIELDS: &[Field] =
    &[Field::value("workspaceId"), Field::value("alias").form("alias"), Field::value("clientToken")];

/// The alias of a workspace.
#[derive(Debug)]
pub struct Alias;

impl EditSection for Alias {
    fn which_section(&self) -> Facet {
        Facet::Alias
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
            let found = cx.aws.prometheus(&key.scope).describe_workspace(&key.id, Urgency::Read).await?;
            Ok(SectionState {
                label: crate::changes::kinds::usable::label(found.alias.as_deref(), &found.id),
                status: Status::new(found.status),
                state: json!({ "alias": found.alias }),
                more: Vec::new(),
            })
        })
    }

    fn form_values(&self, state: &Value) -> Values {
        Values::Alias(form::Alias { alias: state["alias"].as_str().unwrap_or_default().to_owned() })
    }

    fn desired_state(&self, form: &Values, _: &Value) -> Result<Value, Refusal> {
        let Values::Alias(form) = form else { return Err(Refusal::NothingChanges) };
        // AWS would trim them without a word.
        if form.alias.trim() != form.alias {
            return Err(Refusal::AliasHasBlanks);
        }
        Ok(json!({ "alias": (!form.alias.is_empty()).then_some(&form.alias) }))
    }

    /// AWS clears the alias when none is sent.
    fn planned_changes(
        &self,
        key: ResourceKey,
        _: &Value,
        desired: &Value,
        token: &str,
    ) -> Result<Vec<Change>, Refusal> {
        let alias = desired["alias"].as_str().map(str::to_owned);
        Ok(vec![std::sync::Arc::new(UpdateAlias { key, alias, client_token: token.to_owned() })])
    }

    fn edit_warnings(&self, _: &Value, _: &Value) -> Vec<Warning> {
        Vec::new()
    }

    fn asked_confirmation(&self, _: &str, _: &Value, _: &Value) -> Option<Confirmation> {
        None
    }

    fn always_present(&self) -> Option<&'static str> {
        None
    }
}

impl SetsSection for UpdateAlias {
    fn edited_section(&self) -> &'static dyn EditSection {
        &Alias
    }

    fn edited_key(&self) -> &ResourceKey {
        &self.key
    }

    fn section_action(&self) -> &'static str {
        "aps:UpdateWorkspaceAlias"
    }

    fn section_permission(&self) -> Permission {
        Permission::PrometheusUpdate
    }

    fn section_request(&self) -> Value {
        let mut all = json!({ "workspaceId": self.key.id, "clientToken": self.client_token });
        if let Some(alias) = &self.alias {
            all["alias"] = json!(alias);
        }
        all
    }

    fn repeat_rule(&self) -> Repeat {
        Repeat::SetsValues
    }

    fn is_done(&self, state: &Value) -> bool {
        state["alias"].as_str() == self.alias.as_deref()
    }

    fn send_values<'a>(&'a self, call: Call<'a>) -> BoxFuture<'a, Result<Answer, CallError>> {
        Box::pin(async move {
            let prometheus = call.cx.aws.prometheus(&self.key.scope);
            let done = prometheus.update_alias(&self.key.id, self.alias.as_deref(), &self.client_token).await?;
            Ok(Answer::accepted(done.request_id, None))
        })
    }
}

//! UpdateWorkspaceAuthentication: how people sign in. AWS takes the configuration as a whole, so what the form does not
//! show is kept as it was read, and what is replaced is kept for people to bring back.

use super::super::usable::label_of;
use super::authentication_history::save_previous;
use super::settings::with_workspace;
use crate::changes::core::json::{text, texts};
use crate::changes::core::outcome::SkipReason;
use crate::changes::core::prelude::*;
use crate::changes::core::section::{EditSection, SectionState, SetsSection};
use aws::Urgency;
use aws::grafana::{Authentication as Found, AuthenticationCall, Metadata, Saml, WorkspaceDescription};
use model::Status;
use model::door::{Facet, Values};
use model::form::SignIn;
use serde_json::Map;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UpdateAuthentication {
    pub key: ResourceKey,
    pub call: Box<AuthenticationCall>,
}

const FIELDS: &[Field] = &[
    Field::value("workspaceId"),
    Field::value("authenticationProviders").form("providers"),
    Field::digest("samlConfiguration"),
    Field::digest("samlConfiguration.idpMetadata").form("metadata_url"),
    Field::value("samlConfiguration.idpMetadata.url").form("metadata_url"),
    Field::document("samlConfiguration.idpMetadata.xml").form("metadata_xml"),
    Field::value("samlConfiguration.assertionAttributes"),
    Field::value("samlConfiguration.assertionAttributes.name").form("attribute_name"),
    Field::value("samlConfiguration.assertionAttributes.login").form("attribute_login"),
    Field::value("samlConfiguration.assertionAttributes.email").form("attribute_email"),
    Field::value("samlConfiguration.assertionAttributes.groups").form("attribute_groups"),
    Field::value("samlConfiguration.assertionAttributes.role").form("attribute_role"),
    Field::value("samlConfiguration.assertionAttributes.org").form("attribute_org"),
    // Values and organizations name groups of people; who may become an admin is what an auditor asks first.
    Field::value("samlConfiguration.roleValues"),
    Field::value("samlConfiguration.roleValues.admin").form("admin_values"),
    Field::value("samlConfiguration.roleValues.editor").form("editor_values"),
    Field::value("samlConfiguration.allowedOrganizations").form("organizations"),
    Field::value("samlConfiguration.loginValidityDuration").form("login_minutes"),
];

/// (the form's field, AWS's name)
const ATTRIBUTES: [(&str, &str); 6] = [
    ("attribute_name", "name"),
    ("attribute_login", "login"),
    ("attribute_email", "email"),
    ("attribute_groups", "groups"),
    ("attribute_role", "role"),
    ("attribute_org", "org"),
];

/// How people sign in to a workspace.
#[derive(Debug)]
pub struct Authentication;

impl Authentication {
    pub fn form_of(state: &Value) -> SignIn {
        let saml = &state["samlConfiguration"];
        let attribute = |name: &str| text(&saml["assertionAttributes"][name]);
        let admin_values = texts(&saml["roleValues"]["admin"]);
        let minutes = saml["loginValidityDuration"].as_i64().filter(|minutes| *minutes != 0);
        SignIn {
            providers: texts(&state["authenticationProviders"]),
            metadata_url: text(&saml["idpMetadata"]["url"]),
            metadata_xml: text(&saml["idpMetadata"]["xml"]),
            attribute_name: attribute("name"),
            attribute_login: attribute("login"),
            attribute_email: attribute("email"),
            attribute_groups: attribute("groups"),
            attribute_role: attribute("role"),
            attribute_org: attribute("org"),
            // What is configured without admins was meant so by whoever did it.
            no_admins: saml.is_object() && admin_values.is_empty(),
            admin_values,
            editor_values: texts(&saml["roleValues"]["editor"]),
            organizations: texts(&saml["allowedOrganizations"]),
            login_minutes: minutes.map(|minutes| minutes.to_string()).unwrap_or_default(),
        }
    }
}

/// What an identity provider is told, where AWS says which host it is.
fn addresses(host: &str) -> Vec<(String, String)> {
    let parts = [("entity_id", "saml/metadata"), ("reply_url", "saml/acs"), ("sign_on_url", "login/saml")];
    let address = |(name, path): (&str, &str)| (name.to_owned(), format!("https://{host}/{path}"));
    parts.into_iter().filter(|_| !host.is_empty()).map(address).collect()
}

/// `described` is what DescribeWorkspace answered.
///
/// # Errors
/// Where AWS may have a SAML configuration and does not hand it out: any change would take it away.
fn check_whole(found: &Found, described: &WorkspaceDescription) -> Result<(), Refusal> {
    let saml = found.saml.as_ref();
    let status = saml.map(|saml| saml.status.as_str()).unwrap_or_default();
    let metadata = saml.and_then(|saml| saml.configuration.as_ref()).and_then(|saml| saml.idp_metadata.as_ref());
    let has_metadata = match metadata {
        Some(Metadata::Url(text) | Metadata::Xml(text)) => !text.trim().is_empty(),
        _ => false,
    };
    let with_saml = |providers: &[String]| providers.iter().any(|provider| provider == "SAML");
    // A workspace whose SAML nobody configured yet may come without a word of it in the one answer.
    let described_bare = described.saml_status.as_deref() == Some("NOT_CONFIGURED");
    if with_saml(&found.providers) && status.is_empty() && !described_bare {
        return Err(Refusal::SamlUntold);
    }
    let described_so = described.saml_status.as_deref() == Some("CONFIGURED")
        && described.providers.as_ref().is_none_or(|providers| with_saml(providers));
    let configured = !matches!(status, "" | "NOT_CONFIGURED") || described_so;
    if configured && !has_metadata { Err(Refusal::SamlWithoutMetadata) } else { Ok(()) }
}

/// AWS keeps no order of the ways in.
fn state_of(found: Found) -> Value {
    let mut authentication_providers = found.providers;
    authentication_providers.sort_unstable();
    let saml = found.saml.and_then(|saml| saml.configuration);
    let saml_configuration = saml.filter(|saml| saml.idp_metadata.is_some());
    json!(AuthenticationCall { authentication_providers, saml_configuration })
}

fn fill(saml: &mut Value, form: &SignIn) {
    saml["idpMetadata"] = match form.metadata_url.as_str() {
        "" => json!({ "xml": form.metadata_xml }),
        url => json!({ "url": url }),
    };
    let mut attributes: Map<String, Value> = saml["assertionAttributes"].as_object().cloned().unwrap_or_default();
    for (field, name) in ATTRIBUTES {
        let value = form.attributes().into_iter().find(|(known, _)| *known == field).map_or("", |(_, value)| value);
        if value.is_empty() {
            attributes.remove(name);
        } else {
            attributes.insert(name.to_owned(), json!(value));
        }
    }
    set(saml, "assertionAttributes", (!attributes.is_empty()).then_some(Value::Object(attributes)));
    let lists = |list: &[String], had: bool| (had || !list.is_empty()).then(|| json!(list));
    let mut roles: Value = if saml["roleValues"].is_object() { saml["roleValues"].clone() } else { json!({}) };
    for (name, list) in [("admin", &form.admin_values), ("editor", &form.editor_values)] {
        let had = roles[name].is_array();
        set(&mut roles, name, lists(list, had));
    }
    let any = roles.as_object().is_some_and(|roles| !roles.is_empty());
    set(saml, "roleValues", any.then_some(roles));
    let had = saml["allowedOrganizations"].is_array();
    set(saml, "allowedOrganizations", lists(&form.organizations, had));
    set(saml, "loginValidityDuration", form.login_minutes.trim().parse::<i32>().ok().map(|minutes| json!(minutes)));
}

/// Sets or takes away a field; taking it away leaves no null, which would not be what was read.
fn set(object: &mut Value, name: &str, value: Option<Value>) {
    let Some(object) = object.as_object_mut() else { return };
    match value {
        Some(value) => drop(object.insert(name.to_owned(), value)),
        None => drop(object.remove(name)),
    }
}

impl EditSection for Authentication {
    fn which_section(&self) -> Facet {
        Facet::SignIn
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
            let authentication = grafana.describe_authentication(&key.id, Urgency::Read).await?;
            // Without SAML there is no status; with it AWS may not say.
            let said = |saml: &Saml| Some(saml.status.clone()).filter(|status| !status.is_empty());
            let status = authentication.saml.as_ref().map(|saml| said(saml).unwrap_or_else(|| "UNKNOWN".to_owned()));
            check_whole(&authentication, &found)?;
            let status = status.map(|status| ("saml_status".to_owned(), status));
            Ok(SectionState {
                label: label_of(&found),
                status: Status::new(&found.status),
                state: state_of(authentication),
                more: addresses(&found.endpoint).into_iter().chain(status).collect(),
            })
        })
    }

    fn form_values(&self, state: &Value) -> Values {
        Values::SignIn(Box::new(Self::form_of(state)))
    }

    fn desired_state(&self, form: &Values, fresh: &Value) -> Result<Value, Refusal> {
        let Values::SignIn(form) = form else { return Err(Refusal::NothingChanges) };
        let mut desired = fresh.as_object().cloned().unwrap_or_default();
        let mut providers = form.providers.clone();
        providers.sort_unstable();
        desired.insert("authenticationProviders".to_owned(), json!(providers));
        if form.has_saml() && form.has_metadata() {
            fill(desired.entry("samlConfiguration").or_insert_with(|| json!({})), form);
        } else {
            desired.remove("samlConfiguration");
        }
        Ok(Value::Object(desired))
    }

    fn planned_changes(&self, key: ResourceKey, _: &Value, desired: &Value, _: &str) -> Result<Vec<Change>, Refusal> {
        let call: AuthenticationCall = serde_json::from_value(desired.clone()).map_err(|_| model::Error::internal())?;
        Ok(vec![std::sync::Arc::new(UpdateAuthentication { key, call: Box::new(call) })])
    }

    fn edit_warnings(&self, before: &Value, desired: &Value) -> Vec<Warning> {
        let (had, has) = (texts(&before["authenticationProviders"]), texts(&desired["authenticationProviders"]));
        let is_gone = |provider: &str| had.iter().any(|p| p == provider) && !has.iter().any(|p| p == provider);
        let saml = &desired["samlConfiguration"];
        let configured = saml["idpMetadata"].is_object();
        let saml_only = has == ["SAML"];
        let way_in = match (saml_only, configured) {
            (true, false) => Some(Warning::NobodyCanSignIn),
            (true, true) if had.len() > 1 => Some(Warning::SamlOnlyLeft),
            _ => None,
        };
        let without_admin = configured && texts(&saml["roleValues"]["admin"]).is_empty();
        let had_organizations = !texts(&before["samlConfiguration"]["allowedOrganizations"]).is_empty();
        let open = configured && had_organizations && texts(&saml["allowedOrganizations"]).is_empty();
        let identity_center = is_gone("AWS_SSO").then_some(Warning::IdentityCenterRemoved);
        let removed = is_gone("SAML").then_some(Warning::SamlRemoved);
        let admins = without_admin.then_some(Warning::NoAdminValue { saml_only });
        let all = [identity_center, removed, way_in, admins, open.then_some(Warning::AllOrganizationsAllowed)];
        all.into_iter().flatten().collect()
    }

    fn asked_confirmation(&self, _: &str, _: &Value, _: &Value) -> Option<Confirmation> {
        None
    }

    fn always_present(&self) -> Option<&'static str> {
        None
    }
}

impl SetsSection for UpdateAuthentication {
    fn edited_section(&self) -> &'static dyn EditSection {
        &Authentication
    }

    fn edited_key(&self) -> &ResourceKey {
        &self.key
    }

    fn section_action(&self) -> &'static str {
        "grafana:UpdateWorkspaceAuthentication"
    }

    fn section_permission(&self) -> Permission {
        Permission::GrafanaSignIn
    }

    fn section_request(&self) -> Value {
        with_workspace(&self.key, json!(self.call))
    }

    fn repeat_rule(&self) -> Repeat {
        Repeat::SetsValues
    }

    fn is_done(&self, state: &Value) -> bool {
        json!(self.call) == *state
    }

    fn send_values<'a>(&'a self, call: Call<'a>) -> BoxFuture<'a, Result<Answer, CallError>> {
        Box::pin(async move {
            let done = call.cx.aws.grafana(&self.key.scope).update_authentication(&self.key.id, &self.call).await?;
            Ok(Answer::accepted(done.request_id, None))
        })
    }

    fn before_values<'a>(
        &'a self,
        cx: &'a Context,
        run: &'a Run,
        on: &'a Value,
    ) -> BoxFuture<'a, Result<(), SkipReason>> {
        Box::pin(async move {
            save_previous(cx, run, &self.key, on).await.map_err(|error| {
                tracing::error!(%error, plan = %run.plan(), "what is replaced cannot be kept");
                SkipReason::PreviousNotSaved
            })
        })
    }
}

//! How people sign in. AWS takes the configuration as a whole, so what the form does not show is kept as it was read.

use super::Look;
use super::settings::words;
use crate::changes::change::Change;
use aws::grafana::{Authentication, AuthenticationCall, Metadata, Saml, WorkspaceDescription};
use aws::{Aws, Urgency};
use model::form::SignIn;
use model::{Code, Error, ResourceKey, Status};
use serde_json::{Map, Value, json};

/// (the form's field, AWS's name)
const ATTRIBUTES: [(&str, &str); 6] = [
    ("attribute_name", "name"),
    ("attribute_login", "login"),
    ("attribute_email", "email"),
    ("attribute_groups", "groups"),
    ("attribute_role", "role"),
    ("attribute_org", "org"),
];

pub async fn look(aws: &Aws, key: &ResourceKey) -> Result<Look, Error> {
    let grafana = aws.grafana(&key.scope);
    let found = grafana.describe_workspace(&key.id, Urgency::Read).await?;
    let authentication = grafana.describe_authentication(&key.id, Urgency::Read).await?;
    // Without SAML there is no status; with it AWS may not say.
    let said = |saml: &Saml| Some(saml.status.clone()).filter(|status| !status.is_empty());
    let status = authentication.saml.as_ref().map(|saml| said(saml).unwrap_or_else(|| "UNKNOWN".to_owned()));
    whole(&authentication, &found)?;
    Ok(Look {
        label: super::super::observe::label(&found),
        status: Status::new(&found.status),
        state: of(authentication),
        more: addresses(&found.endpoint)
            .into_iter()
            .chain(status.map(|status| ("saml_status".to_owned(), status)))
            .collect(),
    })
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
/// `Upstream` where AWS may have a SAML configuration and does not hand it out: any change would take it away.
fn whole(found: &Authentication, described: &WorkspaceDescription) -> Result<(), Error> {
    let saml = found.saml.as_ref();
    let status = saml.map(|saml| saml.status.as_str()).unwrap_or_default();
    let metadata = saml.and_then(|saml| saml.configuration.as_ref()).and_then(|saml| saml.idp_metadata.as_ref());
    let has_metadata = match metadata {
        Some(Metadata::Url(text) | Metadata::Xml(text)) => !text.trim().is_empty(),
        _ => false,
    };
    let hollow = |what| Err(Error::new(Code::Upstream, format!("{what}, so no change can be planned: {LOSS}")));
    let with_saml = |providers: &[String]| providers.iter().any(|provider| provider == "SAML");
    // A workspace whose SAML nobody configured yet may come without a word of it in the one answer.
    let described_bare = described.saml_status.as_deref() == Some("NOT_CONFIGURED");
    if with_saml(&found.providers) && status.is_empty() && !described_bare {
        return hollow("AWS lists SAML as a way to sign in and does not say whether it is configured");
    }
    let described_so = described.saml_status.as_deref() == Some("CONFIGURED")
        && described.providers.as_ref().is_none_or(|providers| with_saml(providers));
    let configured = !matches!(status, "" | "NOT_CONFIGURED") || described_so;
    if configured && !has_metadata {
        return hollow("AWS says that SAML is configured and answers without its metadata");
    }
    Ok(())
}

const LOSS: &str = "it could take the configuration away.";

/// AWS keeps no order of the ways in.
fn of(found: Authentication) -> Value {
    let mut authentication_providers = found.providers;
    authentication_providers.sort_unstable();
    let saml = found.saml.and_then(|saml| saml.configuration);
    let saml_configuration = saml.filter(|saml| saml.idp_metadata.is_some());
    json!(AuthenticationCall { authentication_providers, saml_configuration })
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

pub fn values(state: &Value) -> SignIn {
    let saml = &state["samlConfiguration"];
    let attribute = |name: &str| text(&saml["assertionAttributes"][name]);
    let admin_values = words(&saml["roleValues"]["admin"]);
    let minutes = saml["loginValidityDuration"].as_i64().filter(|minutes| *minutes != 0);
    SignIn {
        providers: words(&state["authenticationProviders"]),
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
        editor_values: words(&saml["roleValues"]["editor"]),
        organizations: words(&saml["allowedOrganizations"]),
        login_minutes: minutes.map(|minutes| minutes.to_string()).unwrap_or_default(),
    }
}

pub fn wanted(form: &SignIn, fresh: &Value) -> Value {
    let mut wanted = fresh.as_object().cloned().unwrap_or_default();
    let mut providers = form.providers.clone();
    providers.sort_unstable();
    wanted.insert("authenticationProviders".to_owned(), json!(providers));
    if form.has_saml() && form.has_metadata() {
        let saml = wanted.entry("samlConfiguration").or_insert_with(|| json!({}));
        fill(saml, form);
    } else {
        wanted.remove("samlConfiguration");
    }
    Value::Object(wanted)
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
    put(saml, "assertionAttributes", (!attributes.is_empty()).then_some(Value::Object(attributes)));
    let lists = |list: &[String], had: bool| (had || !list.is_empty()).then(|| json!(list));
    let mut roles: Value = if saml["roleValues"].is_object() { saml["roleValues"].clone() } else { json!({}) };
    for (name, list) in [("admin", &form.admin_values), ("editor", &form.editor_values)] {
        let had = roles[name].is_array();
        put(&mut roles, name, lists(list, had));
    }
    let any = roles.as_object().is_some_and(|roles| !roles.is_empty());
    put(saml, "roleValues", any.then_some(roles));
    let had = saml["allowedOrganizations"].is_array();
    put(saml, "allowedOrganizations", lists(&form.organizations, had));
    put(saml, "loginValidityDuration", form.login_minutes.trim().parse::<i32>().ok().map(|minutes| json!(minutes)));
}

/// Sets or takes away a field; taking it away leaves no null, which would not be what was read.
fn put(object: &mut Value, name: &str, value: Option<Value>) {
    let Some(object) = object.as_object_mut() else { return };
    match value {
        Some(value) => drop(object.insert(name.to_owned(), value)),
        None => drop(object.remove(name)),
    }
}

pub fn writes(key: ResourceKey, wanted: &Value) -> Result<Vec<Change>, Error> {
    let call: AuthenticationCall = serde_json::from_value(wanted.clone()).map_err(|_| Error::internal())?;
    Ok(vec![Change::UpdateAuthentication { key, call: Box::new(call) }])
}

pub fn is_done(call: &AuthenticationCall, state: &Value) -> bool {
    json!(call) == *state
}

pub fn warnings(before: &Value, wanted: &Value) -> Vec<String> {
    let mut warnings = Vec::new();
    let (had, has) = (words(&before["authenticationProviders"]), words(&wanted["authenticationProviders"]));
    let gone = |provider: &str| had.iter().any(|p| p == provider) && !has.iter().any(|p| p == provider);
    let saml = &wanted["samlConfiguration"];
    let configured = saml["idpMetadata"].is_object();
    if gone("AWS_SSO") {
        warnings
            .push("Nobody signs in through IAM Identity Center any more; roles given there stay and wait.".to_owned());
    }
    if gone("SAML") {
        warnings.push("Nobody signs in by SAML any more. Its configuration is taken away with it.".to_owned());
    }
    let only_saml = has == ["SAML"];
    if only_saml && !configured {
        warnings.push("Nobody can sign in: SAML is the only way in, and it has no metadata.".to_owned());
    } else if only_saml && had.len() > 1 {
        warnings.push("SAML becomes the last way in. Try it before you close this page.".to_owned());
    }
    if configured && words(&saml["roleValues"]["admin"]).is_empty() {
        let other = if only_saml { " and nobody can become one by signing in" } else { "" };
        warnings.push(format!("No value makes an admin: people who sign in by SAML are editors or viewers{other}."));
    }
    if configured
        && !words(&before["samlConfiguration"]["allowedOrganizations"]).is_empty()
        && words(&saml["allowedOrganizations"]).is_empty()
    {
        warnings.push("Every organization is allowed from now on.".to_owned());
    }
    warnings
}

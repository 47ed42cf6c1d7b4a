//! How people sign in: read, changed and written back whole, without losing what is absent or empty.

use crate::support::{home, workspace, world};
use aws::Certainty;
use aws::Urgency::Read;
use aws::grafana::{
    Authentication, AuthenticationCall, CreateWorkspaceCall, Metadata, RoleValues, Saml, SamlAttributes,
    SamlConfiguration,
};
use emulator::Seed;
use model::Code;
use serde_json::json;

fn texts(texts: &[&str]) -> Option<Vec<String>> {
    Some(texts.iter().map(|text| (*text).to_owned()).collect())
}

fn full() -> SamlConfiguration {
    let word = |word: &str| Some(word.to_owned());
    SamlConfiguration {
        idp_metadata: Some(Metadata::Url("https://login.example.com/metadata".to_owned())),
        assertion_attributes: Some(SamlAttributes {
            name: word("displayName"),
            login: word("uid"),
            email: word("mail"),
            groups: word("groups"),
            role: word("role"),
            org: word("org"),
        }),
        role_values: Some(RoleValues { admin: texts(&["Platform Admins"]), editor: texts(&["Developers", "Ops"]) }),
        allowed_organizations: texts(&["one", "two"]),
        login_validity_duration: Some(480),
    }
}

fn call(providers: &[&str], saml_configuration: Option<SamlConfiguration>) -> AuthenticationCall {
    let authentication_providers = texts(providers).unwrap_or_default();
    AuthenticationCall { authentication_providers, saml_configuration }
}

fn configuration(found: Authentication) -> Option<SamlConfiguration> {
    found.saml.and_then(|saml| saml.configuration)
}

#[tokio::test]
async fn a_configuration_comes_back_as_it_was_written() {
    let world = world(Seed::Empty).await;
    let grafana = world.aws.grafana(&home());
    let id = grafana.create_workspace(&workspace("saml")).await.unwrap().value.id;
    grafana.describe_workspace(&id, Read).await.unwrap();
    let done = grafana.update_authentication(&id, &call(&["AWS_SSO", "SAML"], Some(full()))).await.unwrap();
    assert!(done.request_id.is_some());
    let found = grafana.describe_authentication(&id, Read).await.unwrap();
    assert_eq!(found, done.value, "the answer of the write is what a read finds");
    assert_eq!(found.providers, ["AWS_SSO", "SAML"]);
    assert_eq!(found.saml, Some(Saml { status: "CONFIGURED".to_owned(), configuration: Some(full()) }));
}

#[tokio::test]
async fn an_empty_list_and_an_absent_one_are_kept_apart_on_the_way_there_and_back() {
    let world = world(Seed::Empty).await;
    let grafana = world.aws.grafana(&home());
    let id = grafana.create_workspace(&workspace("lists")).await.unwrap().value.id;
    grafana.describe_workspace(&id, Read).await.unwrap();
    for (role_values, allowed_organizations) in [
        (None, None),
        (Some(RoleValues::default()), Some(vec![])),
        (Some(RoleValues { admin: Some(vec![]), editor: None }), None),
        (Some(RoleValues { admin: None, editor: Some(vec![]) }), texts(&["one"])),
    ] {
        let wanted = SamlConfiguration { role_values, allowed_organizations, ..full() };
        grafana.update_authentication(&id, &call(&["SAML"], Some(wanted.clone()))).await.unwrap();
        let found = grafana.describe_authentication(&id, Read).await.unwrap();
        assert_eq!(configuration(found), Some(wanted));
    }
}

#[tokio::test]
async fn what_is_left_out_is_gone() {
    let world = world(Seed::Empty).await;
    let grafana = world.aws.grafana(&home());
    let both = CreateWorkspaceCall {
        authentication_providers: texts(&["AWS_SSO", "SAML"]).unwrap_or_default(),
        ..workspace("less")
    };
    let id = grafana.create_workspace(&both).await.unwrap().value.id;
    grafana.describe_workspace(&id, Read).await.unwrap();
    let xml = Metadata::Xml("<EntityDescriptor/>".to_owned());
    let least = SamlConfiguration { idp_metadata: Some(xml), ..Default::default() };
    grafana.update_authentication(&id, &call(&["SAML"], Some(full()))).await.unwrap();
    grafana.update_authentication(&id, &call(&["SAML"], Some(least.clone()))).await.unwrap();
    let found = grafana.describe_authentication(&id, Read).await.unwrap();
    assert_eq!((found.sso_client_id.clone(), configuration(found)), (None, Some(least)));
    let done = grafana.update_authentication(&id, &call(&[], None)).await.unwrap().value;
    assert_eq!(done, Authentication { providers: vec![], sso_client_id: None, saml: None });
}

#[tokio::test]
async fn what_aws_refuses_lands_on_the_forms_fields_and_changes_nothing() {
    let world = world(Seed::Empty).await;
    let grafana = world.aws.grafana(&home());
    let id = grafana.create_workspace(&workspace("wrong")).await.unwrap().value.id;
    grafana.describe_workspace(&id, Read).await.unwrap();
    let before = world.emulator.fingerprint();
    let wrong = SamlConfiguration {
        idp_metadata: None,
        role_values: Some(RoleValues { admin: texts(&[""]), editor: None }),
        assertion_attributes: Some(SamlAttributes { org: Some(String::new()), ..Default::default() }),
        ..full()
    };
    let failure = grafana.update_authentication(&id, &call(&["SAML"], Some(wrong))).await.unwrap_err();
    assert_eq!((failure.error.code, failure.certainty), (Code::Invalid, Certainty::Refused));
    let mut fields: Vec<&str> = failure.said.inputs.iter().map(|input| input.name.as_str()).collect();
    fields.sort_unstable();
    let expected = ["assertionAttributes.org", "idpMetadata", "roleValues.admin.0"];
    assert_eq!(fields, expected.map(|name| format!("samlConfiguration.{name}")));
    assert_eq!(world.emulator.fingerprint(), before);
}

#[test]
fn the_json_of_a_call_is_the_request_as_it_is_sent() {
    let small = SamlConfiguration {
        idp_metadata: Some(Metadata::Xml("<x/>".to_owned())),
        role_values: Some(RoleValues { admin: Some(vec![]), editor: None }),
        login_validity_duration: Some(60),
        ..Default::default()
    };
    let call = call(&["SAML"], Some(small));
    let json = serde_json::to_value(&call).unwrap();
    let expected = json!({
        "authenticationProviders": ["SAML"],
        "samlConfiguration": {
            "idpMetadata": { "xml": "<x/>" }, "roleValues": { "admin": [] }, "loginValidityDuration": 60,
        },
    });
    assert_eq!(json, expected);
    assert_eq!(serde_json::from_value::<AuthenticationCall>(json).unwrap(), call);
}

//! UpdateWorkspaceAuthentication: replaced as a whole, configured or not.

use serde_json::{Value, json};

use crate::grafana::described;
use crate::support::{Bench, plain, with};

#[tokio::test]
async fn sign_in_is_replaced_as_a_whole() {
    let bench = Bench::empty().await;
    let id = bench.workspace("a").await;
    let one = json!({ "workspaceId": id });
    let saml = json!({ "idpMetadata": { "xml": "<EntityDescriptor/>" }, "loginValidityDuration": 60 });
    let both = json!({ "authenticationProviders": ["AWS_SSO", "SAML"], "samlConfiguration": saml });
    let answer = bench.grafana("UpdateWorkspaceAuthentication", with(one.clone(), both)).await.is(200);
    assert_eq!(answer.body["authentication"]["saml"]["configuration"], saml);
    let alone = json!({ "authenticationProviders": ["AWS_SSO"] });
    bench.grafana("UpdateWorkspaceAuthentication", with(one.clone(), alone.clone())).await.is(200);
    let answer = bench.grafana("DescribeWorkspaceAuthentication", one.clone()).await.is(200);
    assert_eq!(answer.body["authentication"].get("saml"), None);
    let stray = with(with(one.clone(), alone), json!({ "samlConfiguration": saml }));
    bench.grafana("UpdateWorkspaceAuthentication", stray).await.refused_for("samlConfiguration");
    let bad = json!({ "authenticationProviders": ["SAML"], "samlConfiguration": { "idpMetadata": { "xml": "no" } } });
    let answer = bench.grafana("UpdateWorkspaceAuthentication", with(one, bad)).await;
    answer.refused_for("samlConfiguration.idpMetadata.xml");
}

#[tokio::test]
async fn saml_counts_as_configured_from_the_metadata_on_everywhere_it_is_shown() {
    let bench = Bench::empty().await;
    let both = json!({ "authenticationProviders": ["AWS_SSO", "SAML"] });
    let id = bench.grafana("CreateWorkspace", with(plain("a"), both.clone())).await.text_at("/workspace/id");
    bench.settle().await;
    let one = json!({ "workspaceId": id });
    let shown = async || {
        let whole = bench.grafana("DescribeWorkspaceAuthentication", one.clone()).await;
        let status = whole.text_at("/authentication/saml/status");
        let listed = bench.grafana("ListWorkspaces", json!({})).await;
        assert_eq!(listed.text_at("/workspaces/0/authentication/samlConfigurationStatus"), status);
        assert_eq!(described(&bench, &id).await["authentication"]["samlConfigurationStatus"], json!(status));
        status
    };
    assert_eq!(shown().await, "NOT_CONFIGURED");
    let change = |saml: Value| with(with(one.clone(), both.clone()), json!({ "samlConfiguration": saml }));
    let without = change(json!({ "roleValues": { "admin": ["a"] } }));
    bench.grafana("UpdateWorkspaceAuthentication", without).await.refused_for("samlConfiguration.idpMetadata");
    assert_eq!(shown().await, "NOT_CONFIGURED");
    let with_url = change(json!({ "idpMetadata": { "url": "https://idp.example.com" } }));
    bench.grafana("UpdateWorkspaceAuthentication", with_url).await.is(200);
    assert_eq!(shown().await, "CONFIGURED");
    let empty = with(one.clone(), both.clone());
    bench.grafana("UpdateWorkspaceAuthentication", empty).await.is(200);
    assert_eq!(shown().await, "NOT_CONFIGURED");
}

#[tokio::test]
async fn a_saml_configuration_replaces_the_one_before_and_keeps_empty_lists_apart_from_absent_ones() {
    let bench = Bench::empty().await;
    let id = bench.workspace("a").await;
    let set = async |saml: Value| {
        let input = json!({ "workspaceId": id, "authenticationProviders": ["SAML"], "samlConfiguration": saml });
        let answer = bench.grafana("UpdateWorkspaceAuthentication", input).await.is(200);
        let read = bench.grafana("DescribeWorkspaceAuthentication", json!({ "workspaceId": id })).await;
        assert_eq!(answer.body, read.body);
        read.body["authentication"]["saml"]["configuration"].clone()
    };
    let url = json!({ "url": "https://idp.example.com" });
    for saml in [
        json!({
            "idpMetadata": url, "roleValues": { "admin": ["Platform Admins"], "editor": [] },
            "allowedOrganizations": ["one"], "assertionAttributes": { "role": "r" }, "loginValidityDuration": 480,
        }),
        json!({ "idpMetadata": url, "roleValues": { "admin": [] }, "allowedOrganizations": [] }),
        json!({ "idpMetadata": { "xml": "<EntityDescriptor/>" } }),
    ] {
        assert_eq!(set(saml.clone()).await, saml);
    }
}

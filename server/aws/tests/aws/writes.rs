//! Writing: each kind made, seen and deleted; done once, whatever happens on the way.

use crate::support::{home, workspace, world};
use aws::Certainty;
use aws::Urgency::Read;
use aws::codeartifact::{CreateDomainCall, DomainTag};
use aws::grafana::{CreateWorkspaceCall, Network, Vpc};
use aws::prometheus::CreatePrometheusCall;
use emulator::Seed;
use model::Code;
use secrecy::ExposeSecret;

fn full() -> CreateWorkspaceCall {
    let ids = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
    CreateWorkspaceCall {
        workspace_description: Some("Everything there is".to_owned()),
        authentication_providers: vec!["AWS_SSO".to_owned(), "SAML".to_owned()],
        workspace_role_arn: Some("arn:aws:iam::441122338890:role/grafana".to_owned()),
        configuration: Some(r#"{"unifiedAlerting":{"enabled":true}}"#.to_owned()),
        workspace_data_sources: ids(&["CLOUDWATCH", "PROMETHEUS"]),
        workspace_notification_destinations: ids(&["SNS"]),
        vpc_configuration: Some(Vpc {
            security_group_ids: ids(&["sg-0123456789abcdef0"]),
            subnet_ids: ids(&["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]),
        }),
        network_access_control: Some(Network { prefix_list_ids: vec![], vpce_ids: vec![] }),
        tags: [("team".to_owned(), "payments".to_owned())].into(),
        ..workspace("full")
    }
}

#[tokio::test]
async fn a_workspace_is_created_with_every_input_and_deleted() {
    let world = world(Seed::Empty).await;
    let grafana = world.aws.grafana(&home());
    let done = grafana.create_workspace(&full()).await.unwrap();
    assert!(done.request_id.is_some());
    let made = grafana.describe_workspace(&done.value.id, Read).await.unwrap();
    assert_eq!(made.name.as_deref(), Some("full"));
    assert_eq!(made.description, full().workspace_description);
    assert_eq!(made.providers, Some(full().authentication_providers));
    assert_eq!(made.role_arn, full().workspace_role_arn);
    assert_eq!(made.data_sources, Some(full().workspace_data_sources));
    assert_eq!(made.notification_destinations, full().workspace_notification_destinations);
    assert_eq!(made.vpc, full().vpc_configuration);
    assert_eq!(made.network, full().network_access_control, "closed to all is not the same as open to all");
    assert_eq!(made.tags, full().tags);
    assert_eq!(made.saml_status.as_deref(), Some("NOT_CONFIGURED"));
    grafana.delete_workspace(&made.id).await.unwrap();
}

#[test]
fn the_json_of_a_call_is_the_request_as_it_is_sent() {
    let json = serde_json::to_value(workspace("small")).unwrap();
    let expected = serde_json::json!({
        "workspaceName": "small", "accountAccessType": "CURRENT_ACCOUNT", "authenticationProviders": ["AWS_SSO"],
        "permissionType": "CUSTOMER_MANAGED", "clientToken": "token-small",
    });
    assert_eq!(json, expected);
    assert_eq!(serde_json::to_value(full()).unwrap()["networkAccessControl"]["vpceIds"], serde_json::json!([]));
}

#[tokio::test]
async fn a_prometheus_workspace_is_created_and_deleted() {
    let world = world(Seed::Empty).await;
    let prometheus = world.aws.prometheus(&home());
    let call = CreatePrometheusCall {
        alias: Some("metrics".to_owned()),
        tags: [("team".to_owned(), "edge".to_owned())].into(),
        client_token: "one".to_owned(),
        ..Default::default()
    };
    let made = prometheus.create_workspace(&call).await.unwrap().value;
    let again = prometheus.create_workspace(&call).await.unwrap().value;
    assert_eq!(made.id, again.id, "the same client token makes no second workspace");
    let described = prometheus.describe_workspace(&made.id, Read).await.unwrap();
    assert_eq!((described.alias, described.tags), (call.alias, call.tags));
    prometheus.delete_workspace(&made.id, "two").await.unwrap();
}

#[tokio::test]
async fn a_domain_is_created_once_and_deleted() {
    let world = world(Seed::Empty).await;
    let codeartifact = world.aws.codeartifact(&home());
    let tags = vec![DomainTag { key: "team".to_owned(), value: "build".to_owned() }];
    let call = CreateDomainCall { domain: "packages".to_owned(), encryption_key: None, tags };
    let made = codeartifact.create_domain(&call).await.unwrap().value;
    assert_eq!(codeartifact.list_tags(&made.arn.unwrap(), Read).await.unwrap()["team"], "build");
    let again = codeartifact.create_domain(&call).await.unwrap_err();
    assert_eq!((again.error.code, again.certainty), (Code::Conflict, Certainty::Refused));
    codeartifact.delete_domain("packages").await.unwrap();
    assert_eq!(codeartifact.list_domains(Read).await.unwrap(), []);
}

#[tokio::test]
async fn a_service_account_and_its_token_are_made_and_deleted() {
    let world = world(Seed::Empty).await;
    let grafana = world.aws.grafana(&home());
    let id = grafana.create_workspace(&workspace("robots")).await.unwrap().value.id;
    let account = grafana.create_service_account(&id, "ci", "EDITOR").await.unwrap().value;
    let minted = grafana.create_service_account_token(&id, &account.id, "deploy", 3600).await.unwrap().value;
    assert!(!minted.secret.expose_secret().is_empty());
    assert!(!format!("{minted:?}").contains(minted.secret.expose_secret()));
    let tokens = grafana.list_service_account_tokens(&id, &account.id, Read).await.unwrap();
    assert_eq!(tokens.iter().map(|token| &token.id).collect::<Vec<_>>(), [&minted.id]);
    assert_eq!(tokens[0].created_at.zip(tokens[0].expires_at).map(|(made, end)| end - made), Some(3_600_000));
    grafana.delete_service_account_token(&id, &account.id, &minted.id).await.unwrap();
    assert_eq!(grafana.list_service_account_tokens(&id, &account.id, Read).await.unwrap(), []);
    grafana.delete_service_account(&id, &account.id).await.unwrap();
    assert_eq!(grafana.list_service_accounts(&id, Read).await.unwrap(), []);
}

#[tokio::test]
async fn a_throttled_write_is_sent_again_and_done_once() {
    let world = world(Seed::Empty).await;
    let grafana = world.aws.grafana(&home());
    grafana.create_workspace(&workspace("throttled-twice")).await.unwrap();
    assert_eq!(world.gate.count("CreateWorkspace"), 3);
    assert_eq!(world.gate.waits.lock().unwrap().len(), 2, "the gate hears of both refusals");
    assert_eq!(grafana.list_workspaces(Read).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_write_that_fails_inside_of_aws_is_not_sent_again() {
    let world = world(Seed::Empty).await;
    let failure = world.aws.grafana(&home()).create_workspace(&workspace("internal-1")).await.unwrap_err();
    assert_eq!((failure.error.code, failure.certainty), (Code::Upstream, Certainty::Unknown));
    assert!(failure.error.message.contains("not known whether"), "{failure}");
    assert_eq!(world.gate.count("CreateWorkspace"), 1);
}

#[tokio::test]
async fn a_write_cut_after_its_work_is_unknown_and_was_done_once() {
    let world = world(Seed::Empty).await;
    let grafana = world.aws.grafana(&home());
    let failure = grafana.create_workspace(&workspace("cut-after-1")).await.unwrap_err();
    assert_eq!((failure.error.code, failure.certainty), (Code::Unreachable, Certainty::Unknown));
    assert_eq!(world.gate.count("CreateWorkspace"), 1);
    assert_eq!(grafana.list_workspaces(Read).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_write_cut_before_its_work_is_unknown_too() {
    let world = world(Seed::Empty).await;
    let grafana = world.aws.grafana(&home());
    let failure = grafana.create_workspace(&workspace("cut-before-1")).await.unwrap_err();
    assert_eq!((failure.error.code, failure.certainty), (Code::Unreachable, Certainty::Unknown));
    assert_eq!(grafana.list_workspaces(Read).await.unwrap(), []);
}

#[tokio::test]
async fn a_mint_that_is_cut_is_never_sent_again() {
    let world = world(Seed::Empty).await;
    let grafana = world.aws.grafana(&home());
    let id = grafana.create_workspace(&workspace("mint")).await.unwrap().value.id;
    let account = grafana.create_service_account(&id, "ci", "VIEWER").await.unwrap().value.id;
    let failure = grafana.create_service_account_token(&id, &account, "cut-after-1", 60).await.unwrap_err();
    assert_eq!(failure.certainty, Certainty::Unknown);
    assert_eq!(grafana.list_service_account_tokens(&id, &account, Read).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_mint_that_is_throttled_is_never_sent_again() {
    let world = world(Seed::Empty).await;
    let grafana = world.aws.grafana(&home());
    let id = grafana.create_workspace(&workspace("mint")).await.unwrap().value.id;
    let account = grafana.create_service_account(&id, "ci", "VIEWER").await.unwrap().value.id;
    let failure = grafana.create_service_account_token(&id, &account, "throttled-1", 60).await.unwrap_err();
    assert_eq!((failure.error.code, failure.certainty), (Code::Throttled, Certainty::Refused));
    assert_eq!(world.gate.count("CreateWorkspaceServiceAccountToken"), 1);
}

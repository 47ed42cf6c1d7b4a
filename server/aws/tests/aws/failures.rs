//! Every class of error AWS answers with, as what a person may know.

use crate::support::canned::canned;
use crate::support::control::fault;
use crate::support::{connect, emulator, home, settings, workspace, world};
use aws::Certainty;
use aws::Urgency::Read;
use aws::grafana::CreateWorkspaceCall;
use emulator::{Emulator, Seed};
use model::Code;
use serde_json::json;
use std::time::Duration;
use tokio::net::TcpListener;

#[tokio::test]
async fn an_unknown_id_is_not_found() {
    let world = world(Seed::Empty).await;
    let failure = world.aws.grafana(&home()).describe_workspace("g-0123456789", Read).await.unwrap_err();
    assert_eq!((failure.error.code, failure.certainty), (Code::NotFound, Certainty::Refused));
    assert!(failure.error.request_id.is_some());
    assert!(failure.error.message.contains("441122338890"), "{failure}");
}

#[tokio::test]
async fn wrong_fields_land_on_the_forms_fields() {
    let world = world(Seed::Empty).await;
    let call = CreateWorkspaceCall {
        workspace_name: Some("no spaces".to_owned()),
        permission_type: "NOBODY_MANAGED".to_owned(),
        ..workspace("x")
    };
    let failure = world.aws.grafana(&home()).create_workspace(&call).await.unwrap_err();
    let mut fields: Vec<&str> = failure.said.inputs.iter().map(|input| input.name.as_str()).collect();
    fields.sort_unstable();
    assert_eq!((failure.error.code, failure.certainty), (Code::Invalid, Certainty::Refused));
    assert_eq!(fields, ["permissionType", "workspaceName"]);
}

#[tokio::test]
async fn a_domains_wrong_name_lands_on_its_field_though_aws_lists_no_fields() {
    let world = world(Seed::Empty).await;
    let call = aws::codeartifact::CreateDomainCall { domain: "UPPER".to_owned(), ..Default::default() };
    let failure = world.aws.codeartifact(&home()).create_domain(&call).await.unwrap_err();
    assert_eq!(failure.error.code, Code::Invalid);
    assert_eq!(failure.said.inputs.iter().map(|input| input.name.as_str()).collect::<Vec<_>>(), ["domain"]);
}

#[tokio::test]
async fn a_refused_write_says_who_where_and_that_nothing_changed() {
    let world = world(Seed::Empty).await;
    let failure = world.aws.grafana(&home()).create_workspace(&workspace("denied-1")).await.unwrap_err();
    assert_eq!((failure.error.code, failure.certainty), (Code::Denied, Certainty::Refused));
    for part in ["grafana:CreateWorkspace", "441122338890", "eu-west-1", "Nothing was changed."] {
        assert!(failure.error.message.contains(part), "{failure}");
    }
}

#[tokio::test]
async fn a_wrong_state_is_a_conflict() {
    let emulator = with_settings(Duration::from_secs(600), false).await;
    let (aws, _) = connect(settings(&emulator.url())).await;
    let grafana = aws.grafana(&home());
    let id = grafana.create_workspace(&workspace("young")).await.unwrap().value.id;
    let failure = grafana.delete_workspace(&id).await.unwrap_err();
    assert_eq!((failure.error.code, failure.certainty), (Code::Conflict, Certainty::Refused));
}

#[tokio::test]
async fn a_used_up_quota_carries_its_code() {
    let emulator = with_settings(Duration::from_millis(1), true).await;
    let (aws, _) = connect(settings(&emulator.url())).await;
    let grafana = aws.grafana(&home());
    let mut failure = None;
    for n in 0..6 {
        failure = grafana.create_workspace(&workspace(&format!("full-{n}"))).await.err();
    }
    let failure = failure.unwrap();
    assert_eq!((failure.error.code, failure.certainty), (Code::Quota, Certainty::Refused));
    assert!(failure.error.message.contains("L-2C2D5119"), "{failure}");
}

#[tokio::test]
async fn endless_throttling_ends_after_three_attempts_with_the_wait_aws_asks_for() {
    let world = world(Seed::Empty).await;
    fault(&world.emulator, json!({ "kind": "throttled", "operation": "ListWorkspaces" })).await;
    let failure = world.aws.grafana(&home()).list_workspaces(Read).await.unwrap_err();
    assert_eq!((failure.error.code, failure.certainty), (Code::Throttled, Certainty::Refused));
    assert_eq!(failure.error.retry_after, Some(1));
    assert_eq!(world.gate.count("ListWorkspaces"), 3);
}

#[tokio::test]
async fn a_read_survives_one_internal_error_and_one_cut() {
    for kind in ["internal", "cut_before", "cut_after"] {
        let world = world(Seed::Empty).await;
        fault(&world.emulator, json!({ "kind": kind, "operation": "ListWorkspaces", "times": 1 })).await;
        world.aws.grafana(&home()).list_workspaces(Read).await.unwrap();
        assert_eq!(world.gate.count("ListWorkspaces"), 2, "{kind}");
    }
}

#[tokio::test]
async fn an_internal_error_that_stays_is_upstream() {
    let world = world(Seed::Empty).await;
    fault(&world.emulator, json!({ "kind": "internal", "operation": "ListDomains" })).await;
    let failure = world.aws.codeartifact(&home()).list_domains(Read).await.unwrap_err();
    assert_eq!((failure.error.code, failure.certainty), (Code::Upstream, Certainty::Unknown));
    assert!(failure.error.request_id.is_some());
}

#[tokio::test]
async fn an_answer_that_takes_too_long_is_unreachable_and_names_the_host() {
    let emulator = emulator(Seed::Empty).await;
    let short = aws::Settings { attempt_timeout: Duration::from_millis(300), ..settings(&emulator.url()) };
    let (aws, gate) = connect(short).await;
    fault(&emulator, json!({ "kind": "held", "operation": "CreateWorkspace" })).await;
    let failure = aws.grafana(&home()).create_workspace(&workspace("slow")).await.unwrap_err();
    assert_eq!((failure.error.code, failure.certainty), (Code::Unreachable, Certainty::Unknown));
    assert!(failure.error.message.contains(&emulator.addr().to_string()), "{failure}");
    assert_eq!(gate.count("CreateWorkspace"), 1);
}

#[tokio::test]
async fn a_host_that_takes_no_connection_is_unreachable_and_was_sent_nothing() {
    let server = canned("HTTP/1.1 200 OK\r\ncontent-type: application/json", r#"{"workspaces":[]}"#).await;
    let host = server.url.strip_prefix("http://").unwrap().to_owned();
    let direct = aws::Settings { accounts: vec![], ..settings(&format!("http://user:hush@{host}")) };
    let (aws, gate) = connect(direct).await;
    aws.grafana(&home()).list_workspaces(Read).await.unwrap();
    server.close().await;
    let failure = aws.grafana(&home()).create_workspace(&workspace("never")).await.unwrap_err();
    assert_eq!((failure.error.code, failure.certainty), (Code::Unreachable, Certainty::Refused));
    assert!(failure.error.message.contains(&host) && !failure.error.message.contains("hush"), "{failure}");
    assert_eq!(gate.count("CreateWorkspace"), 1);
}

async fn with_settings(life_cycle: Duration, quotas: bool) -> Emulator {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let settings = emulator::Settings { seed: Seed::Empty, life_cycle, quotas, ..Default::default() };
    Emulator::start(listener, settings).await.unwrap()
}

#[tokio::test]
async fn a_configuration_that_aws_repeats_is_in_no_error() {
    let head = "HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\nx-amzn-errortype: ValidationException";
    let body = json!({
        "message": "1 validation error: Value '{\"smtp\":{\"password\":\"hunter2\"}}' at 'configuration' is odd",
        "reason": "FIELD_VALIDATION_FAILED",
        "fieldList": [{ "name": "configuration", "message": "not {\"smtp\":{\"password\":\"hunter2\"}}" }]
    });
    let server = canned(head, &body.to_string()).await;
    let (aws, _) = connect(aws::Settings { accounts: Vec::new(), ..settings(&server.url) }).await;
    let configuration = r#"{"smtp":{"password":"hunter2"}}"#;
    let changed = aws.grafana(&home()).update_configuration("g-0123456789", configuration, None).await;
    let call = CreateWorkspaceCall { configuration: Some(configuration.to_owned()), ..workspace("x") };
    let created = aws.grafana(&home()).create_workspace(&call).await;
    for failure in [changed.unwrap_err(), created.unwrap_err()] {
        assert_eq!((failure.error.code, failure.certainty), (Code::Invalid, Certainty::Refused));
        assert!(!format!("{:?}", failure.error).contains("hunter2"), "{failure:?}");
    }
}

/// What AWS may say of a value, however short it is and however it is written.
#[tokio::test]
async fn what_aws_says_of_a_document_is_in_no_error_however_short_the_value_is() {
    let head = "HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\nx-amzn-errortype: ValidationException\r\n\
                x-amzn-requestid: 4fd1-9c";
    for (fields, reason) in [(json!([]), "OTHER"), (json!([{ "name": "hush", "message": "hush" }]), "OTHER")] {
        let message = "The value 'hush' of smtp.password at 'configuration' is not allowed";
        let body = json!({ "message": message, "reason": reason, "fieldList": fields });
        let server = canned(head, &body.to_string()).await;
        let (aws, _) = connect(aws::Settings { accounts: Vec::new(), ..settings(&server.url) }).await;
        let (grafana, domains) = (aws.grafana(&home()), aws.codeartifact(&home()));
        let configuration = r#"{"smtp":{"password":"hush"}}"#;
        let call = CreateWorkspaceCall { configuration: Some(configuration.to_owned()), ..workspace("x") };
        let metadata = aws::grafana::Metadata::Xml("<EntityDescriptor entityID=\"hush\"/>".to_owned());
        let saml = aws::grafana::SamlConfiguration { idp_metadata: Some(metadata), ..Default::default() };
        let sign_in = aws::grafana::AuthenticationCall { saml_configuration: Some(saml), ..Default::default() };
        for failure in [
            grafana.update_configuration("g-0123456789", configuration, None).await.unwrap_err(),
            grafana.create_workspace(&call).await.unwrap_err(),
            grafana.update_authentication("g-0123456789", &sign_in).await.unwrap_err(),
            domains.put_domain_policy("a", r#"{"Statement":"hush"}"#, None).await.unwrap_err(),
        ] {
            assert_eq!((failure.error.code, failure.certainty), (Code::Invalid, Certainty::Refused));
            assert!(!format!("{:?}", failure.error).contains("hush"), "{failure:?}");
            assert!(failure.error.message.contains("Nothing was changed."), "{failure}");
            assert!(failure.error.message.contains("CloudTrail"), "{failure}");
        }
    }
}

#[tokio::test]
async fn what_aws_says_of_a_workspace_without_a_document_is_told() {
    let head = "HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\nx-amzn-errortype: ValidationException";
    let server = canned(head, r#"{"message":"The region has no room","reason":"OTHER"}"#).await;
    let (aws, _) = connect(aws::Settings { accounts: Vec::new(), ..settings(&server.url) }).await;
    let failure = aws.grafana(&home()).create_workspace(&workspace("x")).await.unwrap_err();
    assert!(failure.error.message.contains("AWS says: The region has no room."), "{failure}");
}

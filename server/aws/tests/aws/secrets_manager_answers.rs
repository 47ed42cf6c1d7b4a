//! Secrets Manager as it may answer, whatever the emulator would say: errors, answers that are cut, values repeated.

use crate::support::canned::{Canned, answering, canned};
use crate::support::tape::{Tape, recorded};
use crate::support::{Counting, connect, home, settings};
use aws::Urgency::{Read, Write};
use aws::{Certainty, Done, Failure, Secrets, Service, Settings, Tags};
use model::Code;
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

const TOKEN: &str = "6f1d2c3b-4a59-4e68-9b7a-8c9d0e1f2a3b";
const ARN: &str = "arn:aws:secretsmanager:eu-west-1:441122338890:secret:grafana/ci-a1B2c3";
const OK: &str = "HTTP/1.1 200 OK\r\ncontent-type: application/x-amz-json-1.1\r\nx-amzn-requestid: one";
const BAD: &str = "HTTP/1.1 400 Bad Request\r\ncontent-type: application/x-amz-json-1.1\r\nx-amzn-requestid: two";

fn value() -> SecretString {
    SecretString::from("glsa_hush0123456789abcdef")
}

async fn answered(head: &str, body: &str) -> (Secrets, Arc<Counting>, Canned) {
    let server = canned(head, body).await;
    let (aws, gate) = connect(Settings { accounts: vec![], ..settings(&server.url) }).await;
    (aws.secrets(&home()), gate, server)
}

async fn put(secrets: &Secrets) -> Result<Done<String>, Failure> {
    secrets.put_secret_value("grafana/ci", &value(), TOKEN).await
}

async fn create(secrets: &Secrets) -> Result<Done<String>, Failure> {
    secrets.create_secret("grafana/ci", &value(), TOKEN, "", None, &Tags::new()).await
}

#[tokio::test]
async fn a_secret_is_described_without_its_value() {
    let stages = json!({ "second": ["AWSCURRENT"], "first": ["AWSPREVIOUS"] });
    let body = json!({ "ARN": ARN, "Name": "grafana/ci", "VersionIdsToStages": stages });
    let (secrets, gate, _server) = answered(OK, &body.to_string()).await;
    let description = secrets.describe_secret("grafana/ci", Read).await.unwrap();
    assert_eq!((description.arn.as_str(), description.name.as_str()), (ARN, "grafana/ci"));
    assert_eq!(description.version_ids, ["first", "second"]);
    assert_eq!(description.deleted_at, None);
    let entered = gate.entered.lock().unwrap().pop().unwrap();
    assert_eq!(entered, (Service::SecretsManager, home().to_string(), "DescribeSecret", Read));
    assert_eq!(Service::SecretsManager.prefix(), "secretsmanager");
}

#[tokio::test]
async fn a_secret_that_waits_for_its_deletion_is_described_with_the_day_it_goes() {
    let body = json!({ "ARN": ARN, "Name": "grafana/ci", "DeletedDate": 1_700_000_000.5 });
    let (secrets, _, _server) = answered(OK, &body.to_string()).await;
    assert_eq!(secrets.describe_secret("grafana/ci", Read).await.unwrap().deleted_at, Some(1_700_000_000_500));
}

#[tokio::test]
async fn both_writes_answer_with_the_arn_and_log_no_value() {
    let (secrets, gate, _server) = answered(OK, &json!({ "ARN": ARN, "Name": "grafana/ci" }).to_string()).await;
    let log = Tape::default();
    let guard = tracing::subscriber::set_default(recorded(&log));
    let made = create(&secrets).await.unwrap();
    assert_eq!(put(&secrets).await.unwrap(), made);
    drop(guard);
    assert_eq!((made.value.as_str(), made.request_id.as_deref()), (ARN, Some("one")));
    let text = log.text();
    assert!(text.contains("CreateSecret") && text.contains("PutSecretValue"), "the log was recorded");
    assert!(!text.contains(value().expose_secret()) && !format!("{secrets:?}{made:?}").contains("hush"));
    let entered = gate.entered.lock().unwrap();
    let mut calls = entered.iter().filter(|entry| entry.0 != Service::Sts);
    assert!(calls.all(|entry| entry.0 == Service::SecretsManager && entry.3 == Write));
}

#[tokio::test]
async fn the_name_of_an_error_decides_for_the_status_is_400_for_everything() {
    let cases = [
        ("ResourceNotFoundException", Code::NotFound),
        ("ResourceExistsException", Code::Conflict),
        ("PreconditionNotMetException", Code::Conflict),
        ("EncryptionFailure", Code::Conflict),
        ("DecryptionFailure", Code::Conflict),
        ("LimitExceededException", Code::Quota),
        ("InvalidParameterException", Code::Invalid),
        ("InvalidRequestException", Code::Invalid),
        ("AccessDeniedException", Code::Denied),
        ("UnrecognizedClientException", Code::Denied),
    ];
    for (name, code) in cases {
        let body = json!({ "__type": name, "message": "It is not to be." });
        let (secrets, _, server) = answered(BAD, &body.to_string()).await;
        let read = secrets.describe_secret("grafana/ci", Read).await.unwrap_err();
        for failure in [read, create(&secrets).await.unwrap_err(), put(&secrets).await.unwrap_err()] {
            assert_eq!((failure.error.code, failure.certainty), (code, Certainty::Refused), "{name}");
            assert!(failure.error.message.contains("AWS says: It is not to be."), "{failure}");
            assert_eq!(failure.error.request_id.as_deref(), Some("two"));
        }
        assert_eq!(server.requests(), 3, "none of them is tried again");
    }
}

#[tokio::test]
async fn a_denied_write_carries_the_name_of_iam() {
    let body = json!({ "__type": "AccessDeniedException", "Message": "no" }).to_string();
    let (secrets, _, _server) = answered(BAD, &body).await;
    let failure = create(&secrets).await.unwrap_err();
    for part in ["secretsmanager:CreateSecret is not allowed", "441122338890", "eu-west-1", "Nothing was changed."] {
        assert!(failure.error.message.contains(part), "{failure}");
    }
}

#[tokio::test]
async fn a_value_that_aws_repeats_is_in_no_error_not_even_in_part() {
    let repeated = format!("Value '{}' at 'name' failed to satisfy constraint", value().expose_secret());
    let cut = format!("at 'name' {}{}", "x".repeat(575), value().expose_secret());
    for said in [repeated, cut] {
        let body = json!({ "__type": "ValidationException", "message": said }).to_string();
        let (secrets, _, _server) = answered(BAD, &body).await;
        let failure = create(&secrets).await.unwrap_err();
        assert_eq!(failure.said.inputs[0].name, "name");
        assert!(!format!("{failure:?}{failure}").contains("hush"), "{failure:?}");
        assert!(!format!("{:?}", put(&secrets).await.unwrap_err()).contains("hush"));
    }
}

#[tokio::test]
async fn a_write_without_a_clear_answer_is_unknown_and_sent_once() {
    let failed = "HTTP/1.1 500 Internal Server Error\r\ncontent-type: application/x-amz-json-1.1";
    let internal = r#"{"__type":"InternalServiceError","Message":"later"}"#;
    for (head, body, code) in [
        (failed, internal, Code::Upstream),
        (OK, r#"{"ARN":"arn"#, Code::Unreachable),
        (OK, r#"{"Name":"grafana/ci"}"#, Code::Upstream),
    ] {
        let (secrets, gate, server) = answered(head, body).await;
        for failure in [create(&secrets).await.unwrap_err(), put(&secrets).await.unwrap_err()] {
            assert_eq!((failure.error.code, failure.certainty), (code, Certainty::Unknown), "{body}");
            assert!(!format!("{failure:?}").contains("hush"));
        }
        assert_eq!((gate.count("CreateSecret"), gate.count("PutSecretValue"), server.requests()), (1, 1, 2));
    }
}

#[tokio::test]
async fn a_throttled_write_is_sent_again() {
    let asked = AtomicUsize::new(0);
    let server = answering(move |_| match asked.fetch_add(1, Ordering::SeqCst) {
        0 => (BAD.to_owned(), json!({ "__type": "ThrottlingException", "message": "slower" }).to_string()),
        _ => (OK.to_owned(), json!({ "ARN": ARN }).to_string()),
    })
    .await;
    let (aws, gate) = connect(Settings { accounts: vec![], ..settings(&server.url) }).await;
    assert_eq!(put(&aws.secrets(&home())).await.unwrap().value, ARN);
    assert_eq!((gate.count("PutSecretValue"), server.requests()), (2, 2));
    assert_eq!(*gate.waits.lock().unwrap(), [Duration::from_secs(1)]);
}

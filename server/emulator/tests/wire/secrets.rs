//! AWS Secrets Manager: secrets are delivered, and what arrived can be compared without being told.

use http::Method;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::support::{Answer, Bench, Severed, Who, with};

const NAME: &str = "grafana/ci";
const VALUE: &str = "glsa_confidential";

fn token(number: u32) -> String {
    format!("{number:032}")
}

fn sha256(text: &str) -> String {
    hex::encode(Sha256::digest(text))
}

async fn call(bench: &Bench, operation: &str, input: Value) -> Answer {
    bench.call("secretsmanager", operation, input).await
}

async fn create(bench: &Bench, name: &str, value: &str, number: u32) -> Answer {
    let input = json!({ "Name": name, "SecretString": value, "ClientRequestToken": token(number) });
    call(bench, "CreateSecret", input).await
}

async fn put(bench: &Bench, value: &str, number: u32) -> Answer {
    let input = json!({ "SecretId": NAME, "SecretString": value, "ClientRequestToken": token(number) });
    call(bench, "PutSecretValue", input).await
}

async fn described(bench: &Bench) -> Value {
    call(bench, "DescribeSecret", json!({ "SecretId": NAME })).await.is(200).body
}

async fn held(bench: &Bench) -> Answer {
    bench.own(Method::GET, "secrets?account=441122338890&region=eu-west-1", Value::Null).await.is(200)
}

#[tokio::test]
async fn a_secret_is_made_and_described_by_its_name_and_its_arn() {
    let bench = Bench::empty().await;
    let tags = json!([{ "Key": "team", "Value": "payments" }]);
    let input = json!({
        "Name": NAME, "SecretString": VALUE, "ClientRequestToken": token(1), "Description": "For the pipeline",
        "KmsKeyId": "alias/delivery", "Tags": tags,
    });
    let made = call(&bench, "CreateSecret", input).await.is(200);
    let arn = made.text_at("/ARN");
    let suffix = arn.strip_prefix("arn:aws:secretsmanager:eu-west-1:441122338890:secret:grafana/ci-").unwrap();
    assert!(suffix.len() == 6 && suffix.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{arn}");
    assert_eq!((made.text_at("/Name"), made.text_at("/VersionId")), (NAME.to_owned(), token(1)));
    assert_eq!(made.header("content-type"), "application/x-amz-json-1.1");
    let by_name = described(&bench).await;
    assert_eq!(by_name, call(&bench, "DescribeSecret", json!({ "SecretId": arn })).await.is(200).body);
    for (member, value) in [
        ("ARN", json!(arn)),
        ("Name", json!(NAME)),
        ("Description", json!("For the pipeline")),
        ("KmsKeyId", json!("alias/delivery")),
        ("Tags", tags),
        ("VersionIdsToStages", json!({ token(1): ["AWSCURRENT"] })),
        ("LastChangedDate", by_name["CreatedDate"].clone()),
    ] {
        assert_eq!(by_name[member], value, "{member}");
    }
}

#[tokio::test]
async fn a_name_is_taken_once_in_an_account_and_region() {
    let bench = Bench::empty().await;
    create(&bench, NAME, VALUE, 1).await.is(200);
    create(&bench, NAME, VALUE, 2).await.failed(400, "ResourceExistsException");
    let input = json!({ "Name": NAME, "SecretString": VALUE });
    call(&bench, "CreateSecret", input.clone()).await.failed(400, "ResourceExistsException");
    for (who, start) in [
        (Who::at("903211874410", "eu-west-1"), "arn:aws:secretsmanager:eu-west-1:903211874410:secret:grafana/ci-"),
        (Who::at("441122338890", "cn-north-1"), "arn:aws-cn:secretsmanager:cn-north-1:441122338890:secret:grafana/ci-"),
    ] {
        let missing = bench.call_as(&who, "secretsmanager", "DescribeSecret", json!({ "SecretId": NAME })).await;
        missing.failed(400, "ResourceNotFoundException");
        let made = bench.call_as(&who, "secretsmanager", "CreateSecret", input.clone()).await.is(200);
        assert!(made.text_at("/ARN").starts_with(start) && made.text_at("/VersionId").len() == 36, "{}", made.text);
    }
}

#[tokio::test]
async fn a_repeated_creation_gets_the_first_answer_again_unless_its_value_is_another() {
    let bench = Bench::empty().await;
    let first = create(&bench, NAME, VALUE, 1).await.is(200);
    put(&bench, "another", 2).await.is(200);
    let before = bench.emulator.fingerprint();
    assert_eq!(create(&bench, NAME, VALUE, 1).await.is(200).body, first.body);
    create(&bench, NAME, "another", 1).await.failed(400, "ResourceExistsException");
    let empty = json!({ "Name": NAME, "ClientRequestToken": token(1) });
    call(&bench, "CreateSecret", empty).await.failed(400, "ResourceExistsException");
    assert_eq!(bench.emulator.fingerprint(), before);
}

#[tokio::test]
async fn a_new_value_is_current_and_the_one_before_it_previous() {
    let bench = Bench::empty().await;
    create(&bench, NAME, VALUE, 1).await.is(200);
    let put_second = put(&bench, "second", 2).await.is(200);
    assert_eq!(put_second.text_at("/VersionId"), token(2));
    assert_eq!(put_second.body["VersionStages"], json!(["AWSCURRENT"]));
    let stages = json!({ token(1): ["AWSPREVIOUS"], token(2): ["AWSCURRENT"] });
    assert_eq!(described(&bench).await["VersionIdsToStages"], stages);
    put(&bench, "third", 3).await.is(200);
    let after = described(&bench).await;
    assert_eq!(after["VersionIdsToStages"], json!({ token(2): ["AWSPREVIOUS"], token(3): ["AWSCURRENT"] }));
    assert!(after["LastChangedDate"].as_f64() >= after["CreatedDate"].as_f64());
}

#[tokio::test]
async fn a_repeated_value_changes_nothing_and_another_under_its_token_is_refused() {
    let bench = Bench::empty().await;
    create(&bench, NAME, VALUE, 1).await.is(200);
    let first = put(&bench, "second", 2).await.is(200);
    let before = bench.emulator.fingerprint();
    assert_eq!(put(&bench, "second", 2).await.is(200).body, first.body);
    put(&bench, "third", 2).await.failed(400, "ResourceExistsException");
    assert_eq!(put(&bench, VALUE, 1).await.is(200).body["VersionStages"], json!(["AWSPREVIOUS"]));
    assert_eq!(bench.emulator.fingerprint(), before);
}

#[tokio::test]
async fn a_secret_can_wait_for_its_first_value() {
    let bench = Bench::empty().await;
    let input = json!({ "Name": NAME, "ClientRequestToken": token(1) });
    let made = call(&bench, "CreateSecret", input.clone()).await.is(200);
    assert!(made.body.get("VersionId").is_none());
    assert_eq!(call(&bench, "CreateSecret", input).await.is(200).body, made.body);
    let nothing = call(&bench, "PutSecretValue", json!({ "SecretId": NAME })).await;
    nothing.failed(400, "InvalidRequestException");
    assert_eq!(described(&bench).await["VersionIdsToStages"], json!({}));
    let input = json!({ "SecretId": made.text_at("/ARN"), "SecretString": VALUE });
    let version = call(&bench, "PutSecretValue", input).await.is(200).text_at("/VersionId");
    assert_eq!(described(&bench).await["VersionIdsToStages"], json!({ version: ["AWSCURRENT"] }));
}

#[tokio::test]
async fn a_secret_that_is_not_there_is_not_found() {
    let bench = Bench::empty().await;
    put(&bench, VALUE, 1).await.failed(400, "ResourceNotFoundException");
    let arn = "arn:aws:secretsmanager:eu-west-1:441122338890:secret:grafana/ci-abcdef";
    for id in [NAME, arn] {
        let answer = call(&bench, "DescribeSecret", json!({ "SecretId": id })).await;
        answer.failed(400, "ResourceNotFoundException");
    }
}

#[tokio::test]
async fn tags_are_at_most_fifty_and_none_is_the_service_s_own() {
    let bench = Bench::empty().await;
    let many: Vec<Value> = (0..51).map(|number| json!({ "Key": format!("k{number}"), "Value": "v" })).collect();
    for tags in [json!(many), json!([{ "Key": "aws:team", "Value": "v" }])] {
        let answer = call(&bench, "CreateSecret", json!({ "Name": NAME, "SecretString": VALUE, "Tags": tags })).await;
        answer.failed(400, "ValidationException");
    }
    assert_eq!(held(&bench).await.body, json!([]));
}

async fn tag(bench: &Bench, id: &str, tags: Value) -> Answer {
    call(bench, "TagResource", json!({ "SecretId": id, "Tags": tags })).await
}

#[tokio::test]
async fn a_secret_is_tagged_by_its_name_and_its_arn_and_keeps_what_it_had() {
    let bench = Bench::empty().await;
    let input = json!({ "Name": NAME, "SecretString": VALUE, "Tags": [{ "Key": "team", "Value": "payments" }] });
    let arn = call(&bench, "CreateSecret", input).await.is(200).text_at("/ARN");
    let before = described(&bench).await;
    let answer = tag(&bench, NAME, json!([{ "Key": "team", "Value": "edge" }])).await.is(200);
    assert_eq!(answer.body, json!({}));
    tag(&bench, &arn, json!([{ "Key": "of", "Value": "" }])).await.is(200);
    let tags = json!([{ "Key": "of", "Value": "" }, { "Key": "team", "Value": "edge" }]);
    let after = described(&bench).await;
    assert_eq!(after["Tags"], tags);
    assert_eq!(after["VersionIdsToStages"], before["VersionIdsToStages"], "its values stay");
}

#[tokio::test]
async fn a_secret_takes_fifty_tags_and_none_that_is_the_service_s_own() {
    let bench = Bench::empty().await;
    create(&bench, NAME, VALUE, 1).await.is(200);
    let many: Vec<Value> = (0..50).map(|number| json!({ "Key": format!("k{number}"), "Value": "v" })).collect();
    tag(&bench, NAME, json!(many)).await.is(200);
    let before = bench.emulator.fingerprint();
    for tags in [json!([{ "Key": "one-more", "Value": "v" }]), json!([{ "Key": "aws:team", "Value": "v" }])] {
        tag(&bench, NAME, tags).await.failed(400, "ValidationException");
    }
    for input in [json!({ "SecretId": NAME }), json!({ "Tags": [] }), json!({ "SecretId": "", "Tags": [] })] {
        call(&bench, "TagResource", input).await.failed(400, "ValidationException");
    }
    assert_eq!(bench.emulator.fingerprint(), before);
}

#[tokio::test]
async fn a_secret_that_is_not_there_or_waits_for_its_deletion_takes_no_tag() {
    let bench = Bench::empty().await;
    let tags = json!([{ "Key": "of", "Value": "ci" }]);
    tag(&bench, NAME, tags.clone()).await.failed(400, "ResourceNotFoundException");
    create(&bench, NAME, VALUE, 1).await.is(200);
    let route = "secrets?account=441122338890&region=eu-west-1&name=grafana%2Fci";
    bench.own(Method::DELETE, route, Value::Null).await.is(200);
    tag(&bench, NAME, tags).await.failed(400, "InvalidRequestException");
}

#[tokio::test]
async fn what_was_delivered_is_compared_by_its_digest_and_never_told() {
    let bench = Bench::empty().await;
    let arn = create(&bench, NAME, VALUE, 1).await.text_at("/ARN");
    put(&bench, "zweiter Schlüssel", 2).await.is(200);
    put(&bench, "confidential too", 3).await.is(200);
    put(&bench, "refused", 3).await.failed(400, "ResourceExistsException");
    let listed = held(&bench).await;
    let version =
        |number, stages: Value, value| json!({ "id": token(number), "stages": stages, "sha256": sha256(value) });
    let versions = [
        version(1, json!([]), VALUE),
        version(2, json!(["AWSPREVIOUS"]), "zweiter Schlüssel"),
        version(3, json!(["AWSCURRENT"]), "confidential too"),
    ];
    assert_eq!(listed.body, json!([{ "name": NAME, "arn": arn, "versions": versions }]));
    let calls = bench.own(Method::GET, "calls", Value::Null).await;
    assert_eq!(calls.texts_at("", "target"), [NAME; 4]);
    for text in [calls.text, listed.text, described(&bench).await.to_string()] {
        assert!(!["confidential", "Schl", "refused"].iter().any(|secret| text.contains(secret)), "{text}");
    }
}

#[tokio::test]
async fn secrets_are_listed_for_one_scope_that_must_be_named() {
    let bench = Bench::empty().await;
    create(&bench, NAME, VALUE, 1).await.is(200);
    let elsewhere = bench.own(Method::GET, "secrets?account=441122338890&region=us-east-1", Value::Null).await;
    assert_eq!(elsewhere.is(200).body, json!([]));
    for bad in ["secrets", "secrets?account=441122338890", "secrets?account=1&region=eu-west-1&name=a"] {
        assert!(bench.own(Method::GET, bad, Value::Null).await.is(400).body["message"].is_string());
    }
    bench.own(Method::POST, "reset", Value::Null).await.is(200);
    assert_eq!(held(&bench).await.body, json!([]));
}

#[tokio::test]
async fn names_misbehave_with_and_without_a_path_before_them() {
    let bench = Bench::empty().await;
    for path in ["", "grafana/", "denied-team/grafana/"] {
        for (name, status, code) in [
            ("throttled-always-a", 400, "ThrottlingException"),
            ("denied-a", 400, "AccessDeniedException"),
            ("internal-a", 500, "InternalServiceError"),
        ] {
            let name = format!("{path}{name}");
            let arn = format!("arn:aws:secretsmanager:eu-west-1:441122338890:secret:{name}-abcdef");
            create(&bench, &name, VALUE, 1).await.failed(status, code);
            for id in [&name, &arn] {
                let input = json!({ "SecretId": id, "SecretString": VALUE });
                call(&bench, "PutSecretValue", input).await.failed(status, code);
                call(&bench, "DescribeSecret", json!({ "SecretId": id })).await.failed(status, code);
            }
        }
        create(&bench, &format!("{path}plain"), VALUE, 1).await.is(200);
    }
    create(&bench, "grafana/slow-a", VALUE, 1).await.is(200);
}

#[tokio::test]
async fn connections_are_cut_before_or_after_a_delivery() {
    let bench = Bench::empty().await;
    for (name, there) in [("grafana/cut-before-a", 400), ("grafana/cut-after-a", 200)] {
        let input = json!({ "Name": name, "SecretString": VALUE, "ClientRequestToken": token(1) });
        let cut = bench.try_as(&Who::default(), "secretsmanager", "CreateSecret", input).await;
        assert_eq!(cut.err(), Some(Severed), "{name}");
        call(&bench, "DescribeSecret", json!({ "SecretId": name })).await.is(there);
    }
    let input = json!({ "SecretId": "grafana/cut-after-a", "SecretString": "second", "ClientRequestToken": token(2) });
    let cut = bench.try_as(&Who::default(), "secretsmanager", "PutSecretValue", input).await;
    assert_eq!(cut.err(), Some(Severed));
    assert_eq!(held(&bench).await.body[0]["versions"][1]["sha256"], sha256("second"));
}

#[tokio::test]
async fn a_throttled_delivery_works_the_third_time_whatever_its_token() {
    let bench = Bench::empty().await;
    for (number, expected) in [(1, 400), (2, 400), (3, 200)] {
        create(&bench, "grafana/throttled-a", VALUE, number).await.is(expected);
    }
}

#[tokio::test]
async fn a_secret_that_waits_for_its_deletion_is_described_and_takes_no_value() {
    let bench = Bench::empty().await;
    create(&bench, NAME, VALUE, 1).await.is(200);
    assert!(described(&bench).await.get("DeletedDate").is_none());
    let route = "secrets?account=441122338890&region=eu-west-1&name=grafana%2Fci";
    bench.own(Method::DELETE, route, Value::Null).await.is(200);
    let after = described(&bench).await;
    assert!(after["DeletedDate"].as_f64() > after["CreatedDate"].as_f64(), "{after}");
    put(&bench, "second", 2).await.failed(400, "InvalidRequestException");
    create(&bench, NAME, VALUE, 1).await.failed(400, "InvalidRequestException");
    let absent = "secrets?account=441122338890&region=eu-west-1&name=absent";
    bench.own(Method::DELETE, absent, Value::Null).await.is(400);
}

#[tokio::test]
async fn what_was_minted_is_told_by_digests_until_it_is_deleted() {
    let bench = Bench::empty().await;
    let id = bench.workspace("a").await;
    let at = json!({ "workspaceId": id });
    let account = with(at.clone(), json!({ "name": "ci", "grafanaRole": "VIEWER" }));
    let account = bench.grafana("CreateWorkspaceServiceAccount", account).await.text_at("/id");
    let token = with(at.clone(), json!({ "serviceAccountId": account, "name": "t", "secondsToLive": 60 }));
    let secret = bench.grafana("CreateWorkspaceServiceAccountToken", token).await.text_at("/serviceAccountToken/key");
    let key = with(at.clone(), json!({ "keyName": "k", "keyRole": "VIEWER", "secondsToLive": 60 }));
    let key = bench.grafana("CreateWorkspaceApiKey", key).await.text_at("/key");
    let minted = async || bench.own(Method::GET, "minted?account=441122338890&region=eu-west-1", Value::Null).await;
    let told = |name: &str, secret: &str| json!({ "workspace": id, "name": name, "sha256": sha256(secret) });
    assert_eq!(minted().await.is(200).body, json!([told("t", &secret), told("k", &key)]));
    bench.grafana("DeleteWorkspaceApiKey", with(at, json!({ "keyName": "k" }))).await.is(200);
    assert_eq!(minted().await.is(200).body, json!([told("t", &secret)]));
    bench.own(Method::GET, "minted", Value::Null).await.is(400);
}

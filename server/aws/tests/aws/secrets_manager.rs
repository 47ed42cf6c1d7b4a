//! Secrets Manager of the emulator: a secret is made, gets versions, and is written once whatever happens on the way.

use crate::support::control::fault;
use crate::support::tape::{Tape, recorded};
use crate::support::{World, account, home, world};
use aws::Urgency::Read;
use aws::{Certainty, Failure, Secrets, Tags};
use emulator::{Seed, demo};
use model::{Code, Scope};
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;

const NAME: &str = "belvedere/ci";
const FIRST: &str = "11111111-1111-4111-8111-111111111111";
const SECOND: &str = "22222222-2222-4222-8222-222222222222";

fn value(text: &str) -> SecretString {
    SecretString::from(format!("glsa_hush-{text}"))
}

async fn empty() -> (World, Secrets) {
    let world = world(Seed::Empty).await;
    let secrets = world.aws.secrets(&home());
    (world, secrets)
}

fn known(failure: &Failure) -> (Code, Certainty) {
    (failure.error.code, failure.certainty)
}

#[tokio::test]
async fn a_secret_is_made_described_and_gets_a_second_version() {
    let (_world, secrets) = empty().await;
    let made = secrets.create_secret(NAME, &value("one"), FIRST, "Of the build", None, &Tags::new()).await.unwrap();
    assert!(made.request_id.is_some() && made.value.contains(&format!(":secret:{NAME}-")), "{made:?}");
    let first = secrets.describe_secret(NAME, Read).await.unwrap();
    assert_eq!((&first.arn, first.name.as_str()), (&made.value, NAME));
    assert_eq!(first.version_ids, [FIRST]);
    let put = secrets.put_secret_value(&made.value, &value("two"), SECOND).await.unwrap();
    assert_eq!(put.value, made.value);
    assert_eq!(secrets.describe_secret(&made.value, Read).await.unwrap().version_ids, [FIRST, SECOND]);
}

fn tagged(pairs: &[(&str, &str)]) -> Tags {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

#[tokio::test]
async fn a_secret_has_its_tags_from_the_beginning_and_gets_more() {
    let (_world, secrets) = empty().await;
    let first = tagged(&[("belvedere:token", "ci"), ("team", "edge")]);
    secrets.create_secret(NAME, &value("one"), FIRST, "", None, &first).await.unwrap();
    assert_eq!(secrets.describe_secret(NAME, Read).await.unwrap().tags, first);
    let done = secrets.tag(NAME, &tagged(&[("belvedere:token", "deploy")])).await.unwrap();
    assert!(done.request_id.is_some());
    let after = tagged(&[("belvedere:token", "deploy"), ("team", "edge")]);
    assert_eq!(secrets.describe_secret(NAME, Read).await.unwrap().tags, after);
    let missing = secrets.tag("absent", &after).await.unwrap_err();
    assert_eq!(known(&missing), (Code::NotFound, Certainty::Refused));
}

#[tokio::test]
async fn a_secret_without_tags_has_none() {
    let (_world, secrets) = empty().await;
    secrets.create_secret(NAME, &value("one"), FIRST, "", None, &Tags::new()).await.unwrap();
    assert_eq!(secrets.describe_secret(NAME, Read).await.unwrap().tags, Tags::new());
}

#[tokio::test]
async fn the_same_client_token_again_writes_nothing() {
    let (world, secrets) = empty().await;
    let made = secrets.create_secret(NAME, &value("one"), FIRST, "", None, &Tags::new()).await.unwrap();
    let again = secrets.create_secret(NAME, &value("one"), FIRST, "", None, &Tags::new()).await.unwrap();
    assert_eq!(made.value, again.value);
    for _ in 0..2 {
        assert_eq!(secrets.put_secret_value(NAME, &value("two"), SECOND).await.unwrap().value, made.value);
    }
    assert_eq!(secrets.describe_secret(NAME, Read).await.unwrap().version_ids, [FIRST, SECOND]);
    let other = secrets.put_secret_value(NAME, &value("three"), SECOND).await.unwrap_err();
    assert_eq!(known(&other), (Code::Conflict, Certainty::Refused));
    assert_eq!((world.gate.count("CreateSecret"), world.gate.count("PutSecretValue")), (2, 3));
}

#[tokio::test]
async fn a_name_that_is_taken_is_a_conflict_and_one_that_is_not_there_is_not_found() {
    let (_world, secrets) = empty().await;
    let missing = secrets.describe_secret(NAME, Read).await.unwrap_err();
    assert_eq!(known(&missing), (Code::NotFound, Certainty::Refused));
    let missing = secrets.put_secret_value(NAME, &value("one"), FIRST).await.unwrap_err();
    assert_eq!(known(&missing), (Code::NotFound, Certainty::Refused));
    secrets.create_secret(NAME, &value("one"), FIRST, "", None, &Tags::new()).await.unwrap();
    let taken = secrets.create_secret(NAME, &value("two"), SECOND, "", None, &Tags::new()).await.unwrap_err();
    assert_eq!(known(&taken), (Code::Conflict, Certainty::Refused));
    assert_eq!(secrets.describe_secret(NAME, Read).await.unwrap().version_ids, [FIRST]);
}

#[tokio::test]
async fn a_lost_answer_is_unknown_and_the_same_call_may_be_repeated() {
    let (world, secrets) = empty().await;
    for kind in ["cut_before", "cut_after"] {
        let name = format!("{NAME}/{kind}");
        fault(&world.emulator, json!({ "kind": kind, "operation": "CreateSecret", "times": 1 })).await;
        let lost = secrets.create_secret(&name, &value("one"), FIRST, "", None, &Tags::new()).await.unwrap_err();
        assert_eq!(known(&lost), (Code::Unreachable, Certainty::Unknown), "{kind}");
        secrets.create_secret(&name, &value("one"), FIRST, "", None, &Tags::new()).await.unwrap();
        fault(&world.emulator, json!({ "kind": kind, "operation": "PutSecretValue", "times": 1 })).await;
        let lost = secrets.put_secret_value(&name, &value("two"), SECOND).await.unwrap_err();
        assert_eq!(known(&lost), (Code::Unreachable, Certainty::Unknown), "{kind}");
        secrets.put_secret_value(&name, &value("two"), SECOND).await.unwrap();
        assert_eq!(secrets.describe_secret(&name, Read).await.unwrap().version_ids, [FIRST, SECOND]);
    }
    assert_eq!((world.gate.count("CreateSecret"), world.gate.count("PutSecretValue")), (4, 4));
}

#[tokio::test]
async fn a_refused_write_says_who_where_and_that_nothing_changed() {
    let (world, secrets) = empty().await;
    fault(&world.emulator, json!({ "kind": "denied", "operation": "CreateSecret", "times": 1 })).await;
    let denied = secrets.create_secret(NAME, &value("one"), FIRST, "", None, &Tags::new()).await.unwrap_err();
    assert_eq!(known(&denied), (Code::Denied, Certainty::Refused));
    for part in ["secretsmanager:CreateSecret", "441122338890", "eu-west-1", "Nothing was changed."] {
        assert!(denied.error.message.contains(part), "{denied}");
    }
    let odd =
        secrets.create_secret("no spaces allowed", &value("one"), FIRST, "", None, &Tags::new()).await.unwrap_err();
    assert_eq!(known(&odd), (Code::Invalid, Certainty::Refused));
    assert!(!format!("{denied:?}{odd:?}").contains("hush"));
}

#[tokio::test]
async fn a_value_is_in_no_log_line() {
    let (_world, secrets) = empty().await;
    let log = Tape::default();
    let guard = tracing::subscriber::set_default(recorded(&log));
    secrets.create_secret(NAME, &value("one"), FIRST, "", None, &Tags::new()).await.unwrap();
    secrets.put_secret_value(NAME, &value("two"), SECOND).await.unwrap();
    secrets.create_secret(NAME, &value("three"), SECOND, "", None, &Tags::new()).await.unwrap_err();
    drop(guard);
    assert!(log.text().contains("PutSecretValue"), "the log was recorded");
    for text in ["one", "two", "three"] {
        assert!(!log.text().contains(value(text).expose_secret()));
    }
}

#[tokio::test]
async fn accounts_do_not_see_each_others_secrets() {
    let (world, secrets) = empty().await;
    secrets.create_secret(NAME, &value("one"), FIRST, "", None, &Tags::new()).await.unwrap();
    let there = world.aws.secrets(&Scope { account: account(demo::ACCOUNTS[1].id), ..home() });
    assert_eq!(there.describe_secret(NAME, Read).await.unwrap_err().error.code, Code::NotFound);
}

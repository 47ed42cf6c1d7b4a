//! The policy of a domain: put, overwritten only at the revision that was read, deleted.

use crate::support::{home, world};
use aws::Certainty;
use aws::Urgency::Read;
use aws::codeartifact::CreateDomainCall;
use emulator::Seed;
use model::Code;

const FIRST: &str = r#"{"Version":"2012-10-17","Statement":[]}"#;
const SECOND: &str =
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}"#;

#[tokio::test]
async fn a_policy_is_put_replaced_at_its_revision_and_deleted() {
    let world = world(Seed::Empty).await;
    let codeartifact = world.aws.codeartifact(&home());
    let call = CreateDomainCall { domain: "packages".to_owned(), ..Default::default() };
    codeartifact.create_domain(&call).await.unwrap();
    let first = codeartifact.put_domain_policy("packages", FIRST, None).await.unwrap().value;
    assert_eq!(first.document, FIRST);
    let revision = first.revision.as_deref();
    let done = codeartifact.put_domain_policy("packages", SECOND, revision).await.unwrap();
    assert!(done.request_id.is_some() && done.value.revision != first.revision);
    assert_eq!(codeartifact.domain_policy("packages", Read).await.unwrap(), Some(done.value.clone()));
    codeartifact.delete_domain_policy("packages", done.value.revision.as_deref()).await.unwrap();
    assert_eq!(codeartifact.domain_policy("packages", Read).await.unwrap(), None);
}

#[tokio::test]
async fn a_policy_at_another_revision_is_neither_replaced_nor_deleted() {
    let world = world(Seed::Empty).await;
    let codeartifact = world.aws.codeartifact(&home());
    let call = CreateDomainCall { domain: "packages".to_owned(), ..Default::default() };
    codeartifact.create_domain(&call).await.unwrap();
    let old = codeartifact.put_domain_policy("packages", FIRST, None).await.unwrap().value.revision;
    let held = codeartifact.put_domain_policy("packages", SECOND, None).await.unwrap().value;
    let put = codeartifact.put_domain_policy("packages", FIRST, old.as_deref()).await.unwrap_err();
    let deleted = codeartifact.delete_domain_policy("packages", old.as_deref()).await.unwrap_err();
    for failure in [put, deleted] {
        assert_eq!((failure.error.code, failure.certainty), (Code::Conflict, Certainty::Refused), "{failure}");
    }
    assert_eq!(codeartifact.domain_policy("packages", Read).await.unwrap(), Some(held));
}

#[tokio::test]
async fn a_policy_that_is_no_json_lands_on_its_field() {
    let world = world(Seed::Empty).await;
    let codeartifact = world.aws.codeartifact(&home());
    let call = CreateDomainCall { domain: "packages".to_owned(), ..Default::default() };
    codeartifact.create_domain(&call).await.unwrap();
    let failure = codeartifact.put_domain_policy("packages", "{", None).await.unwrap_err();
    assert_eq!((failure.error.code, failure.certainty), (Code::Invalid, Certainty::Refused));
    assert_eq!(failure.said.inputs.iter().map(|input| input.name.as_str()).collect::<Vec<_>>(), ["policyDocument"]);
}

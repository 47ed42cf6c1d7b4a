//! CodeArtifact domains, their policies, tags and repositories.

use serde_json::{Value, json};

use crate::support::{Answer, Bench, Who, with};

async fn call(bench: &Bench, operation: &str, input: Value) -> Answer {
    bench.call("codeartifact", operation, input).await
}

#[tokio::test]
async fn a_domain_is_created_at_once_listed_and_deleted() {
    let bench = Bench::empty().await;
    let key = "arn:aws:kms:eu-west-1:441122338890:key/1";
    let made = call(&bench, "CreateDomain", json!({ "domain": "packages", "encryptionKey": key })).await.is(200);
    assert_eq!((made.text_at("/domain/status"), made.text_at("/domain/encryptionKey")), ("Active".into(), key.into()));
    let again = call(&bench, "CreateDomain", json!({ "domain": "packages" })).await.failed(409, "ConflictException");
    assert_eq!((again.text_at("/resourceId"), again.text_at("/resourceType")), ("packages".into(), "domain".into()));
    assert_eq!(call(&bench, "ListDomains", json!({})).await.texts_at("/domains", "name"), ["packages"]);
    let gone = call(&bench, "DeleteDomain", json!({ "domain": "packages" })).await.is(200);
    assert_eq!(gone.text_at("/domain/status"), "Deleted");
    call(&bench, "DescribeDomain", json!({ "domain": "packages" })).await.failed(404, "ResourceNotFoundException");
    assert_eq!(call(&bench, "DeleteDomain", json!({ "domain": "packages" })).await.is(200).body, json!({}));
}

#[tokio::test]
async fn a_domain_with_repositories_stays() {
    let bench = Bench::demo().await;
    let one = json!({ "domain": "platform-packages" });
    call(&bench, "DeleteDomain", one.clone()).await.failed(409, "ConflictException");
    assert_eq!(call(&bench, "DescribeDomain", one).await.body["domain"]["repositoryCount"], 7);
}

#[tokio::test]
async fn repositories_are_filtered() {
    let bench = Bench::demo().await;
    let one = json!({ "domain": "platform-packages" });
    let found =
        call(&bench, "ListRepositoriesInDomain", with(one.clone(), json!({ "repositoryPrefix": "internal-" }))).await;
    assert_eq!(found.texts_at("/repositories", "name"), ["internal-npm", "internal-python", "internal-java"]);
    let foreign = with(one, json!({ "administratorAccount": "000000000000" }));
    assert!(call(&bench, "ListRepositoriesInDomain", foreign).await.list_at("/repositories").is_empty());
}

#[tokio::test]
async fn a_policy_is_changed_only_under_its_current_revision() {
    let bench = Bench::empty().await;
    let one = json!({ "domain": "packages" });
    call(&bench, "CreateDomain", one.clone()).await.is(200);
    call(&bench, "GetDomainPermissionsPolicy", one.clone()).await.failed(404, "ResourceNotFoundException");
    call(&bench, "DeleteDomainPermissionsPolicy", one.clone()).await.failed(404, "ResourceNotFoundException");
    let put = |text: &str, revision: Option<&str>| {
        with(one.clone(), json!({ "policyDocument": text, "policyRevision": revision }))
    };
    let first = call(&bench, "PutDomainPermissionsPolicy", put("{}", None)).await.is(200).text_at("/policy/revision");
    call(&bench, "PutDomainPermissionsPolicy", put("{\"a\":1}", Some(&first))).await.is(200);
    call(&bench, "PutDomainPermissionsPolicy", put("{}", Some(&first))).await.failed(409, "ConflictException");
    call(&bench, "PutDomainPermissionsPolicy", put("[]", None)).await.failed(400, "ValidationException");
    let held = call(&bench, "GetDomainPermissionsPolicy", one.clone()).await;
    assert_eq!(held.text_at("/policy/document"), "{\"a\":1}");
    let stale = with(one.clone(), json!({ "policyRevision": first }));
    call(&bench, "DeleteDomainPermissionsPolicy", stale).await.failed(409, "ConflictException");
    let current = with(one.clone(), json!({ "policyRevision": held.text_at("/policy/revision") }));
    call(&bench, "DeleteDomainPermissionsPolicy", current.clone()).await.is(200);
    call(&bench, "PutDomainPermissionsPolicy", with(current, json!({ "policyDocument": "{}" })))
        .await
        .failed(409, "ConflictException");
    call(&bench, "GetDomainPermissionsPolicy", one).await.failed(404, "ResourceNotFoundException");
}

#[tokio::test]
async fn another_accounts_domain_is_seen_only_if_its_policy_says_so() {
    let bench = Bench::demo().await;
    let who = Who::at("903211874410", "eu-west-1");
    let of = |domain: &str| json!({ "domain": domain, "domainOwner": "441122338890" });
    bench.call_as(&who, "codeartifact", "DescribeDomain", of("platform-packages")).await.is(200);
    let denied = bench.call_as(&who, "codeartifact", "DescribeDomain", of("ml-artifacts")).await;
    denied.failed(403, "AccessDeniedException");
    let mine = bench.call_as(&who, "codeartifact", "ListDomains", json!({})).await.texts_at("/domains", "name");
    assert_eq!(mine, ["staging-packages"]);
}

#[tokio::test]
async fn tags_are_lists_of_pairs() {
    let bench = Bench::empty().await;
    let tags = json!([{ "key": "a", "value": "1" }]);
    let made = call(&bench, "CreateDomain", json!({ "domain": "packages", "tags": tags })).await;
    let one = json!({ "resourceArn": made.text_at("/domain/arn") });
    let more = with(one.clone(), json!({ "tags": [{ "key": "b", "value": "" }] }));
    call(&bench, "TagResource", more).await.is(200);
    call(&bench, "UntagResource", with(one.clone(), json!({ "tagKeys": ["a"] }))).await.is(200);
    let held = call(&bench, "ListTagsForResource", one.clone()).await;
    assert_eq!(held.body, json!({ "tags": [{ "key": "b", "value": "" }] }));
    let twice = json!({ "tags": [{ "key": "c", "value": "1" }, { "key": "c", "value": "2" }] });
    call(&bench, "TagResource", with(one.clone(), twice)).await.failed(400, "ValidationException");
    let many: Vec<Value> = (0..50).map(|n| json!({ "key": format!("k{n}"), "value": "v" })).collect();
    let answer = call(&bench, "TagResource", with(one, json!({ "tags": many }))).await;
    answer.failed(402, "ServiceQuotaExceededException");
}

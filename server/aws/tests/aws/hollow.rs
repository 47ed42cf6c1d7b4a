//! Answers that say yes and leave out what they promise: each is an error of its call, never an empty list, an empty
//! name or an empty document. What every operation has to bring stands in one table.

use crate::support::canned::{answering, canned};
use crate::support::hollow::{Promise, SILENT, call, promises, rest, without};
use crate::support::{connect, home, settings};
use aws::Urgency::Read;
use aws::{Aws, Certainty, Failure};
use futures::future::join_all;
use model::Code;
use serde_json::{Value, json};

const OK: &str = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nx-amzn-requestid: 4fd1-9c";

/// Without roles, so that the first request is the one in question.
async fn direct(url: &str) -> Aws {
    connect(aws::Settings { accounts: vec![], ..settings(url) }).await.0
}

async fn answered(operation: &str, body: &str) -> Result<usize, Failure> {
    let server = canned(OK, body).await;
    let aws = direct(&server.url).await;
    // One for all is a type too deep for the compiler.
    Box::pin(call(&aws, operation)).await
}

/// Every failure of `bodies` has to say who, where and what is missing.
async fn all_refused(promise: &Promise, missing: &str, bodies: &[String]) {
    for body in bodies {
        let Err(failure) = answered(promise.operation, body).await else {
            panic!("{}: {body} was taken for an answer", promise.operation)
        };
        let certainty = if promise.writes { Certainty::Unknown } else { Certainty::Refused };
        assert_eq!((failure.error.code, failure.certainty), (Code::Upstream, certainty), "{body}: {failure}");
        let scope = home();
        for part in [promise.operation, missing, scope.account.as_str(), scope.region.as_str()] {
            assert!(failure.error.message.contains(part), "{body}: {failure} does not say {part}");
        }
        assert_eq!(failure.error.request_id.as_deref(), Some("4fd1-9c"), "{body}");
        let doubt = failure.error.message.contains("not known whether it was done");
        assert_eq!(doubt, promise.writes, "{body}: {failure}");
    }
}

#[tokio::test]
async fn an_answer_that_is_whole_is_taken_by_every_operation() {
    let all = promises();
    join_all(all.iter().map(|promise| async {
        let count = answered(promise.operation, &promise.body.to_string()).await;
        assert_eq!(count.as_ref().ok(), Some(&promise.count), "{}: {count:?}", promise.operation);
    }))
    .await;
}

#[tokio::test]
async fn an_answer_without_anything_is_an_error_of_every_operation() {
    let bodies = ["", "{}", r#"{"message":"Limit Exceeded"}"#].map(str::to_owned);
    let all = promises();
    join_all(all.iter().map(|promise| all_refused(promise, rest(promise.pointers[0]), &bodies))).await;
}

#[tokio::test]
async fn whatever_is_missing_null_or_empty_of_what_is_promised_is_an_error_that_names_it() {
    let all = promises();
    let each = all.iter().flat_map(|promise| promise.pointers.iter().map(move |pointer| (promise, *pointer)));
    join_all(each.map(|(promise, pointer)| async move {
        let bodies = without(&promise.body, pointer);
        all_refused(promise, rest(pointer), &bodies).await;
    }))
    .await;
}

#[tokio::test]
async fn a_write_that_has_nothing_to_answer_is_done_only_when_nothing_is_answered() {
    let odd =
        [r#"{"message":"Limit Exceeded"}"#, r#"{"message":null}"#, "[]", "null", "<html>sign in</html>", "{", "\u{0}"];
    join_all(SILENT.iter().map(|operation| async move {
        for body in ["", "{}", " { } \n"] {
            let count = answered(operation, body).await;
            assert_eq!(count.as_ref().ok(), Some(&1), "{operation}: {body:?}: {count:?}");
        }
        for body in odd {
            let Err(failure) = answered(operation, body).await else {
                panic!("{operation}: {body} was taken for an answer")
            };
            assert_eq!(failure.certainty, Certainty::Unknown, "{operation}: {body}: {failure}");
            for part in [operation, "not known whether it was done"] {
                assert!(failure.error.message.contains(part), "{operation}: {body}: {failure}");
            }
            assert!(!failure.error.message.contains("sign in"), "{failure}");
        }
    }))
    .await;
}

#[tokio::test]
async fn a_page_for_people_is_no_answer_to_any_write() {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\nx-amzn-requestid: 4fd1-9c";
    let all = promises();
    let writes = all.iter().filter(|promise| promise.writes).map(|promise| promise.operation);
    join_all(writes.chain(SILENT.iter().copied()).map(|operation| async move {
        let server = canned(head, "<html>sign in</html>").await;
        let Err(failure) = Box::pin(call(&direct(&server.url).await, operation)).await else {
            panic!("{operation}: a page was taken for an answer")
        };
        assert_eq!(failure.certainty, Certainty::Unknown, "{operation}: {failure}");
        assert_eq!(server.requests(), 1, "{operation}");
    }))
    .await;
}

#[tokio::test]
async fn a_list_that_is_there_and_empty_is_empty() {
    let all = promises();
    join_all(all.iter().filter(|promise| promise.lists).map(|promise| async {
        let list = promise.pointers[0].trim_start_matches('/');
        let count = answered(promise.operation, &json!({ list: [] }).to_string()).await;
        assert_eq!(count.as_ref().ok(), Some(&0), "{}: {count:?}", promise.operation);
    }))
    .await;
}

#[tokio::test]
async fn a_page_without_its_list_is_an_error_though_the_first_was_whole() {
    let promise = promises().into_iter().find(|one| one.operation == "grafana:ListWorkspaces").unwrap();
    let mut first = promise.body.clone();
    first["nextToken"] = "second".into();
    let server = answering(move |line| {
        (OK.to_owned(), if line.contains("second") { "{}".to_owned() } else { first.to_string() })
    })
    .await;
    let failure = direct(&server.url).await.grafana(&home()).list_workspaces(Read).await.unwrap_err();
    assert!(failure.error.message.contains("workspaces"), "{failure}");
}

#[tokio::test]
async fn a_hollow_answer_to_a_read_is_asked_for_again_and_to_a_write_it_is_not() {
    for (operation, requests) in [("grafana:ListWorkspaces", 3), ("grafana:CreateWorkspace", 1)] {
        let server = canned(OK, "{}").await;
        call(&direct(&server.url).await, operation).await.unwrap_err();
        assert_eq!(server.requests(), requests, "{operation}");
    }
}

#[tokio::test]
async fn a_secret_beside_what_is_missing_is_in_no_error() {
    let body = json!({ "serviceAccountToken": { "id": "", "name": "ci", "key": "glsa_hush" }, "workspaceId": "g-1" });
    let failure = answered("grafana:CreateWorkspaceServiceAccountToken", &body.to_string()).await.unwrap_err();
    assert!(!format!("{failure:?}").contains("hush"), "{failure:?}");
}

#[tokio::test]
async fn a_member_of_a_group_without_an_id_is_an_error() {
    let all = promises();
    let promise = all.iter().find(|one| one.operation == "identitystore:ListGroupMemberships").unwrap();
    all_refused(
        promise,
        "GroupMemberships[0].MemberId",
        &without(&promise.body, "/GroupMemberships/0/MemberId/UserId"),
    )
    .await;
}

#[tokio::test]
async fn missing_tags_are_none() {
    let server = canned(OK, "{}").await;
    let aws = direct(&server.url).await;
    assert!(aws.grafana(&home()).list_tags("arn:aws:grafana:x", Read).await.unwrap().is_empty());
    assert!(aws.codeartifact(&home()).list_tags("arn:aws:codeartifact:x", Read).await.unwrap().is_empty());
}

#[tokio::test]
async fn what_else_is_missing_of_a_workspace_is_unknown() {
    let one = json!({ "id": "g-0123456789", "status": "ACTIVE" });
    let server = answering(move |line| {
        let body = match line.contains("/workspaces/") {
            true => json!({ "workspace": one }),
            false => json!({ "workspaces": [one, { "id": "g-1", "status": "ACTIVE", "authentication": { "providers": [] } }] }),
        };
        (OK.to_owned(), body.to_string())
    })
    .await;
    let grafana = direct(&server.url).await.grafana(&home());
    let listed = grafana.list_workspaces(Read).await.unwrap();
    let [bare, other] = listed.as_slice() else { panic!("{listed:?}") };
    assert_eq!((&bare.providers, bare.created, bare.modified), (&None, None, None));
    assert_eq!(other.providers.as_deref(), Some([].as_slice()), "what is there and empty is empty");
    let described = grafana.describe_workspace("g-0123456789", Read).await.unwrap();
    assert_eq!((described.providers, described.data_sources, described.created), (None, None, None));
}

#[tokio::test]
async fn what_else_is_missing_of_a_domain_an_account_and_a_token_is_unknown() {
    let server = answering(move |line| {
        let body = match line {
            line if line.contains("/tokens") => {
                json!({ "serviceAccountTokens": [{ "id": "1", "name": "ci" }] })
            }
            line if line.contains("/serviceaccounts") => {
                json!({ "serviceAccounts": [{ "id": "1", "name": "ci" }] })
            }
            _ => json!({ "domain": { "name": "packages" } }),
        };
        (OK.to_owned(), body.to_string())
    })
    .await;
    let aws = direct(&server.url).await;
    let domain = aws.codeartifact(&home()).describe_domain("packages", Read).await.unwrap();
    assert_eq!((domain.repository_count, domain.asset_size_bytes), (None, None));
    let grafana = aws.grafana(&home());
    let account = &grafana.list_service_accounts("g-1", Read).await.unwrap()[0];
    assert_eq!((account.grafana_role.as_str(), account.disabled), ("", None));
    let token = &grafana.list_service_account_tokens("g-1", "1", Read).await.unwrap()[0];
    assert_eq!((token.created_at, token.expires_at), (None, None));
    assert!(!token.has_ended(i64::MAX), "nothing is deleted for an end that is not known");
}

#[tokio::test]
async fn access_lists_that_are_not_told_are_not_taken_for_empty_ones() {
    for (part, list) in [("networkAccessControl", "prefixListIds"), ("vpcConfiguration", "subnetIds")] {
        let workspace = json!({ "id": "g-1", "status": "ACTIVE", part: { "vpceIds": [], "securityGroupIds": [] } });
        let body: Value = json!({ "workspace": workspace });
        let failure = answered("grafana:DescribeWorkspace", &body.to_string()).await.unwrap_err();
        assert!(failure.error.message.contains(list), "{failure}");
    }
}

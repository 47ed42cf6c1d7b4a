//! Answers AWS does not give, from whatever else may stand at an address.

use crate::support::canned::canned;
use crate::support::{connect, home, settings, workspace};
use aws::Urgency::Read;
use aws::{Aws, Certainty};
use model::Code;

/// Without roles, so that the first request is the one in question.
async fn direct(url: &str) -> Aws {
    connect(aws::Settings { accounts: vec![], ..settings(url) }).await.0
}

#[tokio::test]
async fn a_list_that_repeats_its_token_ends_with_an_error() {
    let body = r#"{"workspaces":[],"nextToken":"again"}"#;
    let server = canned("HTTP/1.1 200 OK\r\ncontent-type: application/json", body).await;
    let failure = direct(&server.url).await.grafana(&home()).list_workspaces(Read).await.unwrap_err();
    assert_eq!(failure.error.code, Code::Upstream);
    assert_eq!(server.requests(), 2);
}

#[tokio::test]
async fn a_page_of_something_else_is_not_taken_for_a_missing_resource() {
    let server = canned("HTTP/1.1 404 Not Found\r\ncontent-type: text/html", "<h1>nginx</h1>").await;
    let failure =
        direct(&server.url).await.grafana(&home()).describe_workspace("g-0123456789", Read).await.unwrap_err();
    assert_eq!(failure.error.code, Code::Upstream);
    assert!(!failure.error.message.contains("nginx"), "{failure}");
}

#[tokio::test]
async fn an_answer_to_a_write_that_cannot_be_read_is_unknown() {
    let server = canned("HTTP/1.1 200 OK\r\ncontent-type: application/json", r#"{"workspace":{"id"#).await;
    let failure = direct(&server.url).await.grafana(&home()).create_workspace(&workspace("half")).await.unwrap_err();
    assert_eq!(failure.certainty, Certainty::Unknown);
    assert_eq!(server.requests(), 1);
}

#[tokio::test]
async fn the_text_of_a_signature_error_is_not_shown_because_it_repeats_the_session_token() {
    let head =
        "HTTP/1.1 403 Forbidden\r\ncontent-type: application/json\r\nx-amzn-errortype: InvalidSignatureException";
    let server = canned(head, r#"{"message":"The Canonical String: x-amz-security-token:hush-hush"}"#).await;
    let failure = direct(&server.url).await.grafana(&home()).list_workspaces(Read).await.unwrap_err();
    assert_eq!((failure.error.code, failure.certainty), (Code::Denied, Certainty::Refused));
    assert!(!failure.error.message.contains("hush"), "{failure}");
}

#[tokio::test]
async fn an_address_that_is_none_is_refused_at_once() {
    for url in ["", "localhost:4566", "ftp://127.0.0.1", "http://"] {
        let gate = std::sync::Arc::new(crate::support::Counting::default());
        let error = Aws::connect(settings(url), gate).await.unwrap_err();
        assert_eq!(error.code, Code::Invalid, "{url}");
    }
}

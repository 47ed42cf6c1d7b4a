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

/// Each is answered by what stands between, or by nobody knows whom: the write may have gone through before.
#[tokio::test]
async fn a_write_refused_by_somebody_who_is_not_aws_is_unknown_and_sent_once() {
    for status in [400, 403, 404, 409, 413, 429] {
        for (kind, body) in [("text/html", "<h1>proxy</h1>"), ("application/json", r#"{"message":"proxy"}"#)] {
            let server = canned(&format!("HTTP/1.1 {status} Refused\r\ncontent-type: {kind}"), body).await;
            let grafana = direct(&server.url).await.grafana(&home());
            let made = grafana.create_workspace(&workspace("half")).await.unwrap_err();
            let minted = grafana.create_api_key("g-1", "k", "ADMIN", 60).await.unwrap_err();
            for failure in [made, minted] {
                assert_eq!(failure.certainty, Certainty::Unknown, "{status} {kind}: {failure}");
                let message = &failure.error.message;
                assert!(message.contains("not known whether it was done"), "{status} {kind}: {failure}");
                assert!(message.contains(&status.to_string()) && !message.contains("Nothing was"), "{failure}");
            }
            assert_eq!(server.requests(), 2, "{status} {kind}");
        }
    }
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

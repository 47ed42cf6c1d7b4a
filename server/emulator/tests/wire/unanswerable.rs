//! Calls that are not signed, badly signed, or no calls at all.

use http::Request;
use serde_json::json;

use crate::support::{Answer, Bench, Bytes, Who, found};

async fn raw(bench: &Bench, method: &str, path: &str, authorization: Option<&str>, body: &str) -> Answer {
    let mut request = Request::builder().method(method).uri(format!("{}{path}", bench.emulator.url()));
    if let Some(authorization) = authorization {
        request = request.header("authorization", authorization);
    }
    let body: Bytes = body.to_owned().into();
    let answer = bench.send(request.body(body.into()).unwrap()).await.unwrap();
    assert_eq!(answer.header("x-amzn-requestid").len(), 36);
    answer
}

#[tokio::test]
async fn unsigned_calls_are_refused() {
    let bench = Bench::demo().await;
    for path in ["/workspaces", "/v1/domains", "/", "/nowhere"] {
        let answer = raw(&bench, "GET", path, None, "").await.failed(403, "MissingAuthenticationTokenException");
        assert!(answer.body["message"].is_string());
    }
    let sts = raw(&bench, "POST", "/", None, "Action=GetCallerIdentity&Version=2011-06-15").await;
    sts.failed(403, "MissingAuthenticationToken");
}

#[tokio::test]
async fn badly_signed_calls_are_refused() {
    let bench = Bench::demo().await;
    let good = Who::default().authorization("grafana");
    raw(&bench, "GET", "/workspaces", Some(&good), "").await.is(200);
    for bad in [
        "Bearer token".to_owned(),
        "AWS4-HMAC-SHA256".to_owned(),
        good.replace("aws4_request", "aws5_request"),
        good.replace("/20260101/", "/today/"),
        good.replace("/eu-west-1/", "//"),
        good.replace("Signature=0", "Signature=z"),
        good.replace("SignedHeaders=host;x-amz-date, ", ""),
        good.split(", Signature").next().unwrap().to_owned(),
    ] {
        let answer = raw(&bench, "GET", "/workspaces", Some(&bad), "").await;
        answer.failed(403, "IncompleteSignatureException");
    }
    let foreign = Who::default().authorization("s3");
    raw(&bench, "GET", "/workspaces", Some(&foreign), "").await.failed(403, "InvalidSignatureException");
}

#[tokio::test]
async fn unknown_routes_are_unknown_operations() {
    let bench = Bench::demo().await;
    for (service, method, path) in [
        ("grafana", "GET", "/nowhere"),
        ("grafana", "PATCH", "/workspaces"),
        ("grafana", "GET", "/workspaces/g-0123456789/unknown"),
        ("grafana", "GET", "/v1/domain"),
        ("codeartifact", "GET", "/workspaces"),
        ("aps", "GET", "/workspaces/ws-1/rulegroupsnamespaces"),
    ] {
        let authorization = Who::default().authorization(service);
        let answer = raw(&bench, method, path, Some(&authorization), "").await;
        answer.failed(404, "UnknownOperationException");
    }
    let sts = Who::default().authorization("sts");
    raw(&bench, "POST", "/", Some(&sts), "Action=GetFederationToken").await.failed(400, "InvalidAction");
    raw(&bench, "POST", "/", Some(&sts), "").await.failed(400, "InvalidAction");
}

#[tokio::test]
async fn a_body_beyond_all_measure_is_refused() {
    let bench = Bench::empty().await;
    let authorization = Who::default().authorization("grafana");
    let answer = raw(&bench, "POST", "/workspaces", Some(&authorization), &" ".repeat(5 << 20)).await;
    answer.failed(413, "RequestEntityTooLargeException");
}

#[tokio::test]
async fn unknown_ids_are_not_found_by_every_operation_that_takes_one() {
    let bench = Bench::empty().await;
    let (grafana, _) = found("grafana", "ListWorkspaces");
    for operation in &grafana.operations {
        let ids = grafana.inputs(operation).iter().any(|member| member.name == "workspaceId" && member.required);
        if !ids {
            continue;
        }
        let input = json!({
            "workspaceId": "g-0000000000", "serviceAccountId": "1", "tokenId": "1", "keyName": "k", "keyRole": "ADMIN",
            "name": "n", "grafanaRole": "ADMIN", "secondsToLive": 1, "configuration": "{}", "grafanaToken": "t",
            "authenticationProviders": ["AWS_SSO"], "licenseType": "ENTERPRISE", "updateInstructionBatch": [],
        });
        let answer = bench.grafana(operation.name, input).await.failed(404, "ResourceNotFoundException");
        assert_eq!(answer.text_at("/resourceId"), "g-0000000000", "{}", operation.name);
    }
}

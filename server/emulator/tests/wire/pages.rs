//! Lists in pages, and tokens that were tampered with.

use serde_json::{Value, json};

use crate::support::{Bench, Who, with};

/// Walks all pages; gives the sizes, the items and the first token.
async fn walk(
    bench: &Bench,
    service: &str,
    operation: &str,
    list: &str,
    input: Value,
) -> (Vec<usize>, Vec<Value>, String) {
    let (mut sizes, mut items, mut first, mut next) = (vec![], vec![], String::new(), json!({}));
    loop {
        let page = bench.call(service, operation, with(input.clone(), next)).await.is(200);
        let more = page.list_at(&format!("/{list}"));
        sizes.push(more.len());
        items.extend(more);
        let Some(token) = page.body.get("nextToken") else { return (sizes, items, first) };
        if first.is_empty() {
            first = token.as_str().unwrap().to_owned();
        }
        next = json!({ "nextToken": token });
    }
}

#[tokio::test]
async fn pages_add_up_to_the_whole_list() {
    let bench = Bench::demo().await;
    let id = bench.workspace("tokens").await;
    let one = json!({ "workspaceId": id });
    let mut account = String::new();
    for number in 0..5 {
        let more = json!({ "name": format!("a{number}"), "grafanaRole": "VIEWER" });
        account = bench.grafana("CreateWorkspaceServiceAccount", with(one.clone(), more)).await.text_at("/id");
    }
    let at = with(one.clone(), json!({ "serviceAccountId": account }));
    for number in 0..5 {
        let more = json!({ "name": format!("t{number}"), "secondsToLive": 60 });
        bench.grafana("CreateWorkspaceServiceAccountToken", with(at.clone(), more)).await.is(200);
    }
    let users: Vec<Value> = (0..5).map(|n| json!({ "id": format!("u{n}"), "type": "SSO_USER" })).collect();
    let batch = json!([{ "action": "ADD", "role": "VIEWER", "users": users }]);
    bench.grafana("UpdatePermissions", with(one.clone(), json!({ "updateInstructionBatch": batch }))).await.is(200);
    let domain = json!({ "domain": "platform-packages" });
    for (service, operation, list, input) in [
        ("grafana", "ListWorkspaces", "workspaces", json!({})),
        ("grafana", "ListVersions", "grafanaVersions", json!({})),
        ("grafana", "ListPermissions", "permissions", one.clone()),
        ("grafana", "ListWorkspaceServiceAccounts", "serviceAccounts", one),
        ("grafana", "ListWorkspaceServiceAccountTokens", "serviceAccountTokens", at),
        ("prometheus", "ListWorkspaces", "workspaces", json!({})),
        ("codeartifact", "ListDomains", "domains", json!({})),
        ("codeartifact", "ListRepositoriesInDomain", "repositories", domain),
    ] {
        let (_, whole, _) = walk(&bench, service, operation, list, input.clone()).await;
        let limited = with(input, json!({ "maxResults": 1 }));
        let (sizes, pieces, _) = walk(&bench, service, operation, list, limited).await;
        assert!(whole.len() > 1, "{operation} has something to page through");
        assert_eq!((pieces, sizes.len()), (whole.clone(), whole.len()), "{operation}");
    }
}

#[tokio::test]
async fn a_token_is_good_for_its_own_list_alone() {
    let bench = Bench::demo().await;
    let (_, _, token) = walk(&bench, "grafana", "ListWorkspaces", "workspaces", json!({ "maxResults": 2 })).await;
    let next = json!({ "nextToken": token });
    bench.grafana("ListVersions", next.clone()).await.refused_for("nextToken");
    bench.call("prometheus", "ListWorkspaces", next.clone()).await.refused_for("nextToken");
    for who in [Who::at("903211874410", "eu-west-1"), Who::at("441122338890", "us-east-1")] {
        bench.call_as(&who, "grafana", "ListWorkspaces", next.clone()).await.refused_for("nextToken");
    }
    bench.grafana("ListWorkspaces", with(next, json!({ "maxResults": 1 }))).await.is(200);
}

#[tokio::test]
async fn a_token_is_bound_to_the_filters_it_was_given_for() {
    let bench = Bench::demo().await;
    let input = json!({ "domain": "platform-packages", "repositoryPrefix": "internal", "maxResults": 1 });
    let (sizes, _, token) = walk(&bench, "codeartifact", "ListRepositoriesInDomain", "repositories", input).await;
    assert_eq!(sizes, [1, 1, 1]);
    let other = json!({ "domain": "platform-packages", "nextToken": token });
    let answer = bench.call("codeartifact", "ListRepositoriesInDomain", other).await;
    answer.failed(400, "ValidationException");
}

#[tokio::test]
async fn any_change_to_a_token_is_noticed() {
    let bench = Bench::demo().await;
    let (_, _, token) = walk(&bench, "grafana", "ListWorkspaces", "workspaces", json!({ "maxResults": 2 })).await;
    for place in 0..token.len() {
        let mut letters: Vec<char> = token.chars().collect();
        letters[place] = if letters[place] == 'A' { 'B' } else { 'A' };
        let forged: String = letters.into_iter().collect();
        bench.grafana("ListWorkspaces", json!({ "nextToken": forged })).await.refused_for("nextToken");
    }
    bench.grafana("ListWorkspaces", json!({ "nextToken": "é" })).await.refused_for("nextToken");
}

#[tokio::test]
async fn an_item_deleted_between_two_pages_shifts_nothing() {
    let bench = Bench::empty().await;
    let mut ids = vec![];
    for name in ["a", "b", "c", "d"] {
        ids.push(bench.workspace(name).await);
    }
    let first = bench.grafana("ListWorkspaces", json!({ "maxResults": 2 })).await;
    bench.grafana("DeleteWorkspace", json!({ "workspaceId": ids[0] })).await.is(202);
    assert_eq!(bench.passes(&ids[0]).await[1], "gone");
    let second = bench.grafana("ListWorkspaces", json!({ "nextToken": first.text_at("/nextToken") })).await;
    assert_eq!(second.texts_at("/workspaces", "id"), ids[2..]);
}

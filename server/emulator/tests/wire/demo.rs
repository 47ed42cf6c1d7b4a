//! The demo fleet holds what it promises.

use std::collections::BTreeSet;

use emulator::demo::{ACCESS_KEY, ACCOUNTS, REGIONS, SECRET_KEY};
use emulator::shapes::Shape;
use serde_json::{Value, json};

use crate::support::{Bench, Who, found};

/// Everything of a kind, over all scopes, with whose it is.
async fn everywhere(bench: &Bench, service: &str, operation: &str, list: &str) -> Vec<(Who, Value)> {
    let mut all = vec![];
    for account in ACCOUNTS {
        for region in REGIONS {
            let who = Who::at(account.id, region);
            let answer = bench.call_as(&who, service, operation, json!({})).await.is(200);
            all.extend(answer.list_at(&format!("/{list}")).into_iter().map(|one| (who.clone(), one)));
        }
    }
    all
}

fn texts(all: &[(Who, Value)], pointer: &str) -> BTreeSet<String> {
    all.iter().filter_map(|(_, one)| one.pointer(pointer)?.as_str().map(str::to_owned)).collect()
}

fn values(service: &str, operation: &str, shape: &str) -> BTreeSet<String> {
    match &found(service, operation).0.shapes[shape] {
        Shape::Enum(values) => values.iter().map(|value| (*value).to_owned()).collect(),
        other => panic!("{other:?} is no enum"),
    }
}

#[tokio::test]
async fn about_sixty_workspaces_in_every_state_scope_and_version() {
    let bench = Bench::demo().await;
    let all = everywhere(&bench, "grafana", "ListWorkspaces", "workspaces").await;
    assert!((55..=70).contains(&all.len()), "{}", all.len());
    assert_eq!(texts(&all, "/status"), values("grafana", "ListWorkspaces", "WorkspaceStatus"));
    assert_eq!(texts(&all, "/grafanaVersion"), ["8.4", "9.4", "10.4", "12.4"].map(str::to_owned).into());
    assert_eq!(texts(&all, "/authentication/samlConfigurationStatus").len(), 2);
    assert_eq!(texts(&all, "/licenseType").len(), 2);
    assert_eq!(texts(&all, "/id").len(), all.len());
    let scopes: BTreeSet<_> = all.iter().map(|(who, _)| (who.key.clone(), who.region.clone())).collect();
    assert_eq!(scopes.len(), ACCOUNTS.len() * REGIONS.len(), "every scope holds something");
    let sign_in = |wanted: &[&str]| all.iter().any(|(_, one)| one["authentication"]["providers"] == json!(wanted));
    assert!(sign_in(&["AWS_SSO"]) && sign_in(&["SAML"]) && sign_in(&["AWS_SSO", "SAML"]));
}

#[tokio::test]
async fn every_part_of_every_workspace_can_be_read() {
    let bench = Bench::demo().await;
    let (mut tokens, mut soon, mut expired, mut unused, mut licences) = (0, 0, 0, 0, 0);
    let mut roles = BTreeSet::new();
    for (who, one) in everywhere(&bench, "grafana", "ListWorkspaces", "workspaces").await {
        if one["name"] == "denied-sandbox" {
            continue;
        }
        let id = json!({ "workspaceId": one["id"] });
        let read =
            async |operation: &str, input: &Value| bench.call_as(&who, "grafana", operation, input.clone()).await;
        let described = read("DescribeWorkspace", &id).await.is(200).body["workspace"].clone();
        let now = described["modified"].as_f64().unwrap();
        licences += usize::from(described["licenseExpiration"].as_f64().is_some_and(|end| end - now > 0.0));
        read("DescribeWorkspaceAuthentication", &id).await.is(200);
        read("DescribeWorkspaceConfiguration", &id).await.is(200);
        let permissions = read("ListPermissions", &id).await.is(200).list_at("/permissions");
        roles.extend(permissions.iter().map(|one| format!("{} {}", one["user"]["type"], one["role"])));
        let accounts = read("ListWorkspaceServiceAccounts", &id).await;
        for account in accounts.body["serviceAccounts"].as_array().into_iter().flatten() {
            let at = json!({ "workspaceId": one["id"], "serviceAccountId": account["id"] });
            for token in read("ListWorkspaceServiceAccountTokens", &at).await.is(200).list_at("/serviceAccountTokens") {
                let left = token["expiresAt"].as_f64().unwrap() - seconds();
                tokens += 1;
                soon += usize::from((0.0..7.0 * 86_400.0).contains(&left));
                expired += usize::from(left < 0.0);
                unused += usize::from(token.get("lastUsedAt").is_none());
            }
        }
    }
    assert!(tokens > 50 && soon > 5 && expired > 5 && unused > 5, "{tokens} {soon} {expired} {unused}");
    assert!(licences > 10, "{licences}");
    assert_eq!(roles.len(), 6, "people and groups hold all roles: {roles:?}");
}

#[tokio::test]
async fn one_workspace_holds_nearly_all_the_tokens_it_may() {
    let bench = Bench::demo().await;
    let who = Who::at("221099870031", "us-west-2");
    let all = bench.call_as(&who, "grafana", "ListWorkspaces", json!({})).await.list_at("/workspaces");
    let id = all.iter().find(|one| one["name"] == "video-signage").unwrap()["id"].clone();
    let at = json!({ "workspaceId": id, "serviceAccountId": "1" });
    let tokens = bench.call_as(&who, "grafana", "ListWorkspaceServiceAccountTokens", at).await.is(200);
    let tokens = tokens.list_at("/serviceAccountTokens");
    let moment = |token: &Value, name: &str| token[name].as_f64().unwrap();
    let expired = tokens.iter().filter(|token| moment(token, "expiresAt") < seconds()).count();
    assert_eq!((tokens.len(), expired), (95, 60));
    for token in tokens {
        assert!(moment(&token, "expiresAt") - moment(&token, "createdAt") < 30.01 * 86_400.0, "{token}");
        assert!(token["lastUsedAt"].as_f64().is_none_or(|used| used > moment(&token, "createdAt")), "{token}");
    }
}

#[tokio::test]
async fn prometheus_workspaces_are_in_all_their_states() {
    let bench = Bench::demo().await;
    let all = everywhere(&bench, "prometheus", "ListWorkspaces", "workspaces").await;
    assert_eq!(texts(&all, "/status/statusCode"), values("prometheus", "ListWorkspaces", "WorkspaceStatusCode"));
}

#[tokio::test]
async fn domains_are_described_with_their_repositories() {
    let bench = Bench::demo().await;
    let all = everywhere(&bench, "codeartifact", "ListDomains", "domains").await;
    assert_eq!(all.len(), 8);
    for (who, one) in all {
        let one = json!({ "domain": one["name"] });
        let described = bench.call_as(&who, "codeartifact", "DescribeDomain", one.clone()).await.is(200);
        let listed = bench.call_as(&who, "codeartifact", "ListRepositoriesInDomain", one).await.is(200);
        assert_eq!(described.body["domain"]["repositoryCount"], listed.list_at("/repositories").len());
    }
}

#[tokio::test]
async fn ids_are_the_same_in_every_run() {
    let (one, other) = (Bench::demo().await, Bench::demo().await);
    let ids = async |bench: &Bench| texts(&everywhere(bench, "grafana", "ListWorkspaces", "workspaces").await, "/id");
    assert_eq!(ids(&one).await, ids(&other).await);
}

#[tokio::test]
async fn a_passing_state_of_the_demo_stays_until_somebody_acts() {
    let bench = Bench::demo().await;
    let busy = everywhere(&bench, "grafana", "ListWorkspaces", "workspaces").await;
    let (who, degraded) = busy.iter().find(|(_, one)| one["status"] == "DEGRADED").unwrap();
    let id = json!({ "workspaceId": degraded["id"] });
    bench.call_as(who, "grafana", "DeleteWorkspace", id).await.is(202);
    let (who, creating) = busy.iter().find(|(_, one)| one["status"] == "CREATING").unwrap();
    let id = json!({ "workspaceId": creating["id"] });
    bench.call_as(who, "grafana", "DeleteWorkspace", id).await.failed(409, "ConflictException");
}

#[test]
fn the_demo_keys_look_like_keys() {
    assert!(ACCESS_KEY.starts_with("AKIA") && ACCESS_KEY.len() == 20 && SECRET_KEY.len() >= 40);
}

fn seconds() -> f64 {
    std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs_f64()
}

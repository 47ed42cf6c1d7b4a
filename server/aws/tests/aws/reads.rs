//! Reading: the whole demo fleet, every kind of detail, lists of many pages.

use crate::support::{account, home, is_ordinary, region, workspace, world};
use aws::Urgency::{Background, Read};
use emulator::{Seed, demo};
use model::{Kind, ResourceKey, Scope};

fn scopes() -> impl Iterator<Item = Scope> {
    demo::ACCOUNTS
        .iter()
        .flat_map(|demo| demo::REGIONS.iter().map(|name| Scope { account: account(demo.id), region: region(name) }))
}

#[tokio::test]
async fn all_scopes_of_the_demo_are_read_through_assumed_roles() {
    let world = world(Seed::Demo).await;
    let mut sizes = Vec::new();
    for scope in scopes() {
        let workspaces = world.aws.grafana(&scope).list_workspaces(Background).await.unwrap();
        world.aws.prometheus(&scope).list_workspaces(Background).await.unwrap();
        world.aws.codeartifact(&scope).list_domains(Background).await.unwrap();
        assert!(
            workspaces
                .iter()
                .all(|w| w.created > Some(0) && !w.status.is_empty() && w.providers.iter().flatten().count() > 0)
        );
        sizes.push(workspaces.len());
    }
    assert!(sizes.iter().sum::<usize>() >= 50, "{sizes:?}");
    assert_eq!(world.gate.count("AssumeRole"), demo::ACCOUNTS.len(), "one session per account");
}

#[tokio::test]
async fn accounts_do_not_see_each_other() {
    let world = world(Seed::Empty).await;
    let (here, there) = (home(), Scope { account: account(demo::ACCOUNTS[1].id), ..home() });
    world.aws.grafana(&here).create_workspace(&workspace("mine")).await.unwrap();
    assert_eq!(world.aws.grafana(&here).list_workspaces(Read).await.unwrap().len(), 1);
    assert_eq!(world.aws.grafana(&there).list_workspaces(Read).await.unwrap().len(), 0);
}

#[tokio::test]
async fn every_workspace_of_the_demo_can_be_read_whole() {
    let world = world(Seed::Demo).await;
    let (mut whole, mut saml, mut tokens, mut holders) = (0, 0, 0, 0);
    for scope in scopes() {
        let grafana = world.aws.grafana(&scope);
        let listed = grafana.list_workspaces(Background).await.unwrap();
        for listed in listed.into_iter().filter(|listed| is_ordinary(listed.name.as_deref())) {
            whole += 1;
            let described = grafana.describe_workspace(&listed.id, Read).await.unwrap();
            assert_eq!((&described.id, &described.name), (&listed.id, &listed.name));
            assert_eq!(described.tags, listed.tags);
            let key = ResourceKey { kind: Kind::Grafana, scope: scope.clone(), id: listed.id.clone() };
            assert_eq!(grafana.list_tags(&key.arn(), Read).await.unwrap(), listed.tags);
            // Older ones have no service accounts.
            if listed.status == "ACTIVE" && !listed.grafana_version.starts_with("8.") {
                let signing_in = grafana.describe_authentication(&listed.id, Read).await.unwrap();
                saml += usize::from(signing_in.saml.is_some_and(|saml| saml.configuration.is_some()));
                grafana.describe_configuration(&listed.id, Read).await.unwrap();
                holders += grafana.list_permissions(&listed.id, Read).await.unwrap().len();
                for account in grafana.list_service_accounts(&listed.id, Read).await.unwrap() {
                    tokens += grafana.list_service_account_tokens(&listed.id, &account.id, Read).await.unwrap().len();
                }
            }
        }
    }
    assert!(
        whole >= 50 && saml > 0 && tokens > 0 && holders > 0,
        "whole {whole}, saml {saml}, tokens {tokens}, holders {holders}"
    );
}

#[tokio::test]
async fn versions_are_listed_for_new_workspaces_and_for_upgrades() {
    let world = world(Seed::Empty).await;
    let grafana = world.aws.grafana(&home());
    let all = grafana.list_versions(None, Read).await.unwrap();
    let call = aws::grafana::CreateWorkspaceCall { grafana_version: all.first().cloned(), ..workspace("old") };
    let made = grafana.create_workspace(&call).await.unwrap().value;
    let upgrades = grafana.list_versions(Some(&made.id), Read).await.unwrap();
    assert!(!all.is_empty() && upgrades.len() < all.len(), "{all:?} {upgrades:?}");
}

#[tokio::test]
async fn prometheus_workspaces_and_domains_of_the_demo_can_be_read_whole() {
    let world = world(Seed::Demo).await;
    let (mut workspaces, mut repositories) = (0, 0);
    for scope in scopes() {
        let prometheus = world.aws.prometheus(&scope);
        let listed = prometheus.list_workspaces(Background).await.unwrap();
        for listed in listed.into_iter().filter(|listed| is_ordinary(listed.alias.as_deref())) {
            let described = prometheus.describe_workspace(&listed.id, Read).await.unwrap();
            assert_eq!((&described.id, &described.alias, &described.arn), (&listed.id, &listed.alias, &listed.arn));
            assert_eq!(described.tags, listed.tags);
            workspaces += 1;
        }
        let codeartifact = world.aws.codeartifact(&scope);
        let listed = codeartifact.list_domains(Background).await.unwrap();
        for listed in listed.into_iter().filter(|listed| is_ordinary(Some(&listed.name))) {
            let described = codeartifact.describe_domain(&listed.name, Read).await.unwrap();
            let found = codeartifact.list_repositories(&listed.name, Read).await.unwrap();
            assert_eq!(described.repository_count.map(usize::try_from), Some(Ok(found.len())));
            codeartifact.domain_policy(&listed.name, Read).await.unwrap();
            codeartifact.list_tags(&listed.arn.unwrap(), Read).await.unwrap();
            repositories += found.len();
        }
    }
    assert!(workspaces > 0 && repositories > 0);
}

#[tokio::test]
async fn a_list_longer_than_a_page_is_read_to_its_end() {
    let world = world(Seed::Empty).await;
    let grafana = world.aws.grafana(&home());
    for n in 0..205 {
        grafana.create_workspace(&workspace(&format!("many-{n}"))).await.unwrap();
    }
    let mut ids: Vec<String> =
        grafana.list_workspaces(Read).await.unwrap().into_iter().map(|workspace| workspace.id).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 205);
    assert_eq!(world.gate.count("ListWorkspaces"), 3, "each page passes the gate");
}

#[tokio::test]
async fn a_domain_without_a_policy_has_none() {
    let world = world(Seed::Empty).await;
    let codeartifact = world.aws.codeartifact(&home());
    let call = aws::codeartifact::CreateDomainCall { domain: "plain".to_owned(), ..Default::default() };
    codeartifact.create_domain(&call).await.unwrap();
    assert_eq!(codeartifact.domain_policy("plain", Read).await.unwrap(), None);
}

//! What is put into the path of a request stays one part of it.

use crate::support::{home, workspace, world};
use aws::Certainty;
use aws::Urgency::Read;
use emulator::Seed;
use model::Code;

/// Texts that AWS, or whatever stands before it, would read as another place.
const ASTRAY: [&str; 16] = [
    ".",
    "..",
    "%2e",
    "%2e%2e",
    "%2E%2E",
    ".%2e",
    "%2E.",
    "%252e%252E",
    "../..",
    "a/../b",
    "a%2F..",
    "..%2fb",
    "/",
    "a/",
    "a//b",
    "..\\x",
];

#[tokio::test]
async fn revoking_a_key_whose_name_leads_astray_sends_nothing_and_the_workspace_stays() {
    let world = world(Seed::Empty).await;
    let grafana = world.aws.grafana(&home());
    let id = grafana.create_workspace(&workspace("stays")).await.unwrap().value.id;
    let before = world.emulator.calls().len();
    for name in ASTRAY {
        let failure = grafana.delete_api_key(&id, name).await.unwrap_err();
        assert_eq!((failure.error.code, failure.certainty), (Code::Invalid, Certainty::Refused), "{name}: {failure}");
        assert!(failure.error.message.contains("Nothing was sent"), "{name}: {failure}");
    }
    assert_eq!(world.emulator.calls().len(), before);
    assert_eq!(grafana.describe_workspace(&id, Read).await.unwrap().name.as_deref(), Some("stays"));
}

#[tokio::test]
async fn no_part_of_any_path_leads_astray() {
    let world = world(Seed::Empty).await;
    let (grafana, prometheus) = (world.aws.grafana(&home()), world.aws.prometheus(&home()));
    grafana.list_workspaces(Read).await.unwrap();
    let before = world.emulator.calls().len();
    for odd in ASTRAY {
        let failures = [
            grafana.describe_workspace(odd, Read).await.map(drop).unwrap_err(),
            grafana.delete_workspace(odd).await.map(drop).unwrap_err(),
            grafana.delete_service_account("g-0123456789", odd).await.map(drop).unwrap_err(),
            grafana.delete_service_account_token("g-0123456789", "1", odd).await.map(drop).unwrap_err(),
            grafana.list_service_account_tokens(odd, "1", Read).await.map(drop).unwrap_err(),
            grafana.list_tags(odd, Read).await.map(drop).unwrap_err(),
            grafana
                .list_tags(&format!("arn:aws:grafana:eu-west-1:441122338890:/workspaces/{odd}"), Read)
                .await
                .map(drop)
                .unwrap_err(),
            grafana.untag(odd, &["team".to_owned()]).await.map(drop).unwrap_err(),
            grafana.list_permissions(odd, Read).await.map(drop).unwrap_err(),
            prometheus.describe_workspace(odd, Read).await.map(drop).unwrap_err(),
            prometheus.delete_workspace(odd, "token").await.map(drop).unwrap_err(),
            prometheus.untag(odd, &["team".to_owned()]).await.map(drop).unwrap_err(),
        ];
        for failure in failures {
            assert_eq!(
                (failure.error.code, failure.certainty),
                (Code::Invalid, Certainty::Refused),
                "{odd}: {failure}"
            );
        }
    }
    assert_eq!(world.emulator.calls().len(), before);
}

#[tokio::test]
async fn an_empty_name_is_no_address_either() {
    let world = world(Seed::Empty).await;
    let grafana = world.aws.grafana(&home());
    let id = grafana.create_workspace(&workspace("stays")).await.unwrap().value.id;
    let before = world.emulator.calls().len();
    for failure in [
        grafana.delete_api_key(&id, "").await.unwrap_err(),
        grafana.delete_service_account(&id, "").await.unwrap_err(),
        grafana.delete_workspace("").await.map(drop).unwrap_err(),
    ] {
        assert_eq!((failure.error.code, failure.certainty), (Code::Invalid, Certainty::Refused), "{failure}");
    }
    assert_eq!(world.emulator.calls().len(), before);
}

#[tokio::test]
async fn a_name_that_only_looks_odd_is_sent_as_it_is() {
    let world = world(Seed::Empty).await;
    let grafana = world.aws.grafana(&home());
    let call = aws::grafana::CreateWorkspaceCall { grafana_version: Some("9.4".to_owned()), ..workspace("old") };
    let id = grafana.create_workspace(&call).await.unwrap().value.id;
    grafana.describe_workspace(&id, Read).await.unwrap();
    for name in ["...", "..a", "a..", "a.b", "50%", "team/ci", "größe", "a b", "100%25"] {
        grafana.create_api_key(&id, name, "VIEWER", 3600).await.unwrap();
        grafana.delete_api_key(&id, name).await.unwrap();
    }
}

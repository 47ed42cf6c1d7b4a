//! Tags of all three services: added, overwritten, removed, refused.

use crate::support::{home, workspace, world};
use aws::Urgency::Read;
use aws::codeartifact::CreateDomainCall;
use aws::prometheus::CreatePrometheusCall;
use aws::{Certainty, Failure, Tags};
use emulator::Seed;
use model::{Code, Kind, ResourceKey};

fn tags(pairs: &[(&str, &str)]) -> Tags {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

/// Adds two, overwrites one, removes one, and asks for one that AWS keeps for itself. `held` reads what there is.
macro_rules! tags_change {
    ($service:expr, $arn:expr, $held:expr) => {
        let (service, arn, held) = (&$service, &$arn, $held);
        service.tag(arn, &tags(&[("team", "edge"), ("cost", "1")])).await.unwrap();
        let done = service.tag(arn, &tags(&[("cost", "2"), ("env", "")])).await.unwrap();
        assert!(done.request_id.is_some());
        let expected = tags(&[("cost", "2"), ("env", ""), ("team", "edge")]);
        assert_eq!(held().await, expected);
        service.untag(arn, &["team".to_owned(), "env".to_owned(), "never there".to_owned()]).await.unwrap();
        assert_eq!(held().await, tags(&[("cost", "2")]));
        reserved(&service.tag(arn, &tags(&[("aws:mine", "x")])).await.unwrap_err());
        assert_eq!(held().await, tags(&[("cost", "2")]));
        let gone = service.untag(&format!("{arn}-gone"), &["cost".to_owned()]).await.unwrap_err();
        assert_eq!((gone.error.code, gone.certainty), (Code::NotFound, Certainty::Refused));
    };
}

fn reserved(failure: &Failure) {
    assert_eq!((failure.error.code, failure.certainty), (Code::Invalid, Certainty::Refused));
    assert_eq!(failure.said.inputs.iter().map(|input| input.name.as_str()).collect::<Vec<_>>(), ["tags.aws:mine"]);
}

#[tokio::test]
async fn tags_of_a_grafana_workspace_change() {
    let world = world(Seed::Empty).await;
    let grafana = world.aws.grafana(&home());
    let id = grafana.create_workspace(&workspace("tagged")).await.unwrap().value.id;
    let arn = ResourceKey { kind: Kind::Grafana, scope: home(), id }.arn();
    tags_change!(grafana, arn, async || grafana.list_tags(&arn, Read).await.unwrap());
}

#[tokio::test]
async fn tags_of_a_prometheus_workspace_change() {
    let world = world(Seed::Empty).await;
    let prometheus = world.aws.prometheus(&home());
    let call = CreatePrometheusCall { client_token: "one".to_owned(), ..Default::default() };
    let made = prometheus.create_workspace(&call).await.unwrap().value;
    let held = async || prometheus.describe_workspace(&made.id, Read).await.unwrap().tags;
    tags_change!(prometheus, made.arn, held);
}

#[tokio::test]
async fn tags_of_a_domain_change() {
    let world = world(Seed::Empty).await;
    let codeartifact = world.aws.codeartifact(&home());
    let call = CreateDomainCall { domain: "tagged".to_owned(), ..Default::default() };
    let arn = codeartifact.create_domain(&call).await.unwrap().value.arn.unwrap();
    tags_change!(codeartifact, arn, async || codeartifact.list_tags(&arn, Read).await.unwrap());
}

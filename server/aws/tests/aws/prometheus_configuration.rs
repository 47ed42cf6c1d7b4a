//! The configuration of a Prometheus workspace: what is sent changes, what is left out stays, and label sets are one list.

use crate::support::canned::canned;
use crate::support::{World, connect, home, settings, world};
use aws::Urgency::Read;
use aws::prometheus::{
    CreatePrometheusCall, LimitsPerLabelSet, LimitsPerLabelSetEntry, Prometheus, PrometheusConfiguration,
    UpdatePrometheusConfigurationCall as Call,
};
use aws::{Certainty, Failure};
use emulator::Seed;
use model::Code;
use serde_json::json;

fn limit(labels: &[(&str, &str)], max_series: i64) -> LimitsPerLabelSet {
    let label_set = labels.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    LimitsPerLabelSet { label_set, limits: LimitsPerLabelSetEntry { max_series: Some(max_series) } }
}

/// An active workspace.
async fn made(world: &World, alias: &str) -> (Prometheus, String) {
    let prometheus = world.aws.prometheus(&home());
    let call =
        CreatePrometheusCall { alias: Some(alias.to_owned()), client_token: "made".to_owned(), ..Default::default() };
    let id = prometheus.create_workspace(&call).await.unwrap().value.id;
    prometheus.describe_workspace(&id, Read).await.unwrap();
    (prometheus, id)
}

async fn now(prometheus: &Prometheus, id: &str) -> PrometheusConfiguration {
    prometheus.describe_workspace_configuration(id, Read).await.unwrap()
}

fn refused(failure: &Failure, code: Code) {
    assert_eq!((failure.error.code, failure.certainty), (code, Certainty::Refused), "{failure}");
}

fn fields(failure: &Failure) -> Vec<&str> {
    failure.said.inputs.iter().map(|input| input.name.as_str()).collect()
}

#[tokio::test]
async fn every_input_arrives_and_what_is_left_out_stays() {
    let world = world(Seed::Empty).await;
    let (prometheus, id) = made(&world, "whole").await;
    let limits = vec![limit(&[], 0), limit(&[("env", "prod"), ("team", "a b")], i64::MAX)];
    let call = Call {
        retention_period_in_days: Some(400),
        limits_per_label_set: Some(limits.clone()),
        out_of_order_time_window_in_seconds: Some(0),
        rule_query_offset_in_seconds: Some(90),
        client_token: "one".to_owned(),
    };
    assert!(prometheus.update_workspace_configuration(&id, &call).await.unwrap().request_id.is_some());
    let expected = PrometheusConfiguration {
        status: "ACTIVE".to_owned(),
        status_reason: None,
        retention_period_in_days: Some(400),
        limits_per_label_set: Some(limits),
        out_of_order_time_window_in_seconds: Some(0),
        rule_query_offset_in_seconds: Some(90),
    };
    assert_eq!(now(&prometheus, &id).await, expected);
    let call = Call { retention_period_in_days: Some(30), client_token: "two".to_owned(), ..Default::default() };
    prometheus.update_workspace_configuration(&id, &call).await.unwrap();
    let expected = PrometheusConfiguration { retention_period_in_days: Some(30), ..expected };
    assert_eq!(now(&prometheus, &id).await, expected);
    let call = Call { limits_per_label_set: Some(vec![]), client_token: "three".to_owned(), ..Default::default() };
    prometheus.update_workspace_configuration(&id, &call).await.unwrap();
    assert_eq!(now(&prometheus, &id).await, PrometheusConfiguration { limits_per_label_set: Some(vec![]), ..expected });
}

#[tokio::test]
async fn what_aws_refuses_lands_on_its_field_and_changes_nothing() {
    let world = world(Seed::Empty).await;
    let (prometheus, id) = made(&world, "refused").await;
    let before = world.emulator.fingerprint();
    let limits = |limits: Vec<LimitsPerLabelSet>| Call { limits_per_label_set: Some(limits), ..Default::default() };
    for (call, input) in [
        (Call { retention_period_in_days: Some(0), ..Default::default() }, "retentionPeriodInDays"),
        (Call { retention_period_in_days: Some(1096), ..Default::default() }, "retentionPeriodInDays"),
        (Call { out_of_order_time_window_in_seconds: Some(-1), ..Default::default() }, "outOfOrderTimeWindowInSeconds"),
        (Call { rule_query_offset_in_seconds: Some(-1), ..Default::default() }, "ruleQueryOffsetInSeconds"),
        (limits(vec![limit(&[], -1)]), "limitsPerLabelSet"),
        (limits(vec![limit(&[("a-b", "c")], 1)]), "limitsPerLabelSet"),
        (limits(vec![limit(&[("retentionPeriodInDays", " ")], 1)]), "limitsPerLabelSet"),
        (limits(vec![limit(&[], 1), limit(&[], 2)]), "limitsPerLabelSet"),
    ] {
        let call = Call { client_token: "refused".to_owned(), ..call };
        let failure = prometheus.update_workspace_configuration(&id, &call).await.unwrap_err();
        refused(&failure, Code::Invalid);
        let named = fields(&failure);
        assert!(!named.is_empty() && named.iter().all(|name| name.starts_with(input)), "{named:?} {failure}");
    }
    assert_eq!(world.emulator.fingerprint(), before);
}

#[tokio::test]
async fn one_that_could_not_be_updated_says_so_and_why() {
    let world = world(Seed::Empty).await;
    let (prometheus, id) = made(&world, "update-fails-here").await;
    let call = Call { retention_period_in_days: Some(30), client_token: "one".to_owned(), ..Default::default() };
    prometheus.update_workspace_configuration(&id, &call).await.unwrap();
    let found = now(&prometheus, &id).await;
    assert_eq!((found.status.as_str(), found.retention_period_in_days), ("UPDATE_FAILED", Some(150)));
    assert!(found.status_reason.is_some_and(|reason| !reason.is_empty()));
}

#[tokio::test]
async fn one_that_is_cut_after_its_work_is_unknown_and_was_done_once() {
    let world = world(Seed::Empty).await;
    let (prometheus, id) = made(&world, "cut").await;
    let fault = json!({ "kind": "cut_after", "operation": "UpdateWorkspaceConfiguration", "times": 1 });
    crate::support::control::fault(&world.emulator, fault).await;
    let call = Call { retention_period_in_days: Some(30), client_token: "one".to_owned(), ..Default::default() };
    let failure = prometheus.update_workspace_configuration(&id, &call).await.unwrap_err();
    assert_eq!((failure.error.code, failure.certainty), (Code::Unreachable, Certainty::Unknown));
    assert_eq!(world.gate.count("UpdateWorkspaceConfiguration"), 1);
    assert_eq!(now(&prometheus, &id).await.retention_period_in_days, Some(30));
}

#[tokio::test]
async fn the_same_token_again_is_the_same_change() {
    let world = world(Seed::Empty).await;
    let (prometheus, id) = made(&world, "twice").await;
    let call =
        |days| Call { retention_period_in_days: Some(days), client_token: "one".to_owned(), ..Default::default() };
    prometheus.update_workspace_configuration(&id, &call(30)).await.unwrap();
    prometheus.update_workspace_configuration(&id, &call(30)).await.unwrap();
    let failure = prometheus.update_workspace_configuration(&id, &call(40)).await.unwrap_err();
    refused(&failure, Code::Conflict);
    assert_eq!(now(&prometheus, &id).await.retention_period_in_days, Some(30));
}

#[tokio::test]
async fn what_aws_does_not_tell_of_it_is_unknown() {
    let body = json!({ "workspaceConfiguration": { "status": { "statusCode": "ACTIVE" } } });
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nx-amzn-requestid: 4fd1-9c";
    let server = canned(head, &body.to_string()).await;
    let aws = connect(aws::Settings { accounts: vec![], ..settings(&server.url) }).await.0;
    let found = now(&aws.prometheus(&home()), "ws-1").await;
    assert_eq!(found, PrometheusConfiguration { status: "ACTIVE".to_owned(), ..Default::default() });
}

#[test]
fn the_json_of_a_change_holds_what_is_sent_and_nothing_else() {
    let call = Call {
        retention_period_in_days: Some(30),
        limits_per_label_set: Some(vec![limit(&[("team", "a")], 10)]),
        client_token: "one".to_owned(),
        ..Default::default()
    };
    let json = serde_json::to_value(&call).unwrap();
    let limit = json!({ "labelSet": { "team": "a" }, "limits": { "maxSeries": 10 } });
    let expected = json!({ "retentionPeriodInDays": 30, "limitsPerLabelSet": [limit], "clientToken": "one" });
    assert_eq!(json, expected);
    assert_eq!(serde_json::from_value::<Call>(json).unwrap(), call);
}

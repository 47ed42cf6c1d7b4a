//! Callers that are killed while their call is held, and the list of calls that tells what became of it.

use std::process::{Child, Command};

use emulator::CallRecord;
use emulator::shapes::{Segment, table};
use http::Method;
use serde_json::{Value, json};
use tokio::net::TcpStream;

use crate::constraints::sample;
use crate::faults::{arm, count, held};
use crate::support::{Bench, Who, eventually, plain};

/// CreateWorkspace as it stands on the wire.
fn creation(name: &str) -> String {
    let body = plain(name).to_string();
    let authorization = Who::default().authorization("grafana");
    let head = format!("POST /workspaces HTTP/1.1\r\nhost: localhost\r\nauthorization: {authorization}");
    format!("{head}\r\ncontent-length: {}\r\n\r\n{body}", body.len())
}

/// A process of its own that calls and waits for the answer.
fn process(bench: &Bench, request: &str) -> Child {
    let script = r#"exec 3<>"/dev/tcp/127.0.0.1/$PORT"; printf '%s' "$REQUEST" >&3; read -r answer <&3"#;
    let mut bash = Command::new("bash");
    bash.args(["-c", script]).env("PORT", bench.emulator.addr().port().to_string()).env("REQUEST", request);
    bash.spawn().unwrap()
}

fn creations(bench: &Bench) -> Vec<CallRecord> {
    bench.emulator.calls().into_iter().filter(|call| call.operation == "CreateWorkspace").collect()
}

#[tokio::test]
async fn a_process_killed_while_its_call_is_held_leaves_the_work_as_the_fault_says() {
    for (kind, made, said) in [("held", 0, "gone_before"), ("held_after", 1, "gone_after")] {
        let bench = Bench::empty().await;
        arm(&bench, json!({ "operation": "CreateWorkspace", "kind": kind, "times": 1 })).await;
        let mut caller = process(&bench, &creation("a"));
        eventually(async || held(&bench).await == 1).await;
        // SIGKILL.
        caller.kill().unwrap();
        caller.wait().unwrap();
        eventually(async || !creations(&bench).is_empty()).await;
        bench.own(Method::POST, "release", json!({ "operation": "CreateWorkspace" })).await.is(200);
        assert_eq!(count(&bench).await, made, "{kind}");
        let calls = creations(&bench);
        assert_eq!((calls.len(), calls[0].status, calls[0].error.as_deref()), (1, None, Some(said)));
        assert_eq!((calls[0].account.as_str(), calls[0].region.as_str()), ("441122338890", "eu-west-1"));
        bench.grafana("CreateWorkspace", plain("b")).await.is(202);
    }
}

#[tokio::test]
async fn a_connection_that_is_reset_is_a_caller_that_has_gone() {
    let bench = Bench::empty().await;
    arm(&bench, json!({ "operation": "CreateWorkspace", "kind": "held", "times": 1 })).await;
    let (stream, request) = (TcpStream::connect(bench.emulator.addr()).await.unwrap(), creation("a"));
    stream.writable().await.unwrap();
    assert_eq!(stream.try_write(request.as_bytes()).unwrap(), request.len());
    eventually(async || held(&bench).await == 1).await;
    stream.set_zero_linger().unwrap();
    drop(stream);
    eventually(async || held(&bench).await == 0).await;
    bench.own(Method::DELETE, "faults", Value::Null).await.is(200);
    assert_eq!((count(&bench).await, creations(&bench)[0].error.as_deref()), (0, Some("gone_before")));
}

#[tokio::test]
async fn every_operation_can_be_held_and_is_listed_with_scope_target_and_status() {
    let bench = Bench::empty().await;
    for service in table().unwrap() {
        for operation in &service.operations {
            let what = format!("{} {}", service.name, operation.name);
            arm(&bench, json!({ "service": service.name, "operation": operation.name, "kind": "held" })).await;
            let input = sample(service, operation.input);
            let seen = bench.emulator.calls().len();
            let during = async {
                eventually(async || held(&bench).await == 1).await;
                assert_eq!(bench.emulator.calls().len(), seen, "{what} waits");
                bench.own(Method::POST, "release", json!({ "operation": operation.name })).await.is(200);
            };
            let (answer, ()) = tokio::join!(bench.call(service.name, operation.name, input.clone()), during);
            let call = bench.emulator.calls().pop().unwrap();
            assert_eq!((call.service.as_str(), call.operation.as_str()), (service.name, operation.name));
            assert_eq!((call.account.as_str(), call.region.as_str()), ("441122338890", "eu-west-1"), "{what}");
            assert_eq!(call.status, Some(answer.status), "{what}");
            assert_eq!(call.request_id, answer.header("x-amzn-requestid"), "{what}");
            let labels = operation.segments.iter().filter_map(|segment| match segment {
                Segment::Label(name) => input[*name].as_str(),
                Segment::Literal(_) => None,
            });
            let labels: Vec<&str> = labels.collect();
            let ids =
                ["/workspaceId", "/domain", "/resourceArn", "/RoleArn", "/UserId", "/GroupId", "/MemberId/UserId"];
            let named = ids.iter().chain(&["/SecretId", "/Name", "/IdentityStoreId"]).find_map(|id| input.pointer(id));
            let expected = named.map(|one| one.as_str().unwrap().to_owned());
            let expected = if labels.is_empty() { expected } else { Some(labels.join("/")) };
            assert_eq!(call.target, expected, "{what}");
        }
    }
    assert!(bench.emulator.calls().len() > 40);
}

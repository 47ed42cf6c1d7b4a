//! The way to AWS: what happens to a request on it, and what the application is held to when it writes.

use crate::calls::{action_of, category_of, id_of, is_write};
use crate::far::Far;
use crate::fault::Fault;
use crate::planted::Planted;
use crate::world::{Minted, Sent, State, StepKey, World};
use aws::Wire;
use emulator::CallRecord;
use futures::future::BoxFuture;
use http::{Request, Response};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Carries to the AWS of the schedule that is under way. The application's clients are made once and outlive it.
#[derive(Clone, Debug, Default)]
pub struct Carrier(Arc<Mutex<Option<World>>>);

impl Carrier {
    pub fn serve(&self, world: World) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(world);
    }
}

impl Wire for Carrier {
    fn carry(&self, request: Request<Vec<u8>>) -> BoxFuture<'static, Option<Response<Vec<u8>>>> {
        let world = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Box::pin(async move { carry(world?, request).await })
    }
}

async fn carry(world: World, request: Request<Vec<u8>>) -> Option<Response<Vec<u8>>> {
    world.pass().await;
    let (due, aws) = {
        let mut state = world.lock();
        let counts = !state.counts_writes || may_change(&request);
        state.calls += u64::from(counts);
        let number = state.calls;
        let due = state.calls_due.remove(&number).filter(|_| counts && !state.is_calm);
        if let Some(fault) = due {
            state.fire(fault);
        }
        let is_mint = request.method() == http::Method::POST && request.uri().path().ends_with("/tokens");
        let loses = is_mint && std::mem::take(&mut state.checks.loses_mint);
        (if loses { Some(Fault::LostBefore) } else { due }, state.aws.clone())
    };
    let (body, path) = (request.body().clone(), request.uri().path().to_owned());
    let again = copy(&request);
    let answer = match due {
        Some(Fault::LostBefore) => None,
        Some(Fault::Throttled) => Some(throttled()),
        Some(Fault::Late) => {
            let mut state = world.lock();
            let key = expected(&state, &request);
            let due = state.elapsed() + state.random.i64(1_000..90_000);
            state.late.push((due, request, key));
            None
        }
        Some(Fault::Duplicated) => {
            let first = perform(&world, &aws, request, &body, true).await;
            let key = expected(&world.lock(), &again);
            arrive(&world, &aws, copy(&again), key).await;
            first
        }
        Some(Fault::LostAfter) => {
            perform(&world, &aws, request, &body, false).await;
            None
        }
        Some(Fault::Hollow) => {
            let answer = perform(&world, &aws, request, &body, false).await;
            answer.map(|answer| answer.map(|_| b"{}".to_vec()))
        }
        _ => perform(&world, &aws, request, &body, true).await,
    };
    if answer.is_none() && world.lock().planted == Some(Planted::MintRepeated) && path.ends_with("/tokens") {
        note_unanswered(&mut world.lock(), Some(Fault::LostBefore));
        return perform(&world, &aws, again, &body, true).await;
    }
    if answer.is_none() {
        // Whoever waits gives up after a while.
        tokio::time::sleep(Duration::from_millis(200)).await;
        note_unanswered(&mut world.lock(), due);
    }
    let answer = answer.map(|answer| altered(&world, &path, answer));
    world.pass().await;
    answer
}

/// Some reads are sent by POST.
fn may_change(request: &Request<Vec<u8>>) -> bool {
    const READS: [&str; 3] = ["/v1/domains", "/v1/tags", "/v1/repositories"];
    let target = request.headers().get("x-amz-target").and_then(|target| target.to_str().ok()).unwrap_or_default();
    let path = request.uri().path();
    request.method() != http::Method::GET && !READS.contains(&path) && !target.contains("Describe")
}

pub fn copy(request: &Request<Vec<u8>>) -> Request<Vec<u8>> {
    let mut copy = Request::new(request.body().clone());
    *copy.method_mut() = request.method().clone();
    *copy.uri_mut() = request.uri().clone();
    *copy.headers_mut() = request.headers().clone();
    copy
}

fn throttled() -> Response<Vec<u8>> {
    let mut response = Response::new(br#"{"message":"Rate exceeded"}"#.to_vec());
    *response.status_mut() = http::StatusCode::TOO_MANY_REQUESTS;
    response.headers_mut().insert("x-amzn-errortype", http::HeaderValue::from_static("ThrottlingException"));
    response.headers_mut().insert("content-type", http::HeaderValue::from_static("application/json"));
    response
}

/// AWS gets a request of the application's.
async fn perform(
    world: &World,
    aws: &Far,
    request: Request<Vec<u8>>,
    body: &[u8],
    is_answered: bool,
) -> Option<Response<Vec<u8>>> {
    let answer = aws.answer(request).await;
    let record = last_call(aws)?;
    let mut state = world.lock();
    if is_write(&record.operation) && !state.is_real {
        let key = attributed(&mut state, &record);
        if let Some(key) = &key {
            hold(&mut state, key, &record);
        }
        note(&mut state, key, &record, body, answer.as_ref(), is_answered);
    }
    answer
}

/// A request that was on its way arrives.
pub async fn arrive(world: &World, aws: &Far, request: Request<Vec<u8>>, key: Option<StepKey>) {
    let body = request.body().clone();
    let answer = aws.answer(request).await;
    let Some(record) = last_call(aws) else { return };
    let mut state = world.lock();
    state.tell(format!("a late {} arrives", record.operation));
    if is_write(&record.operation) {
        note(&mut state, key, &record, &body, answer.as_ref(), false);
    }
}

fn last_call(aws: &Far) -> Option<CallRecord> {
    aws.last_call()
}

/// The step that this task said it is about to send, or that was left in the middle by an earlier server.
fn attributed(state: &mut State, record: &CallRecord) -> Option<StepKey> {
    let action = action_of(record);
    let key = find_step(state, &action, record.target.as_deref());
    if key.is_none() {
        state.breach(format!("{action} was sent without a durable intent"));
    }
    key
}

/// Nothing is known yet of a request that did not arrive: its step is the one of its task.
fn expected(state: &State, _: &Request<Vec<u8>>) -> Option<StepKey> {
    tokio::task::try_id().and_then(|task| state.checks.open.get(&task).cloned())
}

fn find_step(state: &State, action: &str, target: Option<&str>) -> Option<StepKey> {
    let is_meant = |key: &StepKey| {
        let step = state.tables.steps.get(key);
        step.is_some_and(|step| step.intended_at.is_some() && step.outcome.is_none() && fits(&step.operation, action))
    };
    let open = tokio::task::try_id().and_then(|task| state.checks.open.get(&task));
    if let Some(key) = open.filter(|key| is_meant(key)) {
        return Some(key.clone());
    }
    // What is made is not named yet.
    let is_named = |arn: &String| !arn.starts_with("arn:") || target.is_none_or(|target| target.contains(id_of(arn)));
    let same_target = |key: &&StepKey| state.checks.targets.get(*key).is_none_or(is_named);
    let all = state.tables.steps.keys().filter(|key| is_meant(key)).filter(same_target);
    let under_way =
        |key: &&StepKey| state.tables.plans.get(&key.0).is_some_and(|plan| plan.state == model::PlanState::Applying);
    all.filter(under_way).max_by_key(|key| state.checks.begun.get(&key.0).copied()).cloned()
}

/// A delivery makes a secret or gives it a value, whichever it is.
fn fits(operation: &str, action: &str) -> bool {
    const DELIVERIES: [&str; 2] = ["secretsmanager:CreateSecret", "secretsmanager:PutSecretValue"];
    operation == action || (DELIVERIES.contains(&operation) && DELIVERIES.contains(&action))
}

/// What a write is held to at the moment it arrives.
fn hold(state: &mut State, key: &StepKey, record: &CallRecord) {
    let action = action_of(record);
    state.tell(format!("AWS: {action} {} (step {} of {})", record.error.as_deref().unwrap_or("done"), key.1, key.0));
    if state.checks.dropped.contains(&key.0) {
        state.breach(format!("{action} of {} was sent after a drop", key.0));
    }
    let step = state.tables.steps.get(key).cloned();
    let earlier = state.checks.sent.get(key).map_or(0, |sent| sent.iter().filter(|sent| !sent.is_throttled).count());
    let earlier = earlier + state.checks.lost.get(key).map_or(0, Vec::len);
    let rows = action == "grafana:UpdatePermissions";
    if step.is_some_and(|step| !step.repeatable) && earlier > 0 && !rows {
        state.breach(format!("{action}, which must not be repeated, was sent again for step {} of {}", key.1, key.0));
    }
    let called = record.target.as_deref().unwrap_or_default();
    let twin = state.checks.twins.iter().find(|(path, _)| path == called);
    // By a clock that is wrong nobody can tell.
    let is_even = !state.fired.contains(&Fault::ClockBack) && !state.fired.contains(&Fault::ClockForward);
    if twin.is_some() && is_even && action == "grafana:DeleteWorkspaceServiceAccountToken" && record.error.is_none() {
        state.breach(format!("a token that somebody else made was revoked as the one that a plan minted: {called}"));
    }
    let Some(category) = category_of(&action) else { return };
    let target = state.checks.targets.get(key).cloned();
    let Some(id) = target.as_deref().map(id_of) else { return };
    let moved = state.checks.moved.get(&(id.to_owned(), category)).copied();
    let begun = state.checks.begun.get(&key.0).copied().unwrap_or_default();
    let planned = state.checks.planned.get(&key.0).copied().unwrap_or_default();
    if moved.is_some_and(|moved| planned < moved && moved < begun) {
        state.breach(format!("{action} of {} was sent though its target had moved", key.0));
    }
}

fn note(
    state: &mut State,
    key: Option<StepKey>,
    record: &CallRecord,
    body: &[u8],
    answer: Option<&Response<Vec<u8>>>,
    is_answered: bool,
) {
    let is_done = record.status.is_some_and(|status| status < 300);
    let operation = record.operation.clone();
    if is_done {
        note_secrets(state, key.as_ref(), &operation, body, answer, is_answered);
    }
    if let Some(key) = key {
        let sent = Sent { is_done, is_throttled: record.status == Some(429) };
        state.checks.sent.entry(key).or_default().push(sent);
    }
}

/// A request that was lost before it arrived was sent all the same.
fn note_unanswered(state: &mut State, due: Option<Fault>) {
    if !matches!(due, Some(Fault::LostBefore | Fault::Late)) {
        return;
    }
    let key = tokio::task::try_id().and_then(|task| state.checks.open.get(&task).cloned());
    if let Some(key) = key {
        let sent = Sent { is_done: false, is_throttled: false };
        state.checks.lost.entry(key).or_default().push(sent);
    }
}

fn note_secrets(
    state: &mut State,
    key: Option<&StepKey>,
    operation: &str,
    body: &[u8],
    answer: Option<&Response<Vec<u8>>>,
    is_answered: bool,
) {
    let answered: Value = answer.and_then(|answer| serde_json::from_slice(answer.body()).ok()).unwrap_or_default();
    let value = match operation {
        "CreateWorkspaceServiceAccountToken" => answered["serviceAccountToken"]["key"].as_str(),
        "CreateWorkspaceApiKey" => answered["key"].as_str(),
        _ => None,
    };
    if let (Some(value), Some(key), true) = (value, key, is_answered) {
        let minted =
            Minted { step: key.clone(), value: value.to_owned(), readers: 0, is_delivered: false, is_confirmed: false };
        state.checks.secrets.push(minted);
    }
    if matches!(operation, "CreateSecret" | "PutSecretValue") {
        let asked: Value = serde_json::from_slice(body).unwrap_or_default();
        for secret in &mut state.checks.secrets {
            secret.is_delivered |= asked["SecretString"].as_str() == Some(secret.value.as_str());
        }
    }
}

/// A list of tokens. What somebody else just made is listed late, after the look before a mint; and a fault may be planted:
/// every token looks as if it were made at this moment.
fn altered(world: &World, path: &str, answer: Response<Vec<u8>>) -> Response<Vec<u8>> {
    if !path.ends_with("/tokens") {
        return answer;
    }
    let (now, planted) = (world.now() / 1_000, world.lock().planted == Some(Planted::OlderToken));
    let twins: Vec<String> = {
        let state = world.lock();
        let late = state.checks.loses_mint.then(|| state.checks.twins.iter().map(|(path, _)| id_of(path).to_owned()));
        late.into_iter().flatten().collect()
    };
    if twins.is_empty() && !planted {
        return answer;
    }
    answer.map(|body| {
        let Ok(mut value) = serde_json::from_slice::<Value>(&body) else { return body };
        if let Some(tokens) = value["serviceAccountTokens"].as_array_mut() {
            tokens.retain(|token| !twins.iter().any(|id| token["id"].as_str() == Some(id)));
            for token in tokens.iter_mut().filter(|_| planted) {
                token["createdAt"] = json!(now);
            }
        }
        serde_json::to_vec(&value).unwrap_or(body)
    })
}

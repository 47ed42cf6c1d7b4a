//! One call of AWS's protocols from its request to its answer. The order is AWS's: signature, route, rate, armed
//! faults, constraints, sentinel inputs, work.

use std::borrow::Cow;
use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::State;
use http::header::CONTENT_TYPE;
use http::request::Parts;
use http::{HeaderMap, Method, Request, Response};
use serde_json::{Map, Value};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use uuid::Uuid;

use crate::calls::CallRecord;
use crate::engine::{Call, Engine, wall};
use crate::gate::mishap::{After, Stop};
use crate::shapes::{Operation, Protocol, Segment, Service, read, route, violations};
use crate::wire::failure::Failure;
use crate::wire::reply;
use crate::wire::signature::{self, Credential};

/// Largest request body, in bytes.
const BODY: usize = 4 << 20;

/// A call on its way. It gets into the list of calls however it ends, also when hyper drops it because its caller went
/// away.
struct Open<'a> {
    engine: &'a Engine,
    record: CallRecord,
    worked: bool,
    ended: bool,
}

impl<'a> Open<'a> {
    fn new(engine: &'a Engine) -> Self {
        let record = CallRecord { request_id: Uuid::new_v4().to_string(), ..CallRecord::default() };
        Self { engine, record, worked: false, ended: false }
    }

    fn end(mut self, status: Option<u16>, error: Option<String>) {
        (self.record.status, self.record.error, self.ended) = (status, error, true);
    }
}

impl Drop for Open<'_> {
    fn drop(&mut self) {
        let mut record = std::mem::take(&mut self.record);
        if !self.ended {
            let gone = if self.worked { "gone_after" } else { "gone_before" };
            record.error = Some(gone.to_owned());
        }
        record.at = OffsetDateTime::now_utc().format(&Rfc3339).unwrap_or_default();
        self.engine.lock().calls.add(record);
    }
}

/// A call that was done.
struct Done {
    service: &'static Service,
    operation: &'static Operation,
    output: Value,
    after: After,
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

/// Answers any request that is not one of the emulator's own.
pub(crate) async fn exchange(State(engine): State<Arc<Engine>>, request: Request<Body>) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let mut open = Open::new(&engine);
    let mut service = None;
    let (response, error) = match attempt(&engine, &parts, body, &mut service, &mut open).await {
        Ok(done) => finish(done, &open.record.request_id).await,
        Err(Stop::Cut) => (reply::cut(), Some("cut_before".to_owned())),
        Err(Stop::Canned(canned)) => {
            let kind = service.map_or("application/json", reply::kind);
            (canned.response(kind, &open.record.request_id), Some("answer".to_owned()))
        }
        Err(Stop::Failed(failure)) => {
            (reply::failure(service, &open.record.request_id, &failure), Some(failure.code.to_owned()))
        }
    };
    let cut = error.as_ref().is_some_and(|error| error.starts_with("cut_"));
    open.end((!cut).then(|| response.status().as_u16()), error);
    response
}

async fn finish(done: Done, request_id: &str) -> (Response<Body>, Option<String>) {
    match done.after {
        After::Cut => return (reply::cut(), Some("cut_after".to_owned())),
        After::Hold(hold) => hold.released().await,
        After::Canned(canned) => {
            return (canned.response(reply::kind(done.service), request_id), Some("answer_after".to_owned()));
        }
        After::Answer => {}
    }
    (reply::success(done.service, done.operation, request_id, done.output), None)
}

async fn attempt(
    engine: &Engine,
    parts: &Parts,
    body: Body,
    service_out: &mut Option<&'static Service>,
    open: &mut Open<'_>,
) -> Result<Done, Stop> {
    let record = &mut open.record;
    record.agent = agent(&parts.headers);
    let body = to_bytes(body, BODY).await.map_err(|_| Failure::too_large())?;
    let credential = signature::credential(&parts.headers);
    let service = addressed(engine, parts, credential.as_ref().ok());
    *service_out = service;
    let credential = credential?;
    let service = service.ok_or_else(|| Failure::wrong_service(&credential.service))?;
    record.service = service.name.to_owned();
    record.region.clone_from(&credential.region);
    #[expect(clippy::cast_possible_truncation, reason = "whole seconds since 1970 fit")]
    let caller = signature::caller(&credential, &parts.headers, wall() as i64)?;
    record.account.clone_from(&caller.account);
    let (operation, labels) = routed(service, parts, &body).ok_or_else(Failure::unknown_operation)?;
    record.operation = operation.name.to_owned();
    let query = parts.uri.query().unwrap_or_default();
    let input = read(service, operation, &labels, query, &parts.headers, &body);
    record.target = input.as_ref().ok().and_then(|input| target(operation, input));

    let mishap = {
        let mut state = engine.lock();
        state.draw(service, operation, &caller)?;
        state.faults.strike(service, operation, &caller, record.target.as_deref())
    };
    let armed = struck(mishap).await?;
    let input = input.map_err(Failure::from)?;
    let found = violations(service, operation.input, &input);
    if !found.is_empty() {
        return Err(Failure::violations(&found).into());
    }
    let Value::Object(input) = input else { return Err(Failure::internal().into()) };
    let call = Call { service, operation, caller, input };
    let mishap = engine.lock().sentinel(&call);
    let named = struck(mishap).await?;
    let output = engine.perform(&call)?;
    open.worked = true;
    open.record.effects = effects(&output);
    let after = if matches!(armed, After::Answer) { named } else { armed };
    Ok(Done { service, operation, output, after })
}

/// Told beside what AWS answers, which it does not become part of.
fn effects(output: &Value) -> Vec<String> {
    let effects = output.get("effects").and_then(Value::as_array).into_iter().flatten();
    effects.filter_map(Value::as_str).map(str::to_owned).collect()
}

async fn struck(mishap: Option<crate::gate::mishap::Mishap>) -> Result<After, Stop> {
    match mishap {
        Some(mishap) => mishap.strike().await,
        None => Ok(After::Answer),
    }
}

/// The service of the signature. An unsigned call is answered by the service that its target names, else by STS, if it
/// looks like the query protocol.
fn addressed(engine: &Engine, parts: &Parts, credential: Option<&Credential>) -> Option<&'static Service> {
    match credential {
        Some(credential) => engine.services.iter().find(|service| service.signing == credential.service),
        None if parts.uri.path() == "/" && parts.method == Method::POST => {
            let named = |service: &&Service| targeted(service, &parts.headers).is_some();
            let query = |service: &&Service| service.protocol == Protocol::Query;
            engine.services.iter().find(named).or_else(|| engine.services.iter().find(query))
        }
        None => None,
    }
}

fn agent(headers: &HeaderMap) -> String {
    let text = headers.get(http::header::USER_AGENT).and_then(|agent| agent.to_str().ok());
    text.and_then(|text| text.split_whitespace().next()).unwrap_or_default().to_owned()
}

fn routed(service: &'static Service, parts: &Parts, body: &[u8]) -> Option<(&'static Operation, Map<String, Value>)> {
    let (method, path) = (parts.method.as_str(), parts.uri.path());
    let name = match service.protocol {
        Protocol::RestJson => return route(service, method, path),
        Protocol::Query => form_urlencoded::parse(body).find(|(name, _)| name == "Action")?.1,
        Protocol::Json { .. } => Cow::Borrowed(targeted(service, &parts.headers)?),
    };
    let operation = service.operation(&name).filter(|operation| operation.method == method && path == "/")?;
    Some((operation, Map::new()))
}

/// What a call of JSON 1.1 says that it is, if it means this service and is of this protocol at all.
fn targeted<'h>(service: &Service, headers: &'h HeaderMap) -> Option<&'h str> {
    let Protocol::Json { target } = service.protocol else { return None };
    let text = |name: http::HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let kind = text(CONTENT_TYPE)?.split(';').next()?.trim();
    let name = text(http::HeaderName::from_static("x-amz-target"))?.strip_prefix(target)?.strip_prefix('.')?;
    (kind == "application/x-amz-json-1.1").then_some(name)
}

/// What the call points at: its path labels, or the one member that stands for them where the path has none.
fn target(operation: &Operation, input: &Value) -> Option<String> {
    let text = |name: &str| input.get(name).and_then(Value::as_str).map(str::to_owned);
    let label = |segment: &Segment| match segment {
        Segment::Label(name) => text(name),
        Segment::Literal(_) => None,
    };
    let labels: Vec<String> = operation.segments.iter().filter_map(label).collect();
    if !labels.is_empty() {
        return Some(labels.join("/"));
    }
    let member = input.pointer("/MemberId/UserId").and_then(Value::as_str).map(str::to_owned);
    let names = ["workspaceId", "domain", "resourceArn", "RoleArn", "UserId", "GroupId", "SecretId", "Name"];
    names.iter().find_map(|name| text(name)).or(member).or_else(|| text("IdentityStoreId"))
}

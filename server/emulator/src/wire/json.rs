//! Failures as JSON 1.1 says them: the code in the body as `__type`, members that begin with capitals, and 400 for
//! everything that is the caller's.

use serde_json::{Map, Value};

use super::failure::Failure;
use crate::shapes::{Service, project};

/// The content type of requests and answers.
pub(crate) const KIND: &str = "application/x-amz-json-1.1";

/// Status and body of a failure. Of its members the service's shape of the error picks; an error without a shape has
/// its message alone.
pub(crate) fn failure(service: &Service, request_id: &str, failure: &Failure) -> (u16, Value) {
    let mut members: Map<String, Value> = match &failure.members {
        Value::Object(map) => map.iter().map(|(name, value)| (capital(name), value.clone())).collect(),
        _ => Map::new(),
    };
    members.insert("RequestId".into(), request_id.into());
    members.insert("Message".into(), failure.message.clone().into());
    let code = code(service, failure.code);
    let declared = service.structure(code);
    let mut body = match declared {
        Some(_) => project(service, code, Value::Object(members)),
        None => serde_json::json!({ "Message": failure.message }),
    };
    body["__type"] = code.into();
    let undeclared = || if failure.common_status() < 500 { 400 } else { failure.common_status() };
    let status = declared.and_then(|shape| shape.error).map_or_else(undeclared, |error| error.status);
    (status, body)
}

/// The code as the service writes it: Secrets Manager has a name of its own for what is the service's fault.
fn code(service: &Service, code: &'static str) -> &'static str {
    let own = "InternalServiceError";
    if code == "InternalServerException" && service.structure(own).is_some() { own } else { code }
}

fn capital(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

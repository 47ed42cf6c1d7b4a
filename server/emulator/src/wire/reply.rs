//! Puts an output or a failure on the wire, as JSON or, for STS, as XML; always with a request id. What JSON 1.1 has of
//! its own is in [`super::json`].

use axum::body::Body;
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use http::{Response, StatusCode};
use serde_json::Value;

use super::failure::Failure;
use super::json;
use crate::shapes::{Operation, Protocol, Service, element, project, split_headers};

/// A connection to be cut instead of answered; carried as an extension of an otherwise empty response.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cut;

/// The answer of a call that worked.
pub(crate) fn success(service: &Service, operation: &Operation, request_id: &str, output: Value) -> Response<Body> {
    let Some(shape) = operation.output else { return empty(operation.status, request_id) };
    let value = project(service, shape, output);
    if service.protocol == Protocol::Query {
        let result = element(service, shape, &format!("{}Result", operation.name), &value);
        let metadata = format!("<ResponseMetadata><RequestId>{request_id}</RequestId></ResponseMetadata>");
        return xml(operation.status, request_id, &format!("{}Response", operation.name), &(result + &metadata));
    }
    response(operation.status, request_id, kind(service), value.to_string())
}

/// The content type of a service that answers in JSON.
pub(crate) fn kind(service: &Service) -> &'static str {
    if matches!(service.protocol, Protocol::Json { .. }) { json::KIND } else { "application/json" }
}

/// The answer of a call that failed. Without a service (nothing says which was meant) it is JSON.
pub(crate) fn failure(service: Option<&Service>, request_id: &str, failure: &Failure) -> Response<Body> {
    if let Some(service) = service.filter(|service| service.protocol == Protocol::Query) {
        return query_failure(service, request_id, failure);
    }
    if let Some(service) = service.filter(|service| matches!(service.protocol, Protocol::Json { .. })) {
        let (status, value) = json::failure(service, request_id, failure);
        return response(status, request_id, json::KIND, value.to_string());
    }
    let mut value = failure.members.clone();
    if let Value::Object(map) = &mut value {
        map.insert("message".into(), failure.message.clone().into());
        if let Some(service) = service {
            map.insert("serviceCode".into(), service.signing.into());
        }
    }
    let declared = service.and_then(|service| Some((service, service.structure(failure.code)?)));
    let (mut status, mut headers) = (failure.common_status(), Vec::new());
    if let Some((service, structure)) = declared {
        status = structure.error.map_or(status, |error| error.status);
        headers = split_headers(service, failure.code, &mut value);
        value = project(service, failure.code, value);
    } else {
        value = serde_json::json!({ "message": failure.message });
    }
    let mut response = response(status, request_id, "application/json", value.to_string());
    headers.push(("x-amzn-errortype", failure.code.to_owned()));
    for (name, text) in headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(text)) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

/// No answer: the connection ends.
pub(crate) fn cut() -> Response<Body> {
    let mut response = Response::new(Body::empty());
    response.extensions_mut().insert(Cut);
    response
}

fn query_failure(service: &Service, request_id: &str, failure: &Failure) -> Response<Body> {
    let status = service.structure(failure.code).and_then(|shape| shape.error).map(|error| error.status);
    let status = status.unwrap_or_else(|| failure.common_status());
    let code = match failure.code {
        "ValidationException" => "ValidationError",
        "UnrecognizedClientException" => "InvalidClientTokenId",
        "UnknownOperationException" => "InvalidAction",
        "InternalServerException" => "InternalFailure",
        "ThrottlingException" => "Throttling",
        "ExpiredTokenException" => "ExpiredToken",
        code => code.strip_suffix("Exception").unwrap_or(code),
    };
    let status = if code == "InvalidAction" { 400 } else { status };
    let side = if status < 500 { "Sender" } else { "Receiver" };
    let message = Value::String(failure.message.clone());
    let message = element(service, "", "Message", &message);
    let inner =
        format!("<Error><Type>{side}</Type><Code>{code}</Code>{message}</Error><RequestId>{request_id}</RequestId>");
    xml(status, request_id, "ErrorResponse", &inner)
}

fn xml(status: u16, request_id: &str, root: &str, inner: &str) -> Response<Body> {
    let body = format!("<{root} xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">{inner}</{root}>\n");
    response(status, request_id, "text/xml", body)
}

fn empty(status: u16, request_id: &str) -> Response<Body> {
    let mut response = response(status, request_id, "application/json", String::new());
    response.headers_mut().remove(CONTENT_TYPE);
    response
}

fn response(status: u16, request_id: &str, kind: &'static str, body: String) -> Response<Body> {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    if let Ok(id) = HeaderValue::try_from(request_id) {
        headers.insert("x-amzn-requestid", id);
    }
    response
}

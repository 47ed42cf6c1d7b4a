//! From an input to the HTTP message that an AWS client would send, but for the HMAC.

use emulator::demo;
use emulator::shapes::{Operation, Place, Protocol, Segment, Service};
use form_urlencoded::Serializer;
use http::Request;
use http_body_util::Full;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value};

pub type Bytes = hyper::body::Bytes;

const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Who calls, and where.
#[derive(Clone, Debug)]
pub struct Who {
    pub key: String,
    pub region: String,
    pub session: Option<String>,
}

impl Default for Who {
    fn default() -> Self {
        Self::at(demo::ACCOUNTS[0].id, "eu-west-1")
    }
}

impl Who {
    pub fn at(key: &str, region: &str) -> Self {
        Self { key: key.into(), region: region.into(), session: None }
    }

    /// A header that is good in form.
    pub fn authorization(&self, signing: &str) -> String {
        let scope = format!("{}/20260101/{}/{signing}/aws4_request", self.key, self.region);
        let signature = "0".repeat(64);
        format!("AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host;x-amz-date, Signature={signature}")
    }
}

pub fn built(url: &str, who: &Who, service: &Service, operation: &Operation, input: &Value) -> Request<Full<Bytes>> {
    let mut request = Request::builder().method(operation.method);
    request = request.header("authorization", who.authorization(service.signing));
    if let Some(session) = &who.session {
        request = request.header("x-amz-security-token", session);
    }
    if service.protocol == Protocol::Query {
        let mut form = Serializer::new(String::new());
        form.append_pair("Action", operation.name).append_pair("Version", "2011-06-15");
        flatten("", input, &mut form);
        let body = Bytes::from(form.finish());
        return request.uri(format!("{url}/")).body(Full::new(body)).unwrap();
    }
    if let Protocol::Json { target } = service.protocol {
        request = request.header("content-type", "application/x-amz-json-1.1");
        request = request.header("x-amz-target", format!("{target}.{}", operation.name));
        return request.uri(format!("{url}/")).body(Full::new(Bytes::from(input.to_string()))).unwrap();
    }
    let mut body = Map::new();
    let mut query = Serializer::new(String::new());
    for member in service.inputs(operation) {
        let Some(value) = input.get(member.name) else { continue };
        match (member.place, value) {
            (Place::Path, _) => {}
            (Place::Query, Value::Array(items)) => {
                query.extend_pairs(items.iter().map(|item| (member.wire, plain(item))));
            }
            (Place::Query, value) => {
                query.append_pair(member.wire, &plain(value));
            }
            (Place::Header, value) => request = request.header(member.wire, plain(value)),
            (Place::Body, value) => drop(body.insert(member.wire.to_owned(), value.clone())),
        }
    }
    let uri = format!("{url}{}?{}", path(operation, input), query.finish());
    let body = if body.is_empty() { Bytes::new() } else { Bytes::from(Value::Object(body).to_string()) };
    request.uri(uri).body(Full::new(body)).unwrap()
}

fn path(operation: &Operation, input: &Value) -> String {
    operation.segments.iter().fold(String::new(), |path, segment| match segment {
        Segment::Literal(text) => format!("{path}/{text}"),
        Segment::Label(name) => {
            let text = plain(input.get(*name).unwrap_or(&Value::Null));
            format!("{path}/{}", utf8_percent_encode(&text, UNRESERVED))
        }
    })
}

fn flatten(prefix: &str, value: &Value, form: &mut Serializer<'_, String>) {
    let dot = if prefix.is_empty() { "" } else { "." };
    match value {
        Value::Object(map) => {
            for (name, value) in map {
                flatten(&format!("{prefix}{dot}{name}"), value, form);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            for (place, item) in items.iter().enumerate() {
                flatten(&format!("{prefix}.member.{}", place + 1), item, form);
            }
        }
        Value::Array(_) => {
            form.append_pair(prefix, "");
        }
        value => {
            form.append_pair(prefix, &plain(value));
        }
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| if value.is_null() { String::new() } else { value.to_string() }, str::to_owned)
}

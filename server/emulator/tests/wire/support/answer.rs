//! An answer, and whether it is one that the table allows.

use emulator::shapes::{Operation, Protocol, Service, Shape, violations};
use http::HeaderMap;
use serde_json::Value;

/// Errors that any operation may answer with, declared or not.
const COMMON: [&str; 10] = [
    "ValidationException",
    "AccessDeniedException",
    "ThrottlingException",
    "InternalServerException",
    "MissingAuthenticationTokenException",
    "IncompleteSignatureException",
    "InvalidSignatureException",
    "UnrecognizedClientException",
    "ExpiredTokenException",
    "UnknownOperationException",
];

#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
    /// Null for a body that is not JSON.
    pub body: Value,
}

impl Answer {
    pub fn new(status: u16, headers: HeaderMap, body: &[u8]) -> Self {
        let text = String::from_utf8(body.to_vec()).unwrap();
        let body = serde_json::from_str(&text).unwrap_or(Value::Null);
        Self { status, headers, text, body }
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The error's code, empty for an answer that is none; STS says it in XML, JSON 1.1 in its body.
    pub fn code(&self) -> String {
        let in_xml = self.text.split_once("<Code>").and_then(|(_, rest)| rest.split_once("</Code>"));
        let in_json = || self.body["__type"].as_str().unwrap_or_else(|| self.header("x-amzn-errortype"));
        in_xml.map_or_else(|| in_json().to_owned(), |(code, _)| code.to_owned())
    }

    pub fn text_at(&self, pointer: &str) -> String {
        let value = self.body.pointer(pointer).and_then(Value::as_str);
        value.unwrap_or_else(|| panic!("no text at {pointer} in {}", self.text)).to_owned()
    }

    pub fn list_at(&self, pointer: &str) -> Vec<Value> {
        let value = self.body.pointer(pointer).and_then(Value::as_array);
        value.unwrap_or_else(|| panic!("no list at {pointer} in {}", self.text)).clone()
    }

    /// The texts at `member` of a list's items.
    pub fn texts_at(&self, pointer: &str, member: &str) -> Vec<String> {
        self.list_at(pointer).iter().map(|one| one[member].as_str().unwrap().to_owned()).collect()
    }

    /// The fields of a validation error.
    pub fn fields(&self) -> Vec<String> {
        self.texts_at("/fieldList", "name")
    }

    #[track_caller]
    pub fn is(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text);
        self
    }

    /// It failed so.
    #[track_caller]
    pub fn failed(self, status: u16, code: &str) -> Self {
        assert_eq!((self.status, self.code().as_str()), (status, code), "{}", self.text);
        self
    }

    /// It was refused for one field.
    #[track_caller]
    pub fn refused_for(self, field: &str) {
        let answer = self.failed(400, "ValidationException");
        assert_eq!(answer.body["reason"], "FIELD_VALIDATION_FAILED", "{}", answer.text);
        assert_eq!(answer.fields(), [field], "{}", answer.text);
    }

    /// Status, members and error are such as the table says; a request id is there.
    #[track_caller]
    pub fn agrees_with(&self, service: &Service, operation: &Operation) {
        assert_eq!(self.header("x-amzn-requestid").len(), 36, "no request id: {:?}", self.headers);
        if service.protocol == Protocol::Query {
            return assert!(self.text.contains("<RequestId>"), "{}", self.text);
        }
        if self.status < 300 {
            assert_eq!(self.status, operation.status, "{}: {}", operation.name, self.text);
            match operation.output {
                Some(shape) => conforms(service, shape, &self.body),
                None => assert_eq!(self.text, "", "{} answers nothing", operation.name),
            }
            return;
        }
        let code = self.code();
        let known = operation.declares(&code) || COMMON.contains(&code.as_str());
        assert!(known, "{} does not declare {code}: {}", operation.name, self.text);
        if let Some(error) = service.structure(&code).and_then(|shape| shape.error) {
            assert_eq!(self.status, error.status, "{}", self.text);
            let mut members = self.body.clone();
            if matches!(service.protocol, Protocol::Json { .. }) {
                members.as_object_mut().unwrap().remove("__type");
            }
            conforms(service, &code, &members);
        }
    }
}

/// Nothing that the shape forbids, and nothing that it does not know.
#[track_caller]
fn conforms(service: &Service, shape: &str, value: &Value) {
    let found = violations(service, shape, value);
    assert!(found.is_empty(), "{shape}: {found:?} in {value}");
    known_members(service, shape, value);
}

#[track_caller]
fn known_members(service: &Service, shape: &str, value: &Value) {
    match (&service.shapes[shape], value) {
        (Shape::Structure(structure), Value::Object(map)) => {
            for (name, value) in map {
                let member = structure.members.iter().find(|member| member.wire == name);
                let member = member.unwrap_or_else(|| panic!("{shape} has no {name}"));
                known_members(service, member.shape, value);
            }
        }
        (Shape::List { item, .. }, Value::Array(items)) => {
            items.iter().for_each(|value| known_members(service, item, value));
        }
        _ => {}
    }
}

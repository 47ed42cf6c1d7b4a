//! The compact table: what operations there are, what they take and give, and every constraint on it.
//!
//! It is data (`model/*.txt`), written once from the services' published models and owned by this crate. Routing,
//! reading of requests, validation, responses and errors are all driven by it; no other module may restate a
//! constraint. The table knows nothing of state: rules that need it ("only when ACTIVE") live in `services`.

mod encode;
mod parse;
mod read;
mod route;
mod validate;
mod xml;

use std::collections::HashMap;
use std::ops::RangeInclusive;

use regex::Regex;

pub use parse::{BadTable, table};
pub use validate::{Violation, violations};

pub(crate) use encode::{project, split_headers};
pub(crate) use read::{Unreadable, read};
pub(crate) use route::route;
pub(crate) use xml::element;

/// One AWS service: its operations and shapes.
#[derive(Debug)]
pub struct Service {
    /// Our name of it: `grafana`, `prometheus`, `codeartifact`, `identitystore`, `secretsmanager`, `sts`.
    pub name: &'static str,
    /// The name in the credential scope of a signature, by which calls are told apart.
    pub signing: &'static str,
    pub protocol: Protocol,
    pub operations: Vec<Operation>,
    pub shapes: HashMap<&'static str, Shape>,
}

/// How a service speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    RestJson,
    /// Form-encoded requests, XML answers.
    Query,
    /// JSON 1.1: every call is a POST of a body, and the header `x-amz-target` says which: `TARGET.Operation`.
    Json {
        target: &'static str,
    },
}

/// One operation: its route and its shapes, by name.
#[derive(Debug)]
pub struct Operation {
    pub name: &'static str,
    pub method: &'static str,
    pub segments: Vec<Segment>,
    /// HTTP status of success.
    pub status: u16,
    pub input: &'static str,
    pub output: Option<&'static str>,
    /// The errors it declares.
    pub errors: Vec<&'static str>,
}

/// One part of a path, between two slashes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Segment {
    Literal(&'static str),
    Label(&'static str),
}

/// A type of the wire with its constraints.
#[derive(Debug)]
pub enum Shape {
    Structure(Structure),
    List {
        item: &'static str,
        size: RangeInclusive<u64>,
    },
    Map {
        key: &'static str,
        value: &'static str,
        size: RangeInclusive<u64>,
    },
    Text {
        length: RangeInclusive<u64>,
        pattern: Option<Regex>,
    },
    Enum(Vec<&'static str>),
    Integer(RangeInclusive<i64>),
    Boolean,
    Timestamp,
    /// Any JSON.
    Document,
}

/// The members of a structure; errors and unions are structures too.
#[derive(Debug, Default)]
pub struct Structure {
    pub members: Vec<Member>,
    pub error: Option<ErrorTrait>,
    /// Exactly one member must be given.
    pub union: bool,
}

/// What makes a structure an error.
#[derive(Clone, Copy, Debug)]
pub struct ErrorTrait {
    pub status: u16,
    /// The code on the wire, where it is not the shape's name.
    pub code: Option<&'static str>,
}

/// One member of a structure.
#[derive(Debug)]
pub struct Member {
    pub name: &'static str,
    pub shape: &'static str,
    pub place: Place,
    /// Its name on the wire.
    pub wire: &'static str,
    pub required: bool,
    /// The caller's own token that makes a repeated call the same call.
    pub idempotent: bool,
}

/// Where in the HTTP message a member travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Path,
    Query,
    Header,
    Body,
}

impl Service {
    /// The structure of that name, if it is one.
    #[must_use]
    pub fn structure(&self, name: &str) -> Option<&Structure> {
        match self.shapes.get(name) {
            Some(Shape::Structure(structure)) => Some(structure),
            _ => None,
        }
    }

    /// The operation of that name.
    #[must_use]
    pub fn operation(&self, name: &str) -> Option<&Operation> {
        self.operations.iter().find(|operation| operation.name == name)
    }

    /// The members of an operation's input; none for an input without a structure.
    #[must_use]
    pub fn inputs(&self, operation: &Operation) -> &[Member] {
        self.structure(operation.input).map_or(&[], |structure| &structure.members)
    }
}

impl Operation {
    /// Whether the operation only reads, as its name says.
    #[must_use]
    pub fn reads(&self) -> bool {
        ["Describe", "List", "Get"].iter().any(|verb| self.name.starts_with(verb))
    }

    /// Whether the model says that the operation may answer so.
    #[must_use]
    pub fn declares(&self, error: &str) -> bool {
        self.errors.contains(&error)
    }
}

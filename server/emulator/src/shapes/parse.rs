//! Reads `model/*.txt`. One line each, words parted by blanks, `#` begins a comment line:
//!
//! ```text
//! service NAME SIGNING-NAME rest-json|query|json-1.1 [TARGET, for json-1.1]
//! op NAME METHOD /path/{label} STATUS INPUT OUTPUT|- ERROR…
//! struct NAME [error STATUS [CODE]] [union]
//!   MEMBER SHAPE path|query|header|body[=WIRE-NAME] [required] [idempotent]
//! list NAME ITEM [MIN..MAX]
//! map NAME KEY VALUE [MIN..MAX]
//! string NAME [MIN..MAX] [/PATTERN]        the pattern must match the whole text
//! enum NAME VALUE…
//! integer|long NAME [MIN..MAX]
//! boolean|timestamp|document NAME
//! ```

use std::collections::HashMap;
use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;
use std::sync::LazyLock;

use regex::Regex;

use super::{ErrorTrait, Member, Operation, Place, Protocol, Segment, Service, Shape, Structure};

const SOURCES: [&str; 6] = [
    include_str!("../../model/grafana.txt"),
    include_str!("../../model/prometheus.txt"),
    include_str!("../../model/codeartifact.txt"),
    include_str!("../../model/identitystore.txt"),
    include_str!("../../model/secretsmanager.txt"),
    include_str!("../../model/sts.txt"),
];

static TABLE: LazyLock<Result<Vec<Service>, BadTable>> =
    LazyLock::new(|| SOURCES.iter().map(|text| service(text)).collect());

/// A line of the table that makes no sense; a defect of this crate, never of a request.
#[derive(Clone, Debug)]
pub struct BadTable(String);

impl fmt::Display for BadTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the table of shapes is broken: {}", self.0)
    }
}

impl std::error::Error for BadTable {}

/// All services, read once.
///
/// # Errors
/// When a line cannot be understood, or names a shape that is not there.
pub fn table() -> Result<&'static [Service], BadTable> {
    TABLE.as_deref().map_err(Clone::clone)
}

fn service(text: &'static str) -> Result<Service, BadTable> {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    let head: Vec<&str> = lines.next().unwrap_or_default().split_whitespace().collect();
    let (name, signing, protocol) = match *head.as_slice() {
        ["service", name, signing, "rest-json"] => (name, signing, Protocol::RestJson),
        ["service", name, signing, "query"] => (name, signing, Protocol::Query),
        ["service", name, signing, "json-1.1", target] => (name, signing, Protocol::Json { target }),
        _ => return Err(BadTable("no service line".into())),
    };
    let mut service = Service { name, signing, protocol, operations: Vec::new(), shapes: HashMap::new() };
    let mut open = "";
    for line in lines {
        let bad = || BadTable(line.to_owned());
        if line.starts_with(' ') {
            let Some(Shape::Structure(structure)) = service.shapes.get_mut(open) else { return Err(bad()) };
            structure.members.push(member(line).ok_or_else(bad)?);
        } else if let Some(rest) = line.strip_prefix("op ") {
            service.operations.push(operation(rest).ok_or_else(bad)?);
        } else {
            let (name, shape) = shape(line).ok_or_else(bad)?;
            service.shapes.insert(name, shape);
            open = name;
        }
    }
    complete(&service)?;
    Ok(service)
}

fn operation(line: &'static str) -> Option<Operation> {
    let mut words = line.split_whitespace();
    let (name, method, uri) = (words.next()?, words.next()?, words.next()?);
    let status = words.next()?.parse().ok()?;
    let (input, output) = (words.next()?, words.next()?);
    let label = |part: &'static str| part.strip_prefix('{').and_then(|part| part.strip_suffix('}'));
    let segments =
        uri.split('/').skip(1).map(|part| label(part).map_or(Segment::Literal(part), Segment::Label)).collect();
    let output = (output != "-").then_some(output);
    Some(Operation { name, method, segments, status, input, output, errors: words.collect() })
}

fn member(line: &'static str) -> Option<Member> {
    let mut words = line.split_whitespace();
    let (name, shape, place) = (words.next()?, words.next()?, words.next()?);
    let (place, wire) = place.split_once('=').unwrap_or((place, name));
    let place = match place {
        "path" => Place::Path,
        "query" => Place::Query,
        "header" => Place::Header,
        "body" => Place::Body,
        _ => return None,
    };
    let mut member = Member { name, shape, place, wire, required: false, idempotent: false };
    for word in words {
        match word {
            "required" => member.required = true,
            "idempotent" => member.idempotent = true,
            _ => return None,
        }
    }
    Some(member)
}

fn shape(line: &'static str) -> Option<(&'static str, Shape)> {
    let (line, pattern) = match line.split_once(" /") {
        Some((line, pattern)) => (line, Some(Regex::new(&format!("^(?:{pattern})$")).ok()?)),
        None => (line, None),
    };
    let words: Vec<&'static str> = line.split_whitespace().collect();
    let (&kind, &name, rest) = (words.first()?, words.get(1)?, words.get(2..)?);
    let shape = match kind {
        "struct" => Shape::Structure(structure(rest)?),
        "list" => Shape::List { item: rest.first()?, size: range(rest.get(1), 0)? },
        "map" => Shape::Map { key: rest.first()?, value: rest.get(1)?, size: range(rest.get(2), 0)? },
        "string" => Shape::Text { length: range(rest.first(), 0)?, pattern },
        "enum" => Shape::Enum(rest.to_vec()),
        "integer" => Shape::Integer(range(rest.first(), i64::from(i32::MIN))?),
        "long" => Shape::Integer(range(rest.first(), i64::MIN)?),
        "boolean" => Shape::Boolean,
        "timestamp" => Shape::Timestamp,
        "document" => Shape::Document,
        _ => return None,
    };
    Some((name, shape))
}

fn structure(words: &[&'static str]) -> Option<Structure> {
    let mut structure = Structure::default();
    let mut words = words.iter().copied().peekable();
    while let Some(word) = words.next() {
        match word {
            "union" => structure.union = true,
            "error" => {
                let status = words.next()?.parse().ok()?;
                let code = words.next_if(|word| *word != "union");
                structure.error = Some(ErrorTrait { status, code });
            }
            _ => return None,
        }
    }
    Some(structure)
}

/// `MIN..MAX`, either side may be missing.
fn range<T: Bound>(word: Option<&&'static str>, least: T) -> Option<RangeInclusive<T>> {
    let (min, max) = word.map_or(Some(("", "")), |word| word.split_once(".."))?;
    let side = |text: &str, none: T| if text.is_empty() { Some(none) } else { text.parse().ok() };
    Some(side(min, least)?..=side(max, T::mirror(least))?)
}

/// A number that bounds a range, and the other end of the range that is open on both sides.
trait Bound: FromStr + Copy {
    fn mirror(least: Self) -> Self;
}

impl Bound for u64 {
    fn mirror(_: Self) -> Self {
        u64::MAX
    }
}

impl Bound for i64 {
    fn mirror(least: Self) -> Self {
        -(least + 1)
    }
}

/// Every shape that is named exists.
fn complete(service: &Service) -> Result<(), BadTable> {
    let nested = service.shapes.values().flat_map(|shape| match shape {
        Shape::Structure(structure) => structure.members.iter().map(|member| member.shape).collect(),
        Shape::List { item, .. } => vec![*item],
        Shape::Map { key, value, .. } => vec![*key, *value],
        _ => Vec::new(),
    });
    let top = service.operations.iter().flat_map(|op| op.errors.iter().copied().chain([op.input]).chain(op.output));
    match nested.chain(top).find(|name| !service.shapes.contains_key(name)) {
        Some(name) => Err(BadTable(format!("{}: no shape {name}", service.name))),
        None => Ok(()),
    }
}

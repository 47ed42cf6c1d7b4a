//! Every constraint of the table, one by one, over the wire: the call is refused, names the member, changes nothing.

use emulator::shapes::{Operation, Place, Protocol, Segment, Service, Shape, table, violations};
use serde_json::{Map, Value, json};

use crate::support::{Answer, Bench, Who};

/// A broken input: what is broken, the member that the answer must name, the input.
type Case = (&'static str, String, Value);

#[tokio::test]
async fn every_broken_constraint_is_refused_by_its_name_and_changes_nothing() {
    let bench = Bench::demo().await;
    let before = bench.emulator.fingerprint();
    let mut kinds = std::collections::BTreeMap::<&str, usize>::new();
    for service in table().unwrap() {
        for operation in &service.operations {
            for (kind, field, input) in cases(service, operation) {
                let answer = bench.call(service.name, operation.name, input).await;
                let what = format!("{} {}: {kind} of {field}", service.name, operation.name);
                assert!(named(service, &answer, &field), "{what}: {} {}", answer.status, answer.text);
                *kinds.entry(kind).or_default() += 1;
            }
            assert_eq!(bench.emulator.fingerprint(), before, "{} {} changed something", service.name, operation.name);
        }
    }
    let wanted = ["absent", "long", "many", "few", "large", "small", "pattern", "enum", "type", "union", "short"];
    for kind in wanted {
        assert!(kinds.contains_key(kind), "no case of {kind} in {kinds:?}");
    }
    assert!(kinds.values().sum::<usize>() > 450, "too few cases: {kinds:?}");
}

#[test]
fn the_table_holds_the_operations_that_are_promised() {
    let count = |name: &str| table().unwrap().iter().find(|one| one.name == name).unwrap().operations.len();
    let counts = ["grafana", "prometheus", "codeartifact", "identitystore", "secretsmanager", "sts"].map(count);
    assert_eq!(counts, [25, 10, 11, 8, 4, 2]);
}

#[test]
fn well_known_limits_are_in_the_table() {
    let broken = |service: &str, shape: &str, value: Value| {
        let service = table().unwrap().iter().find(|one| one.name == service).unwrap();
        !violations(service, shape, &value).is_empty()
    };
    for (service, shape, good, bad) in [
        ("grafana", "WorkspaceName", json!("a".repeat(255)), json!("a".repeat(256))),
        ("grafana", "WorkspaceName", json!("a-.~_9"), json!("a b")),
        ("grafana", "Description", json!(""), json!("é".repeat(2049))),
        ("grafana", "UpdateInstructionBatch", json!([]), json!([{ "action": "ADD" }])),
        ("grafana", "SubnetIds", json!(["a", "b"]), json!(["a"])),
        ("grafana", "CreateWorkspaceServiceAccountTokenRequestSecondsToLiveInteger", json!(2_592_000), json!(0)),
        ("prometheus", "WorkspaceAlias", json!("a".repeat(100)), json!("")),
        ("prometheus", "LimitsPerLabelSetEntryMaxSeriesLong", json!(i64::MAX), json!(-1)),
        ("prometheus", "LabelSet", json!({}), json!({ "a-b": "c" })),
        ("prometheus", "TagKey", json!("Größe: 1"), json!("a;b")),
        ("codeartifact", "DomainName", json!("ab"), json!("Ab")),
        ("identitystore", "IdentityStoreId", json!("d-9967123abc"), json!("d-9967123abx")),
        ("identitystore", "MaxResults", json!(100), json!(101)),
        ("identitystore", "Filters", json!([]), json!([{}, {}])),
        ("secretsmanager", "NameType", json!("grafana/ci_+=.@!-1"), json!("a b")),
        ("secretsmanager", "SecretStringType", json!("a".repeat(65_536)), json!("")),
        ("secretsmanager", "ClientRequestTokenType", json!("a".repeat(64)), json!("a".repeat(31))),
        ("sts", "roleDurationSecondsType", json!(900), json!(43_201)),
        ("sts", "roleSessionNameType", json!("me@example.com"), json!("me/you")),
    ] {
        assert!(!broken(service, shape, good.clone()), "{shape} refuses {good}");
        assert!(broken(service, shape, bad.clone()), "{shape} accepts {bad}");
    }
}

#[tokio::test]
async fn all_broken_members_of_one_call_are_named_at_once() {
    let bench = Bench::empty().await;
    let input = json!({ "accountAccessType": "X", "authenticationProviders": [], "workspaceName": "a b" });
    let answer = bench.grafana("CreateWorkspace", input).await.failed(400, "ValidationException");
    assert_eq!(answer.fields(), ["accountAccessType", "permissionType", "workspaceName"]);
}

#[tokio::test]
async fn a_body_that_is_not_json_cannot_be_parsed() {
    let bench = Bench::empty().await;
    let authorization = Who::default().authorization("grafana");
    for body in ["{", "[]", "null", "\"text\""] {
        let uri = format!("{}/workspaces", bench.emulator.url());
        let request = http::Request::post(uri).header("authorization", &authorization);
        let answer = bench.send(request.body(body.to_owned().into()).unwrap()).await.unwrap();
        let answer = answer.failed(400, "ValidationException");
        assert_eq!(answer.body["reason"], "CANNOT_PARSE", "{body}");
    }
}

fn named(service: &Service, answer: &Answer, field: &str) -> bool {
    let said = answer.text.replace("&quot;", "\"").contains(&format!("'{}'", field.replace('"', "\\\"")));
    match (service.name, answer.code().as_str()) {
        ("sts", "ValidationError") | ("codeartifact" | "identitystore" | "secretsmanager", "ValidationException") => {
            answer.status == 400 && said
        }
        (_, "ValidationException") => answer.status == 400 && answer.fields().iter().any(|one| one == field),
        _ => false,
    }
}

fn cases(service: &Service, operation: &Operation) -> Vec<Case> {
    let sample = sample(service, operation.input);
    assert!(violations(service, operation.input, &sample).is_empty(), "{sample}");
    let mut found = Vec::new();
    for member in service.inputs(operation) {
        let held = sample[member.name].clone();
        let place = |value: Option<Value>| replaced(&sample, member.name, value);
        let typed = member.place == Place::Body && service.protocol != Protocol::Query;
        let mut walk = Walk { service, typed, found: &mut found };
        if member.required && !operation.segments.contains(&Segment::Label(member.name)) {
            walk.found.push(("absent", member.name.to_owned(), place(None)));
        }
        walk.shape(member.shape, member.name, &held, &|value| place(Some(value)));
    }
    // An empty list cannot be said in a query string: it is an absent one.
    found.retain(|(kind, field, _)| {
        let top = service.inputs(operation).iter().find(|member| member.name == field);
        *kind != "few" || top.is_none_or(|member| member.place == Place::Body)
    });
    found
}

struct Walk<'a> {
    service: &'a Service,
    /// Whether a value of another type can be sent at all.
    typed: bool,
    found: &'a mut Vec<Case>,
}

impl Walk<'_> {
    fn shape(&mut self, shape: &str, path: &str, held: &Value, put: &dyn Fn(Value) -> Value) {
        let mut add = |kind, value: Value| self.found.push((kind, path.to_owned(), put(value)));
        let service = self.service;
        match &service.shapes[shape] {
            Shape::Text { length, pattern } => {
                for (kind, text) in broken_texts(length, pattern.as_ref()) {
                    add(kind, text.into());
                }
                if self.typed {
                    add("type", json!({}));
                }
            }
            Shape::Enum(_) => add("enum", "NO_SUCH_VALUE".into()),
            Shape::Integer(range) => {
                add("small", (range.start() - 1).into());
                // There is no larger number than the largest.
                if let Some(large) = range.end().checked_add(1) {
                    add("large", large.into());
                }
                add("type", "many".into());
            }
            Shape::Boolean => add("type", "perhaps".into()),
            Shape::Timestamp | Shape::Document => {}
            Shape::List { item, size } => {
                let one = held[0].clone();
                if *size.start() > 0 {
                    add("few", vec![one.clone(); *size.start() as usize - 1].into());
                }
                if *size.end() < u64::MAX {
                    add("many", vec![one.clone(); *size.end() as usize + 1].into());
                }
                if self.typed {
                    add("type", json!("text"));
                }
                self.shape(item, &format!("{path}.0"), &one, &|value| put(json!([value])));
                // A list with other members may break its own size as well; only the member's name matters.
            }
            Shape::Map { key, value, size } => {
                add("type", json!([]));
                if *size.end() < u64::MAX {
                    let many = (0..=*size.end()).map(|number| (format!("k{number}"), json!("v")));
                    add("many", Value::Object(many.collect()));
                }
                if let Shape::Text { length, pattern } = &service.shapes[*key] {
                    for (kind, text) in broken_texts(length, pattern.as_ref()) {
                        let map: Map<String, Value> = [(text.clone(), json!("v"))].into_iter().collect();
                        self.found.push((kind, format!("{path}.{text}"), put(Value::Object(map))));
                    }
                }
                self.shape(value, &format!("{path}.k"), &json!("v"), &|value| put(json!({ "k": value })));
            }
            Shape::Structure(structure) => {
                if self.typed {
                    add("type", json!("text"));
                }
                // All members of a union that has but one are a good value.
                if structure.union && structure.members.len() > 1 {
                    let all = structure.members.iter().map(|one| (one.name, sample(service, one.shape)));
                    add("union", all.map(|(name, value)| (name.to_owned(), value)).collect::<Map<_, _>>().into());
                }
                if structure.union {
                    add("union", json!({}));
                }
                for member in &structure.members {
                    let inner = format!("{path}.{}", member.name);
                    let set = |value| {
                        if structure.union {
                            json!({ member.name: value })
                        } else {
                            replaced(held, member.name, Some(value))
                        }
                    };
                    // The query protocol has no way to say a structure that holds nothing.
                    let sayable = held.as_object().is_some_and(|map| map.len() > 1) || self.typed;
                    if member.required && sayable {
                        self.found.push(("absent", inner.clone(), put(replaced(held, member.name, None))));
                    }
                    let value = sample(service, member.shape);
                    self.shape(member.shape, &inner, &value, &|value| put(set(value)));
                }
            }
        }
    }
}

fn broken_texts(length: &std::ops::RangeInclusive<u64>, pattern: Option<&regex::Regex>) -> Vec<(&'static str, String)> {
    let mut texts = Vec::new();
    if *length.start() > 0 {
        texts.push(("short", "a".repeat(*length.start() as usize - 1)));
    }
    if *length.end() < u64::MAX {
        texts.push(("long", "a".repeat(*length.end() as usize + 1)));
    }
    let strange = ["-", ";", " ", "\u{1}", "€"].map(|one| one.repeat((*length.start()).max(1) as usize));
    if let Some(pattern) = pattern {
        let strange = strange.into_iter().find(|text| !pattern.is_match(text));
        texts.push(("pattern", strange.unwrap_or_else(|| panic!("nothing breaks {pattern}"))));
    }
    texts
}

fn replaced(value: &Value, name: &str, by: Option<Value>) -> Value {
    let mut map = value.as_object().cloned().unwrap_or_default();
    match by {
        Some(by) => drop(map.insert(name.to_owned(), by)),
        None => drop(map.remove(name)),
    }
    Value::Object(map)
}

/// A good value with every member in it.
pub fn sample(service: &Service, shape: &str) -> Value {
    match &service.shapes[shape] {
        Shape::Structure(structure) => {
            let count = if structure.union { 1 } else { structure.members.len() };
            let members = structure.members.iter().take(count);
            members.map(|one| (one.name.to_owned(), sample(service, one.shape))).collect::<Map<_, _>>().into()
        }
        Shape::List { item, size } => vec![sample(service, item); (*size.start()).max(1) as usize].into(),
        Shape::Map { .. } => json!({ "k": "v" }),
        Shape::Text { length, pattern } => sample_text(length, pattern.as_ref()).into(),
        Shape::Enum(values) => values[0].into(),
        Shape::Integer(range) => (*range.start()).max(1).into(),
        Shape::Boolean => true.into(),
        Shape::Timestamp => 1.into(),
        Shape::Document => "any".into(),
    }
}

fn sample_text(length: &std::ops::RangeInclusive<u64>, pattern: Option<&regex::Regex>) -> String {
    let plain = "a".repeat((*length.start()).max(1) as usize);
    let known = [
        plain.as_str(),
        "g-0123456789",
        "123456789012",
        "123456",
        "arn:aws:kms:eu-west-1:123456789012:key/abc",
        "arn:aws:aps:eu-west-1:123456789012:workspace/ws-1",
        "d-9967123abc",
        "01234567-89ab-4cde-8f01-23456789abcd",
        "aws:identitystore:enterprise",
    ];
    let fits = |text: &&str| {
        length.contains(&(text.chars().count() as u64)) && pattern.is_none_or(|pattern| pattern.is_match(text))
    };
    known.into_iter().find(fits).unwrap_or_else(|| panic!("no sample for {pattern:?}")).to_owned()
}

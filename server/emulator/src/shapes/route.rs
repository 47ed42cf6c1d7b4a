//! Which operation a request is. It only matches; whether the labels are good is the validator's question.

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

use super::{Operation, Segment, Service};

/// The operation at this method and still encoded path, with its labels decoded.
pub(crate) fn route<'a>(service: &'a Service, method: &str, path: &str) -> Option<(&'a Operation, Map<String, Value>)> {
    let parts: Vec<&str> = path.strip_prefix('/')?.split('/').collect();
    let candidates = service.operations.iter().filter(|operation| operation.method == method);
    candidates.into_iter().find_map(|operation| Some((operation, labels(&operation.segments, &parts)?)))
}

fn labels(segments: &[Segment], parts: &[&str]) -> Option<Map<String, Value>> {
    if segments.len() != parts.len() {
        return None;
    }
    let mut labels = Map::new();
    for (segment, part) in segments.iter().zip(parts) {
        match segment {
            Segment::Literal(text) if text == part => {}
            Segment::Literal(_) => return None,
            Segment::Label(name) => {
                let text = percent_decode_str(part).decode_utf8_lossy().into_owned();
                labels.insert((*name).to_owned(), Value::String(text));
            }
        }
    }
    Some(labels)
}

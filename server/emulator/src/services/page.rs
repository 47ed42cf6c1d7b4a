//! Lists in pages. A token says after which item to go on, and is sealed to the operation, the scope and the
//! filters it was given for: any other use, and any change to it, is refused.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

use super::Ask;
use crate::shapes::{Member, Protocol, Shape};
use crate::wire::failure::Failure;
use crate::world::token_of;

/// Items per page when the caller does not say, as far as the operation allows.
const DEFAULT: i64 = 100;

/// One page as an output: the items under `list`, and a token if there are more. Items come with their place
/// in a rising order that stays the same from call to call.
pub(crate) fn page(ask: &Ask, list: &str, items: Vec<(u64, Value)>) -> Result<Map<String, Value>, Failure> {
    let (token_name, _) = names(ask);
    let after = match ask.given(token_name).filter(|token| !token.is_empty()) {
        Some(token) => Some(opened(ask, token).ok_or_else(|| Failure::field(token_name, "The token is invalid"))?),
        None => None,
    };
    let mut rest = items.into_iter().filter(|(place, _)| after.is_none_or(|after| *place > after)).peekable();
    let mut shown = Vec::new();
    let mut last = 0;
    let size = size(ask);
    while let Some((place, value)) = rest.next_if(|_| shown.len() < size) {
        last = place;
        shown.push(value);
    }
    let mut output = Map::new();
    if ask.settings.switches.optional_lists || is_required(ask, list) {
        output.insert(list.to_owned(), Value::Array(shown));
    }
    if rest.peek().is_some() {
        output.insert(token_name.into(), sealed(ask, last).into());
    }
    Ok(output)
}

/// Whether AWS's model says that an answer has its list.
fn is_required(ask: &Ask, list: &str) -> bool {
    let output = ask.operation.output.and_then(|output| ask.service.structure(output));
    output.is_some_and(|output| output.members.iter().any(|member| member.name == list && member.required))
}

/// What the protocol calls the members that page: the token and the size.
fn names(ask: &Ask) -> (&'static str, &'static str) {
    match ask.service.protocol {
        Protocol::Json { .. } => ("NextToken", "MaxResults"),
        _ => ("nextToken", "maxResults"),
    }
}

fn size(ask: &Ask) -> usize {
    let (_, name) = names(ask);
    let is_limit = |member: &&Member| member.name == name;
    let most = ask.service.inputs(ask.operation).iter().find(is_limit).and_then(|member| {
        match ask.service.shapes.get(member.shape) {
            Some(Shape::Integer(range)) => Some(*range.end()),
            _ => None,
        }
    });
    let given = ask.input.get(name).and_then(Value::as_i64);
    usize::try_from(given.unwrap_or(DEFAULT.min(most.unwrap_or(DEFAULT)))).unwrap_or(1)
}

fn sealed(ask: &Ask, place: u64) -> String {
    URL_SAFE_NO_PAD.encode(format!("{place}.{}", seal(ask, place)))
}

fn opened(ask: &Ask, token: &str) -> Option<u64> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(token).ok()?).ok()?;
    let (place, given) = text.split_once('.')?;
    let place = place.parse().ok()?;
    (seal(ask, place) == given).then_some(place)
}

fn seal(ask: &Ask, place: u64) -> String {
    let mut filters = ask.input.clone();
    let (token, size) = names(ask);
    filters.remove(token);
    filters.remove(size);
    let (filters, place) = (Value::Object(filters).to_string(), place.to_string());
    let caller = ask.caller;
    let parts = [ask.salt, ask.service.name, ask.operation.name, &caller.account, &caller.region, &filters, &place];
    token_of(&parts)
}

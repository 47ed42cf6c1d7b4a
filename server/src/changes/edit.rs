//! Editing one facet: what the form was opened with is held against what is there now, so that nobody overwrites what
//! they never saw.

use super::facet::Look;
use super::merge::{self, Clash};
use super::observe::Observation;
use super::part::{Part, Proposal};
use super::road::Road;
use super::wording::nothing;
use super::{diff, draft, facet, state};
use model::door::{Facet, Values};
use model::form::Edit;
use model::{Error, FieldError, PlanId, ResourceKey};
use serde_json::{Value, json};

/// # Errors
/// `Conflict` with a line for each field that moved since the form was opened; and those of [`Road::propose`].
pub async fn propose(road: &Road, form: &Edit<Values>, plan: &PlanId) -> Result<Proposal, Error> {
    let key = draft::checked(&form.key)?;
    let facet = form.values.facet();
    let look = road.look(&key, facet).await?;
    let fresh = facet::values(facet, &look.state);
    let values = match (fresh == form.base, form.merge) {
        (true, _) => form.values.clone(),
        (false, true) => merged(form, &fresh)?,
        (false, false) => return Err(moved(&form.base, &fresh)),
    };
    let wanted = facet::wanted(&values, &look.state)?;
    let title = format!("Change {} of {}", facet.word(), look.label);
    let part = part(&key, facet, look, &wanted, &facet::token(plan, 1))?.ok_or_else(nothing)?;
    Ok(Proposal { title, action: format!("Change {}", facet.word()), parts: vec![part] })
}

/// One target brought to a state; `None` when it is so already.
///
/// # Errors
/// `Invalid` when AWS has no way there.
pub fn part(key: &ResourceKey, facet: Facet, look: Look, wanted: &Value, token: &str) -> Result<Option<Part>, Error> {
    let changes = facet::writes(key, facet, &look.state, wanted, token)?;
    if changes.is_empty() {
        return Ok(None);
    }
    let warnings = facet::warnings(facet, &look.state, wanted);
    let diff = diff::between(Some(facet), &look.state, wanted);
    let seen = Observation { warnings, ..Observation::from(look) };
    Ok(Some(Part { seen, about: None, changes, facet: Some(facet), diff }))
}

/// The fields of a form.
fn fields(values: &Values) -> Value {
    json!(values)["values"].take()
}

fn merged(form: &Edit<Values>, fresh: &Values) -> Result<Values, Error> {
    let mut all = json!(form.values);
    all["values"] = merge::merged(&fields(&form.base), &fields(&form.values), &fields(fresh)).map_err(clashed)?;
    serde_json::from_value(all).map_err(|_| Error::internal())
}

fn clashed(clashes: Vec<Clash>) -> Error {
    let told = |Clash { field, name, theirs }: Clash| {
        let what = if name.is_empty() { "It".to_owned() } else { name };
        let value = state::shown(&theirs).unwrap_or_else(|| "not set".to_owned());
        FieldError::new(&field, format!("{what} was changed by somebody else as well, and is {value} now."))
    };
    let message = "Somebody else changed the same as you, and nothing was planned. Open the form anew to change what is \
                   there now.";
    Error { fields: clashes.into_iter().map(told).collect(), ..Error::invalid(message) }
}

fn moved(base: &Values, fresh: &Values) -> Error {
    let told = |line: model::DiffLine| {
        let value = |value: Option<String>| value.unwrap_or_else(|| "not set".to_owned());
        let (was, is) = (value(line.before), value(line.after));
        FieldError::new(&line.field, format!("was {was}, is {is} now"))
    };
    let fields = state::lines(&fields(base), &fields(fresh)).into_iter().map(told).collect();
    let message = "It was changed since this form was opened. Nothing was planned, and what you entered is still here.";
    Error { fields, ..Error::conflict(message) }
}

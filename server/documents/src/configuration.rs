//! The configuration of a Grafana workspace: a JSON object of which two settings are edited and everything else is
//! kept, character by character. AWS takes it whole or not at all (UpdateWorkspaceConfiguration), so a key that was
//! dropped on the way would be a setting lost.

use crate::json::{self, Members};
use crate::{Trouble, text};
use model::document::Settings;
use std::ops::RangeInclusive;

pub use crate::json::MAX_DEPTH;

/// What AWS takes, in characters (`OverridableConfigurationJson`).
pub const LENGTH: RangeInclusive<usize> = 2..=65_536;

/// The two settings that are edited: the section and the key in it.
const ALERTING: (&str, &str) = ("unifiedAlerting", "enabled");
const PLUGIN_ADMIN: (&str, &str) = ("plugins", "pluginAdminEnabled");

/// Checks a whole configuration that somebody pasted.
///
/// # Errors
/// Not one JSON object within [`LENGTH`] and [`MAX_DEPTH`], or a key is there twice; with line and column.
pub fn check(configuration: &str) -> Result<(), Trouble> {
    members(configuration).map(drop)
}

/// The two settings, and the names of everything else. A setting that is neither `true` nor `false` is among the
/// unknown ones.
///
/// # Errors
/// As [`check`].
pub fn read(configuration: &str) -> Result<Settings, Trouble> {
    let root = members(configuration)?;
    let unknown = root.0.iter().flat_map(|(key, value)| unknown(key, value.get())).collect();
    Ok(Settings { alerting: setting(&root, ALERTING), plugin_admin: setting(&root, PLUGIN_ADMIN), unknown })
}

/// Sets what is given and leaves every other character as it is; `None` leaves a setting alone. Blanks around the
/// text stay too.
///
/// # Errors
/// As [`check`], for the text before and after; a section that holds something else than settings.
pub fn edit(current: &str, alerting: Option<bool>, plugin_admin: Option<bool>) -> Result<String, Trouble> {
    check(current)?;
    let edited = set(current, ALERTING, alerting)?;
    let edited = set(&edited, PLUGIN_ADMIN, plugin_admin)?;
    check(&edited)?;
    Ok(edited)
}

fn members(configuration: &str) -> Result<Members<'_>, Trouble> {
    json::check(configuration, &LENGTH)?;
    Members::of(configuration)
        .ok_or_else(|| Trouble::new("A configuration is a JSON object: it begins with { and ends with }."))
}

fn setting(root: &Members<'_>, (section, key): (&str, &str)) -> Option<bool> {
    root.get(section).and_then(Members::of)?.get(key)?.parse().ok()
}

/// The dotted names in one section that are neither of the two settings.
fn unknown(section: &str, value: &str) -> Vec<String> {
    let shown = |name: &str| text::visible(name, 100);
    let known = [ALERTING, PLUGIN_ADMIN].into_iter().find(|(name, _)| *name == section);
    let (Some((_, known)), Some(inner)) = (known, Members::of(value)) else { return vec![shown(section)] };
    inner
        .0
        .iter()
        .filter(|(key, value)| key != known || value.get().parse::<bool>().is_err())
        .map(|(key, _)| format!("{section}.{}", shown(key)))
        .collect()
}

fn set(document: &str, (section, key): (&str, &str), value: Option<bool>) -> Result<String, Trouble> {
    let (Some(value), Some(root)) = (value, Members::of(document)) else { return Ok(document.to_owned()) };
    let Some(inside) = root.get(section) else {
        return Ok(splice(document, document, &with_member(document, section, &format!("{{\"{key}\":{value}}}"))));
    };
    let Some(inner) = Members::of(inside) else {
        return Err(Trouble::new(format!(
            "In this configuration {section} is {}, not an object. Nothing was changed.",
            text::quoted(inside)
        )));
    };
    let edited = match inner.get(key) {
        Some(old) => splice(inside, old, &value.to_string()),
        None => with_member(inside, key, &value.to_string()),
    };
    Ok(splice(document, inside, &edited))
}

/// `whole` with `part`, a slice of it, replaced.
fn splice(whole: &str, part: &str, by: &str) -> String {
    let start = part.as_ptr().addr() - whole.as_ptr().addr();
    [&whole[..start], by, &whole[start + part.len()..]].concat()
}

/// An object with one more member, behind the last one there is.
fn with_member(object: &str, key: &str, value: &str) -> String {
    let (before, after) = object.rsplit_once('}').unwrap_or((object, ""));
    let last = before.trim_end();
    let comma = if last.ends_with('{') { "" } else { "," };
    [last, comma, "\"", key, "\":", value, &before[last.len()..], "}", after].concat()
}

#[cfg(test)]
#[expect(clippy::expect_used, reason = "a test ends where what it expects does not happen")]
mod tests;

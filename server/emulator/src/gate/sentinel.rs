//! Sentinel inputs: names that make a failure happen, so that it can be had by hand. The README lists them.

use super::mishap::Kind;
use crate::world::Status;

/// Prefixes of names that make a call go wrong; the first that fits counts.
const MISHAPS: [(&str, Kind, When); 7] = [
    ("throttled-always-", Kind::Throttled, When::Always),
    ("throttled-", Kind::Throttled, When::FirstTries),
    ("denied-", Kind::Denied, When::Always),
    ("slow-", Kind::Slow, When::Always),
    ("internal-", Kind::Internal, When::Always),
    ("cut-before-", Kind::CutBefore, When::Writing),
    ("cut-after-", Kind::CutAfter, When::Writing),
];

/// How often the same input is throttled by `throttled-`.
pub(crate) const TRIES: u32 = 2;

/// When a sentinel works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum When {
    Always,
    /// The first [`TRIES`] times for the same input.
    FirstTries,
    /// Not for operations that only read: what is left behind must be visible.
    Writing,
}

/// The mishap that one of the names asks for.
pub(crate) fn mishap(names: &[String]) -> Option<(Kind, When)> {
    let asked = |name: &String| MISHAPS.iter().find(|(prefix, ..)| name.starts_with(prefix));
    names.iter().find_map(asked).map(|(_, kind, when)| (*kind, *when))
}

/// How the creation of something of this name ends.
pub(crate) fn creation(name: &str) -> Status {
    match name {
        _ if name.starts_with("fails-") => Status::CreationFailed,
        _ if name.starts_with("breaks-") => Status::Failed,
        _ if name.starts_with("degrades-") => Status::Degraded,
        _ => Status::Active,
    }
}

pub(crate) fn deletion_fails(name: &str) -> bool {
    name.starts_with("delete-fails-")
}

pub(crate) fn update_fails(name: &str) -> bool {
    name.starts_with("update-fails-")
}

/// Of a version update or of associating a licence.
pub(crate) fn upgrade_fails(name: &str) -> bool {
    name.starts_with("upgrade-fails-")
}

/// Of removing a licence.
pub(crate) fn license_fails(name: &str) -> bool {
    name.starts_with("license-fails-")
}

/// The code of the error that UpdatePermissions reports for a person or group: 404 for `refused-…`, CODE for an id
/// that begins with `00000CODE-`, as a UUID can.
pub(crate) fn refused(id: &str) -> Option<u16> {
    if id.starts_with("refused-") {
        return Some(404);
    }
    let (code, _) = id.strip_prefix("00000")?.split_once('-')?;
    code.parse().ok().filter(|_| code.len() == 3).filter(|code| (100..=999).contains(code))
}

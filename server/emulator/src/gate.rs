//! What stands between a well-formed call and its work: quotas, armed faults, sentinel inputs, and the memory of
//! calls that were made before.

pub(crate) mod canned;
pub(crate) mod faults;
pub(crate) mod idempotency;
pub(crate) mod mishap;
pub(crate) mod sentinel;
pub(crate) mod throttle;

//! What is said of a write of which AWS's answer is lost.

use aws::Failure;

pub const NOT_DONE: &str = "Looking again does not find it done.";
pub const NOT_SEEN: &str = "Looking again failed, too.";

/// What is known of a write that is left alone.
pub fn unclear(lost: Failure, found: &str) -> Failure {
    told(lost, &format!("{found} It was not sent again."))
}

pub fn told(mut lost: Failure, more: &str) -> Failure {
    lost.error.message = format!("{} {more}", lost.error.message);
    lost
}

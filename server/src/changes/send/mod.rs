//! One change, one AWS call; and what to do when its answer is lost.

mod doubt;
mod look;
mod once;
mod settle;

pub use doubt::{NOT_SEEN, told, unclear};

use super::change::Change;
use super::grants;
use super::sent::Sent;
use aws::{Aws, Certainty, Failure};
use once::once;
use secrecy::SecretString;
pub use settle::Ground;
use settle::settle;

/// Sends it; when the answer is lost, finds out what became of it.
///
/// # Errors
/// AWS's refusal, or that the outcome is not known even after looking.
pub async fn send(
    aws: &Aws,
    change: &Change,
    secret: Option<&SecretString>,
    ground: Ground<'_>,
) -> Result<Sent, Failure> {
    if let Some(batch) = batch(change, ground) {
        return grants::send(aws, batch).await;
    }
    let lost = match once(aws, change, secret).await {
        Err(failure) if failure.certainty == Certainty::Unknown => failure,
        answered => return answered,
    };
    tracing::warn!(operation = change.operation(), error = %lost.error, "no answer; finding out what became of it");
    settle(aws, change, secret, ground, lost).await
}

/// What became of a write that a server was about to send when it stopped.
///
/// # Errors
/// That the outcome is not known even after looking.
pub async fn find_out(
    aws: &Aws,
    change: &Change,
    secret: Option<&SecretString>,
    ground: Ground<'_>,
) -> Result<Sent, Failure> {
    if let Some(batch) = batch(change, ground) {
        return grants::send(aws, batch).await;
    }
    let message = "The plan was interrupted before AWS's answer was on record.";
    settle(aws, change, secret, ground, Failure::unknown(message)).await
}

/// A call that carries instructions for many holders; where it may not be sent again, it is only looked at.
fn batch<'a>(change: &'a Change, ground: Ground<'a>) -> Option<grants::Batch<'a>> {
    match change {
        Change::UpdatePermissions { key, instructions, guard } => {
            Some(grants::Batch { key, instructions, on: ground.on, guard: *guard, sends: ground.again })
        }
        _ => None,
    }
}

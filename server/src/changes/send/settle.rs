//! A write whose answer is lost: looked for, sent again where that cannot do it twice, or left unclear.

use super::doubt::{NOT_DONE, NOT_SEEN, told, unclear};
use super::look::look;
use super::once::once;
use crate::changes::change::Change;
use crate::changes::facet;
use crate::changes::sent::Sent;
use crate::changes::tokens::settle_delivery;
use aws::{Aws, Failure};
use secrecy::SecretString;
use serde_json::Value;
use std::time::Duration;

/// What a write whose answer is lost may be settled on.
#[derive(Clone, Copy, Debug)]
pub struct Ground<'a> {
    /// The state of the target the write was made for.
    pub on: &'a Value,
    /// It may be sent again, where that cannot do it twice.
    pub again: bool,
    /// How long a mint is looked for.
    pub search: Duration,
}

/// Looks; sends it again where AWS knows its client token, or where looking found it not done and a second one could
/// do no harm.
pub async fn settle(
    aws: &Aws,
    change: &Change,
    secret: Option<&SecretString>,
    ground: Ground<'_>,
    lost: Failure,
) -> Result<Sent, Failure> {
    if let Some(facet) = facet::of(change) {
        return settle_edit(aws, change, facet, ground, lost).await;
    }
    if change.delivers() {
        return settle_delivery(aws, change, secret.filter(|_| ground.again), lost).await;
    }
    match (change.is_repeatable(), ground.again) {
        (true, true) => repeat(aws, change, secret, lost).await,
        (true, false) => Err(unclear(lost, "Look for it before you plan it again.")),
        (false, again) => look(aws, change, (again, ground.search), lost).await,
    }
}

/// The second refusal says nothing about the first: that one may have been done.
async fn repeat(aws: &Aws, change: &Change, secret: Option<&SecretString>, lost: Failure) -> Result<Sent, Failure> {
    match once(aws, change, secret).await {
        Ok(sent) => Ok(Sent { found_later: true, ..sent }),
        Err(second) => Err(told(lost, &format!("It was sent once more: {}", second.error.message))),
    }
}

/// A write that sets values: done when they are there. Where they are not, and the target is not as it was either,
/// somebody else has been there: what they did is not overwritten unseen.
async fn settle_edit(
    aws: &Aws,
    change: &Change,
    facet: model::door::Facet,
    ground: Ground<'_>,
    lost: Failure,
) -> Result<Sent, Failure> {
    let Some(key) = change.target() else { return Err(lost) };
    match facet::look(aws, key, facet).await {
        Ok(seen) if facet::is_done(change, &seen.state) => Ok(Sent::found(None)),
        Ok(seen) if seen.state != *ground.on => {
            Err(unclear(lost, "It is neither as the plan found it nor as the plan wants it."))
        }
        Ok(seen) => {
            let open = seen.status.refuses_change(key.kind).is_none();
            match ground.again && change.is_repeatable() && open {
                true => repeat(aws, change, None, lost).await,
                false => Err(unclear(lost, NOT_DONE)),
            }
        }
        Err(_) => Err(unclear(lost, NOT_SEEN)),
    }
}

//! Sending instructions: what is there is read first, only what is still due is sent, and a later look says what came
//! of it. Sending the same twice does no more than once.

use super::current::{Spelling, fetch_roles, fetch_roles_as_written, roles_in_state};
use super::instruction::{Answer, Instruction, RolesByHolder, after, before, or_meant};
use crate::changes::core::answer::{Answer as Answered, CallError};
use crate::changes::core::outcome::{Cause, RowOutcome, RowRefusal, RowWhy};
use aws::{Aws, Certainty, Failure};
use model::{OutcomeWord, ResourceKey};
use serde_json::Value;
use std::time::Duration;

/// Pauses before AWS is looked at again, where it does not show yet what it took; milliseconds.
const PATIENCE: [u64; 3] = [0, 300, 1200];

/// One call of a batch.
#[derive(Clone, Copy, Debug)]
pub struct Batch<'a> {
    pub key: &'a ResourceKey,
    pub instructions: &'a [Instruction],
    /// The state its plan was made on.
    pub on: &'a Value,
    /// Nothing is sent that would leave the workspace without an admin.
    pub guard: bool,
    /// False: nothing is sent, only looked at.
    pub sends: bool,
}

/// # Errors
/// Why nothing was sent, or AWS's refusal of the whole call.
pub async fn send(aws: &Aws, batch: Batch<'_>) -> Result<Answered, CallError> {
    let (held, spelling) = fetch_roles_as_written(aws, batch.key).await.map_err(unread)?;
    let known = match batch.sends {
        true => before(batch.instructions, &held, &roles_in_state(batch.on), batch.guard),
        false => batch.instructions.iter().map(|one| Some(after(one, None, Some(&held), Answer::Lost))).collect(),
    };
    let due: Vec<&Instruction> =
        batch.instructions.iter().zip(&known).filter_map(|(one, row)| row.is_none().then_some(one)).collect();
    if due.is_empty() {
        return Ok(Answered::with_rows(None, known.into_iter().flatten().collect()));
    }
    let (request_id, rows) = match send_due(aws, batch.key, &due, &spelling).await {
        // What is known of other rows of the call stays known.
        Err(failure) if due.len() < known.len() => not_taken(failure, due.len()),
        sent => sent?,
    };
    let mut rows = rows.into_iter();
    let all = known.into_iter().filter_map(|row| row.or_else(|| rows.next())).collect();
    Ok(Answered::with_rows(request_id, all))
}

/// Sends what is due, once; and once more what an answer that was lost left undone.
async fn send_due(
    aws: &Aws,
    key: &ResourceKey,
    due: &[&Instruction],
    spelling: &Spelling,
) -> Result<(Option<String>, Vec<RowOutcome>), Failure> {
    let call: Vec<aws::grafana::Instruction> = due.iter().map(|one| spelling.for_aws(one)).collect();
    let grafana = aws.grafana(&key.scope);
    let mut answered = grafana.update_permissions(&key.id, &call).await;
    if lost(&answered) {
        tracing::warn!(
            operation = "grafana:UpdatePermissions",
            "no answer; sent once more, which does it no second time"
        );
        answered = match grafana.update_permissions(&key.id, &call).await {
            // The second refusal says nothing about the first.
            Err(_) => answered,
            second => second,
        };
    }
    let (request_id, refusals, answer) = match answered {
        Ok(done) => (done.request_id, done.value, Answer::Came),
        Err(failure) if failure.certainty == Certainty::Unknown => (failure.error.request_id, Vec::new(), Answer::Lost),
        Err(failure) => return Err(failure),
    };
    let refusal = |one: &aws::grafana::Refusal| RowRefusal { code: one.code, message: one.message.clone() };
    let refused = |at: usize| refusals.iter().find(|one| one.index == Some(at)).map(refusal);
    let open = |held: &RolesByHolder| {
        due.iter().enumerate().any(|(at, one)| refused(at).is_none() && !super::instruction::is_so(one, held))
    };
    let seen = fetch_until(aws, key, open).await;
    let unnamed: Vec<RowRefusal> = refusals.iter().filter(|one| one.index.is_none()).map(refusal).collect();
    let row = |(at, one): (usize, &&Instruction)| {
        let row = after(one, refused(at), seen.as_ref(), answer);
        if refused(at).is_some() { row } else { or_meant(row, &unnamed) }
    };
    Ok((request_id, due.iter().enumerate().map(row).collect()))
}

/// The rows of a call that AWS refused as a whole.
fn not_taken(failure: Failure, count: usize) -> (Option<String>, Vec<RowOutcome>) {
    let request_id = failure.error.request_id.clone();
    let row = RowOutcome::new(OutcomeWord::Failed, RowWhy::CallNotTaken { error: Box::new(failure.error) });
    (request_id, vec![row; count])
}

fn lost<T>(answered: &Result<T, Failure>) -> bool {
    matches!(answered, Err(failure) if failure.certainty == Certainty::Unknown)
}

/// The holders as AWS shows them, a little later where something is still `open`; `None` when they cannot be read.
async fn fetch_until(aws: &Aws, key: &ResourceKey, open: impl Fn(&RolesByHolder) -> bool) -> Option<RolesByHolder> {
    let mut seen = None;
    for pause in PATIENCE {
        tokio::time::sleep(Duration::from_millis(pause)).await;
        seen = fetch_roles(aws, key).await.ok().or(seen);
        if seen.as_ref().is_some_and(|held| !open(held)) {
            break;
        }
    }
    seen
}

/// What could not be read was not written either.
fn unread(failure: Failure) -> CallError {
    CallError::refused(Cause::HoldersUnread { error: Box::new(failure.error) })
}

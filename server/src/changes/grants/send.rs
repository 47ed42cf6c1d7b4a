//! Sending instructions: what is there is read first, only what is still due is sent, and a later look says what came
//! of it. Sending the same twice does no more than once.

use super::held::{Spelling, holders, holders_as_written, kept};
use super::instruction::{Answer, Held, Instruction, after, before, or_meant};
use crate::changes::sent::Sent;
use aws::{Aws, Certainty, Failure};
use model::{Error, OutcomeWord, ResourceKey, RowOutcome};
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
pub async fn send(aws: &Aws, batch: Batch<'_>) -> Result<Sent, Failure> {
    let (held, spelling) = holders_as_written(aws, batch.key).await.map_err(unsent)?;
    let known = match batch.sends {
        true => before(batch.instructions, &held, &kept(batch.on), batch.guard),
        false => batch.instructions.iter().map(|one| Some(after(one, None, Some(&held), Answer::Lost))).collect(),
    };
    let due: Vec<&Instruction> =
        batch.instructions.iter().zip(&known).filter_map(|(one, row)| row.is_none().then_some(one)).collect();
    if due.is_empty() {
        return Ok(Sent::rows(None, known.into_iter().flatten().collect()));
    }
    let (request_id, rows) = match deliver(aws, batch.key, &due, &spelling).await {
        // What is known of other rows of the call stays known.
        Err(failure) if due.len() < known.len() => not_taken(failure, due.len()),
        delivered => delivered?,
    };
    let mut rows = rows.into_iter();
    let all = known.into_iter().filter_map(|row| row.or_else(|| rows.next())).collect();
    Ok(Sent::rows(request_id, all))
}

/// Sends what is due, once; and once more what an answer that was lost left undone.
async fn deliver(
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
    let refused =
        |at: usize| refusals.iter().find(|one| one.index == Some(at)).map(|one| (one.code, one.message.as_str()));
    let open = |held: &Held| {
        due.iter().enumerate().any(|(at, one)| refused(at).is_none() && !super::instruction::is_so(one, held))
    };
    let seen = look(aws, key, open).await;
    let unnamed: Vec<(i32, &str)> =
        refusals.iter().filter(|one| one.index.is_none()).map(|one| (one.code, one.message.as_str())).collect();
    let row = |(at, one): (usize, &&Instruction)| {
        let row = after(one, refused(at), seen.as_ref(), answer);
        if refused(at).is_some() { row } else { or_meant(row, &unnamed) }
    };
    Ok((request_id, due.iter().enumerate().map(row).collect()))
}

/// The rows of a call that AWS refused as a whole.
fn not_taken(failure: Failure, count: usize) -> (Option<String>, Vec<RowOutcome>) {
    let Error { message, request_id, .. } = failure.error;
    let row = RowOutcome { word: OutcomeWord::Failed, message: format!("The call was not taken. {message}") };
    (request_id, vec![row; count])
}

fn lost<T>(answered: &Result<T, Failure>) -> bool {
    matches!(answered, Err(failure) if failure.certainty == Certainty::Unknown)
}

/// The holders as AWS shows them, a little later where something is still `open`; `None` when they cannot be read.
async fn look(aws: &Aws, key: &ResourceKey, open: impl Fn(&Held) -> bool) -> Option<Held> {
    let mut seen = None;
    for pause in PATIENCE {
        tokio::time::sleep(Duration::from_millis(pause)).await;
        seen = holders(aws, key).await.ok().or(seen);
        if seen.as_ref().is_some_and(|held| !open(held)) {
            break;
        }
    }
    seen
}

/// The whole of a call in one word and one sentence.
pub fn told(rows: &[RowOutcome]) -> (OutcomeWord, String) {
    let count = |word: OutcomeWord| rows.iter().filter(|row| row.word == word).count();
    let (all, verified, applied, unknown) =
        (rows.len(), count(OutcomeWord::Verified), count(OutcomeWord::Applied), count(OutcomeWord::Unknown));
    let changes = if all == 1 { "role change" } else { "role changes" };
    if verified == all {
        // A verified row with words is one that AWS refused.
        let refused = match rows.iter().filter(|row| !row.message.is_empty()).count() {
            0 => String::new(),
            count => format!(" It refused {count} of them, and shows what was asked for all the same."),
        };
        return (OutcomeWord::Verified, format!("{all} {changes}: AWS shows every one.{refused}"));
    }
    let missing = all - verified - applied - unknown;
    let done = verified + applied;
    let are = |count: usize| if count == 1 { "is" } else { "are" };
    let mut parts = Vec::new();
    if missing > 0 {
        let was = if missing == 1 { "was" } else { "were" };
        parts.push(format!("{missing} of {all} {changes} {was} not applied."));
    }
    if unknown > 0 {
        parts.push(format!("Of {unknown} it is not known."));
    }
    parts.push(format!("{done} {} applied. Nothing was rolled back.", are(done)));
    let word = match (unknown, missing) {
        (0, 0) => OutcomeWord::Applied,
        (0, _) => OutcomeWord::Failed,
        _ => OutcomeWord::Unknown,
    };
    (word, parts.join(" "))
}

/// What could not be read was not written either.
fn unsent(mut failure: Failure) -> Failure {
    failure.error.message = format!("Who holds a role could not be read before. {}", failure.error.message);
    failure.certainty = Certainty::Refused;
    failure
}

//! What is told of a step: of one that AWS answered, and of one that was never sent. Asks nobody.

use super::grants;
use super::sent::Sent;
use crate::clock::now;
use aws::{Certainty, Failure};
use model::{Outcome, OutcomeWord};

/// What a person dropped instead of going on with it.
pub fn dropped() -> Outcome {
    told(OutcomeWord::Refused, "Dropped after an interruption: not sent.".to_owned(), None)
}

/// The server that minted the secret ended before it was delivered.
pub fn undeliverable() -> Outcome {
    let message =
        "Nobody has the secret any more, so it cannot be delivered. Revoke what was minted, and mint another.";
    told(OutcomeWord::Refused, message.to_owned(), None)
}

/// An outcome of now, without more.
pub fn told(word: OutcomeWord, message: String, request_id: Option<String>) -> Outcome {
    Outcome { word, message, at: now(), request_id, fields: Vec::new(), moved: Vec::new(), rows: Vec::new() }
}

/// What the rest of a target is told after a step that did not succeed. A call whose rows ended each for itself holds up
/// nothing: the next one looks at what there is.
pub fn after(outcome: &Outcome) -> Option<Outcome> {
    match outcome.word {
        _ if !outcome.rows.is_empty() => None,
        OutcomeWord::Applied | OutcomeWord::Verified => None,
        _ => {
            let message = "Not tried: an earlier step did not succeed.".to_owned();
            Some(told(OutcomeWord::Refused, message, None))
        }
    }
}

/// What AWS's answer means.
pub fn answered(answer: Result<Sent, Failure>) -> (Outcome, Option<Sent>) {
    match answer {
        Ok(sent) if !sent.rows.is_empty() => {
            let (word, message) = grants::told(&sent.rows);
            (Outcome { rows: sent.rows.clone(), ..told(word, message, sent.request_id.clone()) }, Some(sent))
        }
        Ok(sent) if sent.found_later => {
            let message = "AWS's first answer was lost; looking again found it done, once.";
            let message = sent.said.clone().unwrap_or_else(|| message.to_owned());
            (told(OutcomeWord::Verified, message, sent.request_id.clone()), Some(sent))
        }
        Ok(sent) => {
            let message = sent.said.clone().unwrap_or_else(|| "AWS accepted it.".to_owned());
            (told(OutcomeWord::Applied, message, sent.request_id.clone()), Some(sent))
        }
        Err(Failure { error, certainty, .. }) => {
            let (word, known) = match certainty {
                Certainty::Refused => (OutcomeWord::Failed, "AWS refused it; nothing was changed."),
                Certainty::Unknown => (OutcomeWord::Unknown, "It is not known whether AWS did it."),
            };
            let said = told(word, format!("{known} {}", error.message), error.request_id);
            (Outcome { fields: error.fields, ..said }, None)
        }
    }
}

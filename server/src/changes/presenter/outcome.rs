//! Outcomes as sentences.

use super::super::core::diff::DiffRow;
use super::super::core::outcome::{
    Cause, OutcomeReason, Remark, RowOutcome, RowReason, RowRefusal, RowWhy, SkipReason, StepOutcome, Why,
};
use super::diff::describe_diff;
use super::holder::Names;
use super::refusal::describe_refusal;
use model::access::GrafanaRole;
use model::{DiffLine, FieldError, Outcome, OutcomeWord};

/// The outcome as the plan's page shows it.
pub fn describe_outcome(outcome: &StepOutcome, names: Names<'_>) -> Outcome {
    let row = |row: &RowOutcome| model::RowOutcome { word: row.word, message: row_text(&row.reason) };
    Outcome {
        word: outcome.word,
        message: outcome_text(outcome),
        at: outcome.at,
        request_id: outcome.request_id.clone(),
        fields: fields(outcome),
        moved: moved(&outcome.reason, names),
        rows: outcome.rows.iter().map(row).collect(),
    }
}

/// How the record writes the word of an outcome.
pub const fn audit_word(word: OutcomeWord) -> &'static str {
    match word {
        OutcomeWord::Applied => "applied",
        OutcomeWord::Verified => "verified",
        OutcomeWord::Refused => "refused",
        OutcomeWord::Failed => "failed",
        OutcomeWord::Unknown => "unknown",
    }
}

/// A refusal brings the fields that it is about.
fn fields(outcome: &StepOutcome) -> Vec<FieldError> {
    match &outcome.reason {
        OutcomeReason::Typed { reason: Why::Skipped { skip: SkipReason::Refused { refusal } } } => {
            describe_refusal(refusal).fields
        }
        _ => outcome.fields.clone(),
    }
}

fn moved(reason: &OutcomeReason, names: Names<'_>) -> Vec<DiffLine> {
    match reason {
        OutcomeReason::Written { moved, .. } => moved.clone(),
        OutcomeReason::Typed { reason: Why::Skipped { skip: SkipReason::Moved { rows } } } => diff(rows, names),
        OutcomeReason::Typed { .. } => Vec::new(),
    }
}

fn diff(rows: &[DiffRow], names: Names<'_>) -> Vec<DiffLine> {
    describe_diff(rows, names)
}

/// What became of a step, in a sentence or two.
pub fn outcome_text(outcome: &StepOutcome) -> String {
    match &outcome.reason {
        OutcomeReason::Written { message, .. } => message.clone(),
        OutcomeReason::Typed { reason } => why_text(reason, outcome),
    }
}

fn why_text(why: &Why, outcome: &StepOutcome) -> String {
    match why {
        Why::Accepted => "AWS accepted it.".to_owned(),
        Why::FoundDone => "AWS's first answer was lost; looking again found it done, once.".to_owned(),
        Why::AlreadyGone => "AWS has none of this name any more: it was gone already.".to_owned(),
        Why::AlreadyTagged => "The secret has this tag.".to_owned(),
        Why::Tagged => "The secret is known as this token's from now on.".to_owned(),
        Why::Delivered { arn } => format!("Delivered to {arn}. Nobody has seen it."),
        Why::DeliveryFound { arn } => format!("Delivered to {arn}: looking again found it there."),
        Why::Rows => rows_text(&outcome.rows),
        Why::Skipped { skip } => skip_text(skip),
        Why::Failed { cause, remark } => failed_text(outcome, cause, remark.as_ref()),
    }
}

fn skip_text(skip: &SkipReason) -> String {
    match skip {
        SkipReason::Dropped => "Dropped after an interruption: not sent.",
        SkipReason::EarlierStepFailed => "Not tried: an earlier step did not succeed.",
        SkipReason::SecretGone => {
            "Nobody has the secret any more, so it cannot be delivered. Revoke what was minted, and mint another."
        }
        SkipReason::Moved { .. } => {
            "Nothing was sent: it changed since the plan was made. Plan it again from what it is now."
        }
        SkipReason::Refused { refusal } => return format!("Nothing was sent. {}", describe_refusal(refusal).message),
        SkipReason::GivesAdminAnew => {
            "Nothing was sent. The token it replaces expired since the plan was made: what takes its place gives the role \
             ADMIN anew, which needs the permission grafana.grant."
        }
        SkipReason::PreviousNotSaved => "Nothing was sent: what it replaces cannot be kept.",
        SkipReason::LedgerNotWritten => "Nothing was sent: the ledger of API keys cannot be written.",
        SkipReason::IntentNotRecorded => "Nothing was sent: the record of it cannot be written.",
    }
    .to_owned()
}

fn failed_text(outcome: &StepOutcome, cause: &Cause, remark: Option<&Remark>) -> String {
    let known = match (outcome.word, cause) {
        (OutcomeWord::Unknown, _) => "It is not known whether AWS did it.",
        (_, Cause::Aws { error }) if error.request_id.is_none() => "Nothing was changed.",
        (_, Cause::Aws { .. }) => "AWS refused it; nothing was changed.",
        _ => "Nothing was changed.",
    };
    let remark = remark.map(|remark| format!(" {}", remark_text(remark))).unwrap_or_default();
    let inputs = outcome.unplaced.iter().map(|input| format!(" {}: {}", input.field, as_sentence(&input.message)));
    format!("{known} {}{}{remark}", cause_text(cause), inputs.collect::<String>())
}

/// AWS's words, ended as a sentence is.
fn as_sentence(words: &str) -> String {
    let end = if words.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{words}{end}")
}

fn cause_text(cause: &Cause) -> String {
    match cause {
        Cause::Aws { error } => error.message.clone(),
        Cause::Interrupted => "The plan was interrupted before AWS's answer was on record.".to_owned(),
        Cause::HoldersUnread { error } => format!("Who holds a role could not be read before. {}", error.message),
        Cause::NoMintedSecret => {
            "Nobody has the secret any more, so it cannot be delivered. Revoke the token and mint \
                                  another."
                .to_owned()
        }
        Cause::TaggedForAnother { secret } => {
            format!("The secret {secret} was tagged for another token meanwhile, and keeps that tag.")
        }
        Cause::KeyMayStillAppear { name } => format!(
            "AWS has no key named {name}, but the call that makes it was never answered and it may still appear. It stays \
             listed: revoke it again in some minutes."
        ),
    }
}

fn remark_text(remark: &Remark) -> String {
    match remark {
        Remark::MintNotRepeated => {
            "Nothing was minted, and a mint is not repeated by itself: plan it again in a moment.".to_owned()
        }
        Remark::DeliveredAllTheSame { secret } => format!(
            "What was minted is delivered to {secret} all the same. Without the tag its name is typed before it takes the \
             next value."
        ),
        Remark::NotFoundDone => "Looking again does not find it done. It was not sent again.".to_owned(),
        Remark::LookFailed => "Looking again failed, too. It was not sent again.".to_owned(),
        Remark::Neither => {
            "It is neither as the plan found it nor as the plan wants it. It was not sent again.".to_owned()
        }
        Remark::LookBeforePlanning => "Look for it before you plan it again. It was not sent again.".to_owned(),
        Remark::NotSentAgain { refusal } => format!("It was not sent again. {}", describe_refusal(refusal).message),
        Remark::AnotherHasTheName { name } => format!(
            "Something named {name} is there now, and it is not what this plan makes: somebody else made it. It was not \
             sent again."
        ),
        Remark::SentAgain { error } => format!("It was sent once more: {}", error.message),
        Remark::TokenExists { name, unseen } => {
            format!("But a token named {name} exists now. {} revoke it and mint another.", who_has(*unseen))
        }
        Remark::TokenNotListed { name } => {
            format!("And no token named {name} is listed. Look again before you mint another.")
        }
        Remark::TokensUnread { name } => {
            format!("The tokens could not be listed: look for one named {name} before you mint another.")
        }
        Remark::KeyCannotBeListed { name, unseen } => format!(
            "AWS cannot list API keys, so nobody can look whether {name} exists. {} revoke it by its name, then mint \
             another.",
            who_has(*unseen)
        ),
        Remark::SecretLacksIt => "The secret there does not have it. It was not sent again.".to_owned(),
        Remark::NoSuchSecret => "There is no secret of this name. It was not sent again.".to_owned(),
    }
}

/// Whether anybody has the secret of a mint whose answer was lost.
const fn who_has(unseen: bool) -> &'static str {
    if unseen { "Nobody saw its secret:" } else { "Unless somebody has its secret," }
}

/// The whole of a call that carries several rows.
pub fn rows_text(rows: &[RowOutcome]) -> String {
    let count = |word: OutcomeWord| rows.iter().filter(|row| row.word == word).count();
    let (all, verified, applied, unknown) =
        (rows.len(), count(OutcomeWord::Verified), count(OutcomeWord::Applied), count(OutcomeWord::Unknown));
    let changes = if all == 1 { "role change" } else { "role changes" };
    if verified == all {
        let refused = match rows.iter().filter(|row| row.is_refused_but_so()).count() {
            0 => String::new(),
            count => format!(" It refused {count} of them, and shows what was asked for all the same."),
        };
        return format!("{all} {changes}: AWS shows every one.{refused}");
    }
    let (missing, done) = (all - verified - applied - unknown, verified + applied);
    let was = if missing == 1 { "was" } else { "were" };
    let are = if done == 1 { "is" } else { "are" };
    let missing = (missing > 0).then(|| format!("{missing} of {all} {changes} {was} not applied. "));
    let unknown = (unknown > 0).then(|| format!("Of {unknown} it is not known. "));
    let (missing, unknown) = (missing.unwrap_or_default(), unknown.unwrap_or_default());
    format!("{missing}{unknown}{done} {are} applied. Nothing was rolled back.")
}

/// Empty where there is nothing to say beside the word.
pub fn row_text(reason: &RowReason) -> String {
    let why = match reason {
        RowReason::Written { message } => return message.clone(),
        RowReason::Typed { reason } => reason,
    };
    match why {
        RowWhy::Verified => String::new(),
        RowWhy::RefusedButSo { refusal } => {
            format!("{} A later look shows it all the same.", refusal_text(refusal))
        }
        RowWhy::Refused { refusal } => refusal_text(refusal),
        RowWhy::MayBeMeant { refusals } => {
            let refusals = refusals.iter().map(refusal_text).collect::<Vec<_>>().join(" ");
            format!("It is not seen done, and may be what AWS does not name. {refusals}")
        }
        RowWhy::TakenNotShown => "AWS took it, and does not show it. Look again before you repeat it.".to_owned(),
        RowWhy::TakenNotRead => "AWS took it. It could not be read again.".to_owned(),
        RowWhy::LostNotFound => "No answer came, and looking again does not find it done.".to_owned(),
        RowWhy::LostNotRead => "No answer came, and looking again failed, too.".to_owned(),
        RowWhy::CallNotTaken { error } => format!("The call was not taken. {}", error.message),
        RowWhy::ChangedMeanwhile { now } => format!(
            "Not sent: somebody else changed this since the plan was made, to {}. Plan it again from there.",
            roles_text(now)
        ),
        RowWhy::NewRoleMissing { new, old } => {
            format!("Not sent: {} was not given, so {} was not taken.", new.aws(), old.aws())
        }
        RowWhy::LastAdmin => "Not sent: it would leave the workspace without an admin.".to_owned(),
    }
}

fn roles_text(roles: &[GrafanaRole]) -> String {
    if roles.is_empty() {
        return "no role".to_owned();
    }
    roles.iter().map(|role| role.aws()).collect::<Vec<_>>().join(", ")
}

/// AWS's refusal of one row, which ends as a sentence does.
fn refusal_text(RowRefusal { code, message }: &RowRefusal) -> String {
    format!("AWS refused it ({code}): {}", as_sentence(message))
}

#[cfg(test)]
mod tests {
    use super::{row_text, rows_text};
    use crate::changes::core::outcome::{RowOutcome, RowRefusal, RowWhy};
    use model::OutcomeWord;

    fn row(word: OutcomeWord, why: RowWhy) -> RowOutcome {
        RowOutcome::new(word, why)
    }

    #[test]
    fn what_aws_refused_and_shows_all_the_same_is_told_of_the_row_and_of_the_whole() {
        let refusal = RowRefusal { code: 403, message: "Not allowed".to_owned() };
        let row = row(OutcomeWord::Verified, RowWhy::RefusedButSo { refusal });
        assert_eq!(row_text(&row.reason), "AWS refused it (403): Not allowed. A later look shows it all the same.");
        let whole = rows_text(&[row]);
        assert!(whole.ends_with("It refused 1 of them, and shows what was asked for all the same."), "{whole}");
    }

    #[test]
    fn what_is_missing_and_what_is_not_known_is_counted() {
        let rows = [
            row(OutcomeWord::Verified, RowWhy::Verified),
            row(OutcomeWord::Unknown, RowWhy::LostNotRead),
            row(OutcomeWord::Refused, RowWhy::LastAdmin),
        ];
        assert_eq!(
            rows_text(&rows),
            "1 of 3 role changes was not applied. Of 1 it is not known. 1 is applied. Nothing was rolled back."
        );
    }
}

//! What became of a step, as data. AWS's own words are data in it.

use super::diff::DiffRow;
use super::refusal::Refusal;
use crate::clock::now;
use model::{DiffLine, Error, FieldError, Millis, OutcomeWord};
use serde::{Deserialize, Serialize};

/// The end of one step, written once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StepOutcome {
    pub word: OutcomeWord,
    #[serde(flatten)]
    pub reason: OutcomeReason,
    pub at: Millis,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// AWS's errors, under the names of the form the plan came from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldError>,
    /// AWS's errors of inputs that the form has no field for, under AWS's names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unplaced: Vec<FieldError>,
    /// What became of each row of a call that carries several, in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rows: Vec<RowOutcome>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum OutcomeReason {
    Typed {
        reason: Why,
    },
    /// As an earlier version of Belvedere wrote it.
    Written {
        message: String,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        moved: Vec<DiffLine>,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "kebab-case")]
pub enum Why {
    /// AWS took it.
    Accepted,
    /// AWS's answer was lost; looking again found it done.
    FoundDone,
    AlreadyGone,
    AlreadyTagged,
    Tagged,
    /// To the secret with this ARN.
    Delivered {
        arn: String,
    },
    DeliveryFound {
        arn: String,
    },
    /// Its rows say it.
    Rows,
    Skipped {
        skip: SkipReason,
    },
    /// It was refused, or nobody knows: the word of the outcome says which.
    Failed {
        cause: Cause,
        remark: Option<Remark>,
    },
}

/// Why a step was not sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "skip", rename_all = "kebab-case")]
pub enum SkipReason {
    /// A person dropped it instead of going on.
    Dropped,
    EarlierStepFailed,
    /// The server that minted the secret ended before it was delivered.
    SecretGone,
    /// The target is not in the state that the plan was made for.
    Moved {
        rows: Vec<DiffRow>,
    },
    /// What is there now refuses it.
    Refused {
        refusal: Refusal,
    },
    /// The token that is replaced expired, so what takes its place gives the role ADMIN anew.
    GivesAdminAnew,
    PreviousNotSaved,
    LedgerNotWritten,
    IntentNotRecorded,
}

/// What kept a call from being done, or from being known to be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "cause", rename_all = "kebab-case")]
pub enum Cause {
    /// As AWS, or the way to it, told it.
    Aws {
        error: Box<Error>,
    },
    Interrupted,
    HoldersUnread {
        error: Box<Error>,
    },
    NoMintedSecret,
    TaggedForAnother {
        secret: String,
    },
    KeyMayStillAppear {
        name: String,
    },
}

/// What is known beside the cause.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "remark", rename_all = "kebab-case")]
pub enum Remark {
    MintNotRepeated,
    DeliveredAllTheSame {
        secret: String,
    },
    /// Looking does not find it done, and it was not sent again.
    NotFoundDone,
    /// Looking failed, and it was not sent again.
    LookFailed,
    /// Neither as the plan found it nor as the plan wants it.
    Neither,
    LookBeforePlanning,
    /// What is there or configured now forbids to send it again.
    NotSentAgain {
        refusal: Box<Refusal>,
    },
    /// Something of this name is there, and it is not what was to be made.
    AnotherHasTheName {
        name: String,
    },
    /// It was sent once more, with this answer.
    SentAgain {
        error: Box<Error>,
    },
    TokenExists {
        name: String,
        unseen: bool,
    },
    TokenNotListed {
        name: String,
    },
    TokensUnread {
        name: String,
    },
    KeyCannotBeListed {
        name: String,
        unseen: bool,
    },
    SecretLacksIt,
    NoSuchSecret,
}

/// What became of one row of a call that carries several.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowOutcome {
    pub word: OutcomeWord,
    #[serde(flatten)]
    pub reason: RowReason,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum RowReason {
    Typed {
        reason: RowWhy,
    },
    /// As an earlier version of Belvedere wrote it; empty where there was nothing to say.
    Written {
        #[serde(default)]
        message: String,
    },
}

/// AWS's refusal of one row: its code and words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowRefusal {
    pub code: i32,
    pub message: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "kebab-case")]
pub enum RowWhy {
    /// It is so.
    Verified,
    /// AWS refused it, and it is so all the same.
    RefusedButSo {
        refusal: RowRefusal,
    },
    Refused {
        refusal: RowRefusal,
    },
    /// AWS refused rows without naming them, and this may be one.
    MayBeMeant {
        refusals: Vec<RowRefusal>,
    },
    TakenNotShown,
    TakenNotRead,
    LostNotFound,
    LostNotRead,
    CallNotTaken {
        error: Box<Error>,
    },
    /// Somebody else changed it to these roles.
    ChangedMeanwhile {
        now: Vec<model::access::GrafanaRole>,
    },
    NewRoleMissing {
        new: model::access::GrafanaRole,
        old: model::access::GrafanaRole,
    },
    LastAdmin,
}

impl StepOutcome {
    /// An outcome of now, without more.
    pub fn new(word: OutcomeWord, why: Why) -> Self {
        let reason = OutcomeReason::Typed { reason: why };
        Self { word, reason, at: now(), request_id: None, fields: Vec::new(), unplaced: Vec::new(), rows: Vec::new() }
    }

    pub fn skipped(skip: SkipReason) -> Self {
        Self::new(OutcomeWord::Refused, Why::Skipped { skip })
    }

    /// The whole of a call that carries several rows.
    pub fn word_of(rows: &[RowOutcome]) -> OutcomeWord {
        let has = |word: OutcomeWord| rows.iter().any(|row| row.word == word);
        match rows {
            _ if rows.iter().all(|row| row.word == OutcomeWord::Verified) => OutcomeWord::Verified,
            _ if has(OutcomeWord::Unknown) => OutcomeWord::Unknown,
            _ if rows.iter().all(RowOutcome::is_done) => OutcomeWord::Applied,
            _ => OutcomeWord::Failed,
        }
    }

    /// AWS did it.
    pub const fn is_done(&self) -> bool {
        matches!(self.word, OutcomeWord::Applied | OutcomeWord::Verified)
    }

    /// Something of it is done: the whole, or one of its rows.
    pub fn is_done_in_part(&self) -> bool {
        self.is_done() || self.rows.iter().any(RowOutcome::is_done)
    }
}

impl RowOutcome {
    pub const fn new(word: OutcomeWord, why: RowWhy) -> Self {
        Self { word, reason: RowReason::Typed { reason: why } }
    }

    pub const fn is_done(&self) -> bool {
        matches!(self.word, OutcomeWord::Applied | OutcomeWord::Verified)
    }

    /// AWS refused it, and it is so all the same.
    pub fn is_refused_but_so(&self) -> bool {
        match &self.reason {
            RowReason::Typed { reason } => matches!(reason, RowWhy::RefusedButSo { .. }),
            RowReason::Written { message } => self.word == OutcomeWord::Verified && !message.is_empty(),
        }
    }
}

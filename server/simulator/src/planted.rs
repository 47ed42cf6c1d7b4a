//! Faults that are planted on purpose, to see that the simulation finds them: each a variant of the decision, or of what
//! stands around the write path.

use server::write_path::{Decide, NextAction, Policy, RunMode, SkipReason, Standing, StepProgress, next_action};

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Planted {
    /// A call is sent before its intent is durable.
    EarlySend,
    /// A resumption does not read that a step was sent.
    IntentUnread,
    /// A mint is sent again after its answer was lost.
    MintRepeated,
    ClaimWithoutEvent,
    PlanWithoutEvent,
    /// The lock of a target is released before the outcome is on record.
    EarlyUnlock,
    OutcomeTwice,
    /// The secret goes to a second client that waits, too.
    SecondReader,
    /// A drop calls a step unsent that was sent.
    DropForgets,
    /// A resumption does not look whether a target moved.
    Unverified,
    /// An older token of the same name is taken for the one that was minted.
    OlderToken,
    /// A plan expires by the wall clock alone.
    WallClockAlone,
    /// That an outcome could not be recorded is ignored.
    FailureIgnored,
    /// What is shown is read again before the outcome is on record.
    EarlyRefresh,
}

/// The decision, with what is planted in it.
pub fn decision(planted: Option<Planted>) -> Decide {
    match planted {
        Some(Planted::IntentUnread) => intent_unread,
        Some(Planted::DropForgets) => drop_forgets,
        Some(Planted::Unverified) => unverified,
        _ => next_action,
    }
}

fn intent_unread(progress: StepProgress, mode: RunMode, policy: &Policy, standing: &Standing) -> NextAction {
    let progress = if matches!(progress, StepProgress::Intended { .. }) { StepProgress::Pending } else { progress };
    next_action(progress, mode, policy, standing)
}

fn drop_forgets(progress: StepProgress, mode: RunMode, policy: &Policy, standing: &Standing) -> NextAction {
    match progress {
        StepProgress::Intended { .. } if mode == RunMode::DropRest => NextAction::Skip(SkipReason::Dropped),
        _ => next_action(progress, mode, policy, standing),
    }
}

fn unverified(progress: StepProgress, mode: RunMode, policy: &Policy, standing: &Standing) -> NextAction {
    match next_action(progress, mode, policy, standing) {
        NextAction::Check if mode == RunMode::Resume => NextAction::Send,
        action => action,
    }
}

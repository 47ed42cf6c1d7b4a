//! What happens next to a step. Pure: everything else in this folder only does what is decided here.

use crate::changes::core::outcome::{OutcomeReason, SkipReason, StepOutcome, Why};
use crate::changes::core::policy::{Policy, SecretUse};
use model::Millis;

/// How far a step is, as the journal has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepProgress {
    Pending,
    /// It was about to be sent at this moment, and nothing is known of it.
    Intended {
        at: Millis,
    },
    Concluded,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunMode {
    Apply,
    /// A person goes on with what was interrupted.
    Resume,
    /// What was not sent yet is dropped, and what was is only looked up.
    DropRest,
}

/// What the next step of a target stands on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Standing {
    /// Why nothing more of the target is sent.
    pub blocked: Option<SkipReason>,
    /// A server that stopped had sent something of it.
    pub begun: bool,
    /// The target is in the state that the next step was made for.
    pub is_checked: bool,
    /// What the step before minted is at hand.
    pub has_minted: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub enum NextAction {
    AlreadyConcluded,
    Skip(SkipReason),
    /// Look whether the target is as the step was made for, and ask again.
    Check,
    Send,
    Reconcile {
        intended_at: Millis,
    },
}

/// A function that decides so: [`next_action`], or one that is to be found wrong.
pub type Decide = fn(StepProgress, RunMode, &Policy, &Standing) -> NextAction;

pub fn next_action(progress: StepProgress, mode: RunMode, policy: &Policy, standing: &Standing) -> NextAction {
    match progress {
        StepProgress::Concluded => NextAction::AlreadyConcluded,
        _ if standing.blocked.is_some() => {
            NextAction::Skip(standing.blocked.clone().unwrap_or(SkipReason::EarlierStepFailed))
        }
        StepProgress::Intended { at } => NextAction::Reconcile { intended_at: at },
        StepProgress::Pending if mode == RunMode::DropRest => NextAction::Skip(SkipReason::Dropped),
        StepProgress::Pending if policy.secret == SecretUse::Minted && !standing.has_minted => {
            NextAction::Skip(SkipReason::SecretGone)
        }
        // Of a fresh target the first step is checked for all; of the rest of one that another server began each is.
        StepProgress::Pending if standing.is_checked || (standing.begun && policy.checks_itself) => NextAction::Send,
        StepProgress::Pending => NextAction::Check,
    }
}

impl Standing {
    /// What holds after a step that ended so.
    pub fn after(&mut self, outcome: &StepOutcome, policy: &Policy) {
        // Each of the rest of a target that was begun is held against a state of its own.
        self.is_checked &= !self.begun;
        if !policy.independent && self.blocked.is_none() && blocks(outcome) {
            self.blocked = Some(SkipReason::EarlierStepFailed);
        }
    }
}

/// A call whose rows ended each for itself holds up nothing: the next one looks at what there is.
fn blocks(outcome: &StepOutcome) -> bool {
    let dropped = matches!(outcome.reason, OutcomeReason::Typed { reason: Why::Skipped { skip: SkipReason::Dropped } });
    outcome.rows.is_empty() && !outcome.is_done() && !dropped
}

#[cfg(test)]
mod tests {
    use super::{NextAction, RunMode, Standing, StepProgress, next_action};
    use crate::changes::core::outcome::{RowOutcome, RowWhy, SkipReason, StepOutcome, Why};
    use crate::changes::core::policy::{CLIENT_TOKEN, Policy, Repeat, SecretUse};
    use model::OutcomeWord;

    const MODES: [RunMode; 3] = [RunMode::Apply, RunMode::Resume, RunMode::DropRest];
    const PROGRESS: [StepProgress; 3] =
        [StepProgress::Pending, StepProgress::Intended { at: 7 }, StepProgress::Concluded];

    const REPEATS: [Repeat; 5] =
        [CLIENT_TOKEN, Repeat::SetsValues, Repeat::TakesName { valid_for: 1 }, Repeat::UniqueName, Repeat::Never];

    /// Every policy that kinds have, as far as it matters here.
    fn policies() -> Vec<Policy> {
        let plain = |repeat| Policy::plain(repeat);
        let mut all = Vec::new();
        for repeat in REPEATS {
            for secret in [SecretUse::None, SecretUse::Entered, SecretUse::Minted] {
                for independent in [false, true] {
                    for checks_itself in [false, true] {
                        for mint in [false, true] {
                            all.push(Policy { secret, independent, checks_itself, mint, ..plain(repeat) });
                        }
                    }
                }
            }
        }
        all
    }

    fn standings() -> Vec<Standing> {
        let mut all = Vec::new();
        for blocked in [None, Some(SkipReason::EarlierStepFailed), Some(SkipReason::GivesAdminAnew)] {
            for begun in [false, true] {
                for is_checked in [false, true] {
                    for has_minted in [false, true] {
                        all.push(Standing { blocked: blocked.clone(), begun, is_checked, has_minted });
                    }
                }
            }
        }
        all
    }

    /// What is expected, in the words of the rules, of every state of a step × mode × policy × standing.
    fn expected(progress: StepProgress, mode: RunMode, policy: &Policy, standing: &Standing) -> NextAction {
        if progress == StepProgress::Concluded {
            return NextAction::AlreadyConcluded;
        }
        if let Some(reason) = &standing.blocked {
            return NextAction::Skip(reason.clone());
        }
        if let StepProgress::Intended { at } = progress {
            return NextAction::Reconcile { intended_at: at };
        }
        if mode == RunMode::DropRest {
            return NextAction::Skip(SkipReason::Dropped);
        }
        match (policy.secret, standing.has_minted) {
            (SecretUse::Minted, false) => NextAction::Skip(SkipReason::SecretGone),
            _ if standing.is_checked => NextAction::Send,
            _ if standing.begun && policy.checks_itself => NextAction::Send,
            _ => NextAction::Check,
        }
    }

    #[test]
    fn every_state_of_a_step_in_every_mode_under_every_policy_has_its_action() {
        let mut cases = 0;
        for policy in policies() {
            for standing in standings() {
                for mode in MODES {
                    for progress in PROGRESS {
                        let action = next_action(progress, mode, &policy, &standing);
                        let case = format!("{progress:?} {mode:?} {policy:?} {standing:?}");
                        assert_eq!(action, expected(progress, mode, &policy, &standing), "{case}");
                        cases += 1;
                    }
                }
            }
        }
        assert_eq!(cases, REPEATS.len() * 24 * 24 * 9);
    }

    #[test]
    fn nothing_is_sent_after_a_drop_and_a_step_that_was_sent_is_looked_up_in_every_mode() {
        let policy = Policy::plain(Repeat::SetsValues);
        let ready = Standing { is_checked: true, has_minted: true, ..Standing::default() };
        let of = |progress, mode| next_action(progress, mode, &policy, &ready);
        assert_eq!(of(StepProgress::Pending, RunMode::DropRest), NextAction::Skip(SkipReason::Dropped));
        for mode in MODES {
            assert_eq!(of(StepProgress::Intended { at: 3 }, mode), NextAction::Reconcile { intended_at: 3 });
            assert_eq!(of(StepProgress::Concluded, mode), NextAction::AlreadyConcluded);
        }
    }

    fn after(outcome: &StepOutcome, policy: &Policy) -> Option<SkipReason> {
        let mut standing = Standing::default();
        standing.after(outcome, policy);
        standing.blocked
    }

    #[test]
    fn a_step_that_did_not_succeed_holds_up_the_rest_unless_it_says_nothing_of_them() {
        let plain = Policy::plain(Repeat::Never);
        let independent = Policy { independent: true, ..plain.clone() };
        for (word, blocked) in [
            (OutcomeWord::Applied, None),
            (OutcomeWord::Verified, None),
            (OutcomeWord::Refused, Some(SkipReason::EarlierStepFailed)),
            (OutcomeWord::Failed, Some(SkipReason::EarlierStepFailed)),
            (OutcomeWord::Unknown, Some(SkipReason::EarlierStepFailed)),
        ] {
            let outcome = StepOutcome::new(word, Why::Accepted);
            assert_eq!(after(&outcome, &plain), blocked, "{word:?}");
            assert_eq!(after(&outcome, &independent), None, "{word:?}");
            let rows = vec![RowOutcome::new(word, RowWhy::Verified)];
            assert_eq!(after(&StepOutcome { rows, ..outcome }, &plain), None, "{word:?}");
        }
        assert_eq!(after(&StepOutcome::skipped(SkipReason::Dropped), &plain), None, "the rest is dropped, too");
    }

    #[test]
    fn the_first_reason_stands_and_each_of_a_begun_rest_is_checked() {
        let policy = Policy::plain(Repeat::Never);
        let moved = Some(SkipReason::Moved { rows: Vec::new() });
        let mut standing = Standing { blocked: moved.clone(), begun: true, is_checked: true, has_minted: false };
        standing.after(&StepOutcome::skipped(SkipReason::EarlierStepFailed), &policy);
        assert_eq!((standing.blocked, standing.is_checked), (moved, false));
    }
}

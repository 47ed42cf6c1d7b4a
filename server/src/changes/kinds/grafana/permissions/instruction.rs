//! From what holders have to what they shall have: the instructions, which of them are still due, and what a later look
//! says of each. Pure.
//!
//! AWS does not say whether adding a role replaces the one a holder has, nor whether the instructions of one call are
//! carried out in their order. So roles are added first, in calls of their own, and admins before all others; the old
//! ones are taken afterwards, and only where the new one is there and the old one still is, too.

use crate::changes::core::outcome::{RowOutcome, RowRefusal, RowWhy};
use crate::changes::core::role_change::StepRow;
use aws::grafana::Action;
use model::OutcomeWord;
use model::access::{GrafanaRole, Holder};
use model::form::GrantWish;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Who holds which roles in a workspace. Most have one.
pub type RolesByHolder = BTreeMap<Holder, BTreeSet<GrafanaRole>>;

/// One role given to, or taken from, one holder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instruction {
    pub action: Action,
    pub role: GrafanaRole,
    pub holder: Holder,
    /// Of a role that is taken because another takes its place: the other, which has to be there first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub then: Option<GrafanaRole>,
}

/// The calls that bring the holders of one workspace to what is wished, each of at most `most` instructions. Admins are
/// made first: where a role that is added replaces another, every later call may take one.
pub fn calls(held: &RolesByHolder, wishes: &[&GrantWish], most: usize) -> Vec<Vec<Instruction>> {
    let (mut admins, mut adds, mut revokes) = (Vec::new(), Vec::new(), Vec::new());
    for wish in wishes {
        let now = roles(held, &wish.holder);
        let one = |action, role, then| Instruction { action, role, holder: wish.holder.clone(), then };
        if let Some(role) = wish.role.filter(|role| !now.contains(role)) {
            let adds = if role == GrafanaRole::Admin { &mut admins } else { &mut adds };
            adds.push(one(Action::Add, role, None));
        }
        let old = now.iter().filter(|role| wish.role != Some(**role));
        revokes.extend(old.map(|role| one(Action::Revoke, *role, wish.role)));
    }
    [admins, adds, revokes].iter().flat_map(|all| all.chunks(most)).map(<[Instruction]>::to_vec).collect()
}

pub fn roles(held: &RolesByHolder, holder: &Holder) -> BTreeSet<GrafanaRole> {
    held.get(holder).cloned().unwrap_or_default()
}

fn has(held: &RolesByHolder, holder: &Holder, role: GrafanaRole) -> bool {
    held.get(holder).is_some_and(|roles| roles.contains(&role))
}

pub fn admins(held: &RolesByHolder) -> usize {
    held.values().filter(|roles| roles.contains(&GrafanaRole::Admin)).count()
}

/// Whether the instruction asks for what is so.
pub fn is_so(instruction: &Instruction, held: &RolesByHolder) -> bool {
    has(held, &instruction.holder, instruction.role) == (instruction.action == Action::Add)
}

/// What is known of each instruction before it is sent; `None` for those to send. Nothing is sent for a holder who has
/// other roles than when it was `planned`, and with `guard` nothing that would leave a workspace without an admin.
pub fn before(
    instructions: &[Instruction],
    held: &RolesByHolder,
    planned: &RolesByHolder,
    guard: bool,
) -> Vec<Option<RowOutcome>> {
    let mut left = admins(held);
    let one = |instruction: &Instruction| {
        let refused = |why| Some(RowOutcome::new(OutcomeWord::Refused, why));
        if is_moved(instruction, held, planned) {
            let now = roles(held, &instruction.holder).into_iter().rev().collect();
            return refused(RowWhy::ChangedMeanwhile { now });
        }
        if is_so(instruction, held) {
            return Some(RowOutcome::new(OutcomeWord::Verified, RowWhy::Verified));
        }
        if let Some(new) = instruction.then.filter(|new| !has(held, &instruction.holder, *new)) {
            return refused(RowWhy::NewRoleMissing { new, old: instruction.role });
        }
        if may_take_admin(instruction, held) {
            if guard && left <= 1 {
                return refused(RowWhy::LastAdmin);
            }
            left = left.saturating_sub(1);
        }
        None
    };
    instructions.iter().map(one).collect()
}

/// Whether an admin may be none afterwards. Adding a lesser role may replace the greater one.
fn may_take_admin(instruction: &Instruction, held: &RolesByHolder) -> bool {
    let takes = match instruction.action {
        Action::Add => instruction.role != GrafanaRole::Admin,
        Action::Revoke => instruction.role == GrafanaRole::Admin,
    };
    takes && has(held, &instruction.holder, GrafanaRole::Admin)
}

/// Whether somebody else changed the holder's roles since the plan was made: they are neither those it found, nor on the
/// way from there to what it wishes.
fn is_moved(instruction: &Instruction, held: &RolesByHolder, planned: &RolesByHolder) -> bool {
    let (now, found) = (roles(held, &instruction.holder), roles(planned, &instruction.holder));
    let wished = match instruction.action {
        // Of a holder whose new role is not there yet nothing was done.
        Action::Add if !now.contains(&instruction.role) => return now != found,
        Action::Add => Some(instruction.role),
        Action::Revoke => instruction.then,
    };
    now.iter().any(|role| !found.contains(role) && wished != Some(*role))
}

impl From<&Instruction> for StepRow {
    fn from(instruction: &Instruction) -> Self {
        let Instruction { action, role, holder, .. } = instruction;
        Self { holder: holder.clone(), action: *action, role: *role }
    }
}

/// How a call ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// AWS answered, and refused those that it says.
    Came,
    /// No answer came.
    Lost,
}

/// What became of an instruction that was sent; `refusal` is AWS's code and words about it.
pub fn after(
    instruction: &Instruction,
    refusal: Option<RowRefusal>,
    seen: Option<&RolesByHolder>,
    answer: Answer,
) -> RowOutcome {
    let done = seen.map(|held| is_so(instruction, held));
    let (word, why) = match (refusal, done, answer) {
        (None, Some(true), _) => (OutcomeWord::Verified, RowWhy::Verified),
        // Somebody else may have done it meanwhile: what counts is what is there, and the refusal is told all the same.
        (Some(refusal), Some(true), _) => (OutcomeWord::Verified, RowWhy::RefusedButSo { refusal }),
        (Some(refusal), _, _) => (OutcomeWord::Failed, RowWhy::Refused { refusal }),
        (None, Some(false), Answer::Came) => (OutcomeWord::Unknown, RowWhy::TakenNotShown),
        (None, None, Answer::Came) => (OutcomeWord::Applied, RowWhy::TakenNotRead),
        (None, Some(false), Answer::Lost) => (OutcomeWord::Unknown, RowWhy::LostNotFound),
        (None, None, Answer::Lost) => (OutcomeWord::Unknown, RowWhy::LostNotRead),
    };
    RowOutcome::new(word, why)
}

/// The row of an instruction that AWS did not name, in a call of which it refused something without naming what:
/// unless it is seen done, it may be what is meant.
pub fn or_meant(row: RowOutcome, unnamed: &[RowRefusal]) -> RowOutcome {
    if unnamed.is_empty() || row.word == OutcomeWord::Verified {
        return row;
    }
    RowOutcome::new(OutcomeWord::Unknown, RowWhy::MayBeMeant { refusals: unnamed.to_vec() })
}

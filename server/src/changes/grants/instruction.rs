//! From what holders have to what they shall have: the instructions, which of them are still due, and what a later look
//! says of each. Pure.
//!
//! AWS does not say whether adding a role replaces the one a holder has, nor whether the instructions of one call are
//! carried out in their order. So roles are added first, in calls of their own, and admins before all others; the old
//! ones are taken afterwards, and only where the new one is there and the old one still is, too.

use aws::grafana::Action;
use model::access::{GrafanaRole, Holder};
use model::form::GrantWish;
use model::{OutcomeWord, RowOutcome};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Who holds which roles in a workspace. Most have one.
pub type Held = BTreeMap<Holder, BTreeSet<GrafanaRole>>;

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
pub fn calls(held: &Held, wishes: &[&GrantWish], most: usize) -> Vec<Vec<Instruction>> {
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

pub fn roles(held: &Held, holder: &Holder) -> BTreeSet<GrafanaRole> {
    held.get(holder).cloned().unwrap_or_default()
}

fn has(held: &Held, holder: &Holder, role: GrafanaRole) -> bool {
    held.get(holder).is_some_and(|roles| roles.contains(&role))
}

pub fn admins(held: &Held) -> usize {
    held.values().filter(|roles| roles.contains(&GrafanaRole::Admin)).count()
}

/// Whether the instruction asks for what is so.
pub fn is_so(instruction: &Instruction, held: &Held) -> bool {
    has(held, &instruction.holder, instruction.role) == (instruction.action == Action::Add)
}

/// The strongest first: "ADMIN, VIEWER".
pub fn words(roles: &BTreeSet<GrafanaRole>) -> String {
    roles.iter().rev().map(|role| role.aws()).collect::<Vec<_>>().join(", ")
}

/// What is known of each instruction before it is sent; `None` for those to send. Nothing is sent for a holder who has
/// other roles than when it was `planned`, and with `guard` nothing that would leave a workspace without an admin.
pub fn before(instructions: &[Instruction], held: &Held, planned: &Held, guard: bool) -> Vec<Option<RowOutcome>> {
    let mut left = admins(held);
    let one = |instruction: &Instruction| {
        if is_moved(instruction, held, planned) {
            return Some(ended(OutcomeWord::Refused, moved(&roles(held, &instruction.holder))));
        }
        if is_so(instruction, held) {
            return Some(ended(OutcomeWord::Verified, String::new()));
        }
        if let Some(new) = instruction.then.filter(|new| !has(held, &instruction.holder, *new)) {
            let (new, old) = (new.aws(), instruction.role.aws());
            return Some(ended(
                OutcomeWord::Refused,
                format!("Not sent: {new} was not given, so {old} was not taken."),
            ));
        }
        if may_take_admin(instruction, held) {
            if guard && left <= 1 {
                return Some(ended(OutcomeWord::Refused, LAST.to_owned()));
            }
            left = left.saturating_sub(1);
        }
        None
    };
    instructions.iter().map(one).collect()
}

const LAST: &str = "Not sent: it would leave the workspace without an admin.";

/// Whether an admin may be none afterwards. Adding a lesser role may replace the greater one.
fn may_take_admin(instruction: &Instruction, held: &Held) -> bool {
    let takes = match instruction.action {
        Action::Add => instruction.role != GrafanaRole::Admin,
        Action::Revoke => instruction.role == GrafanaRole::Admin,
    };
    takes && has(held, &instruction.holder, GrafanaRole::Admin)
}

/// Whether somebody else changed the holder's roles since the plan was made: they are neither those it found, nor on the
/// way from there to what it wishes.
fn is_moved(instruction: &Instruction, held: &Held, planned: &Held) -> bool {
    let (now, found) = (roles(held, &instruction.holder), roles(planned, &instruction.holder));
    let wished = match instruction.action {
        // Of a holder whose new role is not there yet nothing was done.
        Action::Add if !now.contains(&instruction.role) => return now != found,
        Action::Add => Some(instruction.role),
        Action::Revoke => instruction.then,
    };
    now.iter().any(|role| !found.contains(role) && wished != Some(*role))
}

fn moved(now: &BTreeSet<GrafanaRole>) -> String {
    let now = if now.is_empty() { "no role".to_owned() } else { words(now) };
    format!("Not sent: somebody else changed this since the plan was made, to {now}. Plan it again from there.")
}

/// "user 0c2f…: add ADMIN"
pub fn row(instruction: &Instruction) -> String {
    let Instruction { action, role, holder, .. } = instruction;
    let verb = if *action == Action::Add { "add" } else { "revoke" };
    format!("{} {}: {verb} {}", holder.kind.word(), holder.id, role.aws())
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
    refusal: Option<(i32, &str)>,
    seen: Option<&Held>,
    answer: Answer,
) -> RowOutcome {
    let done = seen.map(|held| is_so(instruction, held));
    match (refusal, done, answer) {
        (None, Some(true), _) => ended(OutcomeWord::Verified, String::new()),
        // Somebody else may have done it meanwhile: what counts is what is there, and the refusal is told all the same.
        (Some(refusal), Some(true), _) => {
            ended(OutcomeWord::Verified, format!("{} A later look shows it all the same.", refused(refusal)))
        }
        (Some(refusal), _, _) => ended(OutcomeWord::Failed, refused(refusal)),
        (None, Some(false), Answer::Came) => ended(
            OutcomeWord::Unknown,
            "AWS took it, and does not show it. Look again before you repeat it.".to_owned(),
        ),
        (None, None, Answer::Came) => {
            ended(OutcomeWord::Applied, "AWS took it. It could not be read again.".to_owned())
        }
        (None, Some(false), Answer::Lost) => {
            ended(OutcomeWord::Unknown, "No answer came, and looking again does not find it done.".to_owned())
        }
        (None, None, Answer::Lost) => {
            ended(OutcomeWord::Unknown, "No answer came, and looking again failed, too.".to_owned())
        }
    }
}

/// The row of an instruction that AWS did not name, in a call of which it refused something without naming what:
/// unless it is seen done, it may be what is meant.
pub fn or_meant(row: RowOutcome, unnamed: &[(i32, &str)]) -> RowOutcome {
    if unnamed.is_empty() || row.word == OutcomeWord::Verified {
        return row;
    }
    let refusals = unnamed.iter().map(|refusal| refused(*refusal)).collect::<Vec<_>>().join(" ");
    ended(OutcomeWord::Unknown, format!("It is not seen done, and may be what AWS does not name. {refusals}"))
}

/// AWS's refusal of one instruction as a sentence.
fn refused((code, message): (i32, &str)) -> String {
    let end = if message.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("AWS refused it ({code}): {message}{end}")
}

fn ended(word: OutcomeWord, message: String) -> RowOutcome {
    RowOutcome { word, message }
}

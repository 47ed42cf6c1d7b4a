//! Random batches against every way AWS may be and every way a call may go, and what is said of single rows.

mod service;

use super::instruction::{Answer, Instruction, RolesByHolder, admins, after, before, or_meant, roles};
use crate::changes::core::outcome::{RowOutcome, RowReason, RowRefusal, RowWhy};
use crate::changes::undo::{previous_roles, unfinished};
use aws::grafana::Action;
use fastrand::Rng;
use model::access::{GrafanaRole, Holder, HolderKind};
use model::form::{GrantBatch, GrantWish};
use model::{OutcomeWord, PlanOrigin};
use service::{Run, Service, workspace};
use std::collections::BTreeSet;

const WORLDS: usize = 10_000;
/// Set it to have the same worlds again.
const SEED: &str = "BELVEDERE_GRANTS_SEED";

fn holder(number: usize) -> Holder {
    let kind = if number.is_multiple_of(5) { HolderKind::Group } else { HolderKind::User };
    Holder::new(kind, format!("{number:08x}-1111-4a4a-8b8b-0123456789ab"))
}

fn role(rng: &mut Rng) -> GrafanaRole {
    GrafanaRole::ALL[rng.usize(0..3)]
}

fn batch(wishes: Vec<GrantWish>) -> GrantBatch {
    GrantBatch { origin: PlanOrigin::Person, wishes }
}

/// Mostly a few people, one or two of them admins, and a batch that may hand that over to somebody whom AWS refuses.
fn random(rng: &mut Rng) -> (Service, GrantBatch) {
    let people = if rng.u8(0..8) == 0 { rng.usize(6..60) } else { rng.usize(2..6) };
    let (replaces, ordered) = (rng.bool(), rng.bool());
    let mut held = RolesByHolder::new();
    for number in 0..people {
        for _ in 0..[1, 1, 0, if replaces { 1 } else { 2 }][rng.usize(0..4)] {
            held.entry(holder(number)).or_default().insert([GrafanaRole::Viewer, GrafanaRole::Editor][rng.usize(0..2)]);
        }
    }
    for number in 0..[0, 1, 1, 1, 2, 2][rng.usize(0..6)] {
        held.insert(holder(number), [GrafanaRole::Admin].into());
    }
    let named: Vec<usize> = (0..people + 2).filter(|_| rng.u8(0..4) > 0).collect();
    let wish = |number: usize| {
        let role = (rng.u8(0..4) > 0).then(|| role(rng));
        GrantWish { workspace: workspace(), holder: holder(number), role }
    };
    let wishes: Vec<GrantWish> = named.into_iter().map(wish).collect();
    let refusable = |wish: &&GrantWish| match wish.role {
        Some(GrafanaRole::Admin) => rng.bool(),
        _ => rng.u8(0..8) == 0,
    };
    let refused = wishes.iter().filter(refusable).map(|wish| wish.holder.clone()).collect();
    (Service { replaces, ordered, refused, held, rng: rng.fork() }, batch(wishes))
}

/// What holds at every moment of each run is asserted by the service.
#[test]
fn what_is_wished_is_reached_but_for_what_is_refused_and_what_was_done_is_undone() {
    let seed = std::env::var(SEED).map_or_else(|_| fastrand::u64(..), |text| text.parse().unwrap());
    eprintln!("{SEED}={seed}");
    let mut rng = Rng::with_seed(seed);
    for world in 0..WORLDS {
        let (mut service, batch) = random(&mut rng);
        let most = [20, 20, 3, 1][rng.usize(0..4)];
        let start = service.held.clone();
        let first = service.apply(&batch, most, rng.bool());
        undone(&mut service.clone(), &start, &batch, &first, most, world);
        let rest = self::batch(unfinished(&batch, &first.jobs, &first.steps));
        let again = service.apply(&rest, most, false);
        assert!(first.locks_out || !again.locks_out, "world {world}: trying again asks for more");
        let left = self::batch(unfinished(&rest, &again.jobs, &again.steps));
        reached(&service, &start, &batch, &left, world);
    }
}

/// Everybody has what was wished, but for those AWS refuses and an admin whose successor it refused.
fn reached(service: &Service, start: &RolesByHolder, batch: &GrantBatch, left: &GrantBatch, world: usize) {
    for wish in &batch.wishes {
        let (now, is_left) = (roles(&service.held, &wish.holder), left.wishes.contains(wish));
        if service.refused.contains(&wish.holder) {
            assert_eq!(now, roles(start, &wish.holder), "world {world}: {wish:?}");
        }
        if !is_left {
            assert_eq!(now, BTreeSet::from_iter(wish.role), "world {world}: {wish:?}");
        } else if !service.refused.contains(&wish.holder) {
            let admin = |(holder, roles): &(&Holder, &BTreeSet<GrafanaRole>)| {
                roles.contains(&GrafanaRole::Admin) && !service.refused.contains(*holder)
            };
            let remaining: Vec<&Holder> = service.held.iter().filter(admin).map(|(holder, _)| holder).collect();
            assert_eq!(remaining, [&wish.holder], "world {world}: {wish:?} is left for nothing");
        }
    }
}

/// The opposite of what was done gives everybody the greatest role they had, as far as the first plan's end is known.
fn undone(service: &mut Service, start: &RolesByHolder, batch: &GrantBatch, first: &Run, most: usize, world: usize) {
    let back = self::batch(previous_roles(&first.jobs, &first.steps));
    let run = service.apply(&back, most, false);
    if first.steps.iter().any(|step| step.outcome.is_none()) {
        return;
    }
    assert!(admins(start) == 0 || !run.locks_out, "world {world}: undoing takes the last admin");
    let greatest = |held: &RolesByHolder, holder: &Holder| roles(held, holder).last().copied();
    for GrantWish { holder, .. } in &batch.wishes {
        assert_eq!(greatest(&service.held, holder), greatest(start, holder), "world {world}: {holder:?}");
    }
}

fn one(action: Action, role: GrafanaRole, then: Option<GrafanaRole>) -> Instruction {
    Instruction { action, role, holder: holder(1), then }
}

fn holding(roles: &[GrafanaRole]) -> RolesByHolder {
    [(holder(1), roles.iter().copied().collect())].into()
}

#[test]
fn nothing_is_sent_for_a_holder_whose_roles_somebody_else_changed() {
    use GrafanaRole::{Admin, Editor, Viewer};
    let planned = holding(&[Viewer]);
    let due = |instruction: Instruction, held: &[GrafanaRole]| {
        before(&[instruction], &holding(held), &planned, true)[0].as_ref().map(|row| row.word)
    };
    let (add, take) = (one(Action::Add, Editor, None), one(Action::Revoke, Viewer, Some(Editor)));
    assert_eq!(due(add.clone(), &[Viewer]), None);
    assert_eq!(due(add.clone(), &[Editor]), Some(OutcomeWord::Verified));
    assert_eq!(due(take.clone(), &[Viewer, Editor]), None);
    for other in [&[Admin][..], &[Viewer, Admin], &[]] {
        assert_eq!(due(add.clone(), other), Some(OutcomeWord::Refused), "{other:?}");
    }
    for other in [&[Admin][..], &[Viewer, Editor, Admin]] {
        assert_eq!(due(take.clone(), other), Some(OutcomeWord::Refused), "{other:?}");
    }
}

fn refusal(code: i32, message: &str) -> RowRefusal {
    RowRefusal { code, message: message.to_owned() }
}

#[test]
fn what_aws_refused_without_naming_it_is_told_of_every_row_that_is_not_seen_done() {
    let (add, unnamed) = (one(Action::Add, GrafanaRole::Viewer, None), vec![refusal(404, "No such user")]);
    let row = |seen: Option<&RolesByHolder>| or_meant(after(&add, None, seen, Answer::Came), &unnamed);
    for seen in [Some(&RolesByHolder::new()), None] {
        let why = RowWhy::MayBeMeant { refusals: unnamed.clone() };
        assert_eq!(row(seen), RowOutcome::new(OutcomeWord::Unknown, why));
    }
    assert_eq!(row(Some(&holding(&[GrafanaRole::Viewer]))).word, OutcomeWord::Verified);
}

/// What is said of a role that AWS refused to give, by who holds it when it is looked at again.
fn refused(held: bool) -> RowOutcome {
    let instruction = one(Action::Add, GrafanaRole::Viewer, None);
    let seen = if held { holding(&[GrafanaRole::Viewer]) } else { RolesByHolder::new() };
    after(&instruction, Some(refusal(403, "Not allowed")), Some(&seen), Answer::Came)
}

#[test]
fn what_aws_refused_is_verified_where_it_is_so_and_both_are_told() {
    let row = refused(true);
    assert!(row.word == OutcomeWord::Verified && row.is_refused_but_so(), "{row:?}");
}

#[test]
fn what_aws_refused_is_failed_where_it_is_not_so() {
    let why = RowWhy::Refused { refusal: refusal(403, "Not allowed") };
    let expected = RowReason::Typed { reason: why };
    assert_eq!((refused(false).word, refused(false).reason), (OutcomeWord::Failed, expected));
}

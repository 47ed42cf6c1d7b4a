//! Random batches against every way AWS may be: what is applied is what was wished but for what was refused, nobody who
//! is not named is touched, and no workspace loses its last admin unasked.

use super::instruction::{Answer, Held, Instruction, admins, after, before, calls, roles};
use super::propose::wished;
use super::send::told;
use aws::grafana::Action;
use model::access::{GrafanaRole, Holder, HolderKind};
use model::form::GrantWish;
use model::{Kind, OutcomeWord, ResourceKey, RowOutcome};
use std::collections::BTreeSet;

/// A small generator whose every run is told by its seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }
}

/// What AWS leaves undocumented, and whom it refuses.
struct Service {
    replaces: bool,
    ordered: bool,
    refused: BTreeSet<Holder>,
    held: Held,
}

impl Service {
    /// Carries a call out; answers which instructions it refused.
    fn update(&mut self, call: &[&Instruction]) -> Vec<bool> {
        let mut order: Vec<usize> = (0..call.len()).collect();
        if !self.ordered {
            order.reverse();
        }
        let refused = call.iter().map(|one| self.refused.contains(&one.holder)).collect::<Vec<_>>();
        for at in order.into_iter().filter(|at| !refused[*at]) {
            let Instruction { action, role, holder, .. } = call[at];
            let held = self.held.entry(holder.clone()).or_default();
            match action {
                Action::Add if self.replaces => *held = BTreeSet::from([*role]),
                Action::Add => drop(held.insert(*role)),
                Action::Revoke => drop(held.remove(role)),
            }
        }
        self.held.retain(|_, roles| !roles.is_empty());
        refused
    }

    /// One plan from its look to its end; answers the holders of whom something was not done.
    fn apply(&mut self, wishes: &[&GrantWish], most: usize, guard: bool) -> BTreeSet<Holder> {
        let mut open = BTreeSet::new();
        for call in calls(&self.held, wishes, most) {
            assert!(call.len() <= most);
            let known = before(&call, &self.held, guard);
            let due: Vec<&Instruction> =
                call.iter().zip(&known).filter_map(|(one, row)| row.is_none().then_some(one)).collect();
            let refused = self.update(&due);
            let ended = due
                .iter()
                .zip(refused)
                .map(|(one, refused)| after(one, refused.then_some((403, "no")), Some(&self.held), Answer::Came));
            let ended: Vec<_> = ended.collect();
            let mut ended = ended.into_iter();
            for (one, row) in call.iter().zip(known) {
                let row = row.or_else(|| ended.next()).unwrap();
                assert_ne!(row.word, OutcomeWord::Unknown, "{one:?}");
                if row.word != OutcomeWord::Verified {
                    open.insert(one.holder.clone());
                }
            }
        }
        open
    }
}

fn holder(number: usize) -> Holder {
    let kind = if number.is_multiple_of(5) { HolderKind::Group } else { HolderKind::User };
    Holder::new(kind, format!("{number:08x}-1111-4a4a-8b8b-0123456789ab"))
}

fn role(dice: &mut Dice) -> GrafanaRole {
    GrafanaRole::ALL[dice.roll(3)]
}

fn random(dice: &mut Dice) -> (Service, Vec<GrantWish>) {
    let people = 1 + dice.roll(60);
    let (replaces, ordered) = (dice.roll(2) == 0, dice.roll(2) == 0);
    let mut held = Held::new();
    for number in 0..people {
        for _ in 0..[1, 1, 1, 0, if replaces { 1 } else { 2 }][dice.roll(5)] {
            held.entry(holder(number)).or_default().insert(role(dice));
        }
    }
    let refused = (0..people).filter(|_| dice.roll(8) == 0).map(holder).collect();
    let workspace = ResourceKey::parse(Kind::Grafana, "441122338890", "eu-west-1", "g-0123456789").unwrap();
    let named = (0..people + 5).filter(|_| dice.roll(3) > 0).collect::<Vec<_>>();
    let wish = |number: usize, role| GrantWish { workspace: workspace.clone(), holder: holder(number), role };
    let wishes = named.into_iter().map(|number| wish(number, (dice.roll(4) > 0).then(|| role(dice)))).collect();
    (Service { replaces, ordered, refused, held }, wishes)
}

#[test]
fn what_is_wished_is_reached_but_for_what_is_refused_and_nobody_else_is_touched() {
    for seed in 0..3000 {
        let mut dice = Dice(seed);
        let (mut service, wishes) = random(&mut dice);
        let most = [20, 20, 3][dice.roll(3)];
        let first: Vec<&GrantWish> = wishes.iter().collect();
        let start = service.held.clone();
        let locks_out = admins(&start) > 0 && admins(&wished(&start, &first)) == 0;
        let open = service.apply(&first, most, !locks_out);
        let rest: Vec<&GrantWish> = first.iter().copied().filter(|wish| open.contains(&wish.holder)).collect();
        let still = service.apply(&rest, most, !locks_out);
        for wish in &wishes {
            let (now, wanted) = (roles(&service.held, &wish.holder), BTreeSet::from_iter(wish.role));
            if !still.contains(&wish.holder) {
                assert_eq!(now, wanted, "seed {seed}: {wish:?}");
            }
        }
        for (holder, roles) in &start {
            if wishes.iter().all(|wish| wish.holder != *holder) {
                assert_eq!(service.held.get(holder), Some(roles), "seed {seed}");
            }
        }
        assert!(locks_out || admins(&start) == 0 || admins(&service.held) > 0, "seed {seed}: nobody is an admin");
        // What is left is refused by AWS, or is the last admin, whose successor was.
        let kept = |holder: &Holder| {
            service.refused.contains(holder) || roles(&service.held, holder).contains(&GrafanaRole::Admin)
        };
        assert!(still.iter().all(kept), "seed {seed}: {still:?}");
    }
}

/// What is said of a role that AWS refused to give, by who holds it when it is looked at again.
fn refused(held: bool) -> RowOutcome {
    let instruction = Instruction { action: Action::Add, role: GrafanaRole::Viewer, holder: holder(1), then: None };
    let seen: Held = if held { [(holder(1), [GrafanaRole::Viewer].into())].into() } else { Held::new() };
    after(&instruction, Some((403, "Not allowed")), Some(&seen), Answer::Came)
}

#[test]
fn what_aws_refused_is_verified_where_it_is_so_and_both_are_told() {
    let row = refused(true);
    assert_eq!(row.word, OutcomeWord::Verified);
    assert_eq!(row.message, "AWS refused it (403): Not allowed. A later look shows it all the same.");
    let (word, message) = told(&[row]);
    assert_eq!(word, OutcomeWord::Verified);
    assert!(message.ends_with("It refused 1 of them, and shows what was asked for all the same."), "{message}");
}

#[test]
fn what_aws_refused_is_failed_where_it_is_not_so() {
    let row = refused(false);
    assert_eq!((row.word, row.message.as_str()), (OutcomeWord::Failed, "AWS refused it (403): Not allowed."));
}

//! Who is in which group, from both sides: the people of a group, and the groups of a person somebody looks at. Ids
//! alone. Of two answers to one question the younger counts.

use super::Directory;
use crate::clock::{Moment, steady};
use model::access::{AccessHolder, Holder, HolderKind, PersonGroups};
use model::{Code, Error, Millis, Reading};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::PoisonError;

/// Memberships are good for this long.
pub(super) const FRESH_FOR: Millis = 10 * 60 * 1000;
/// The groups of a person who is looked at are read again after this long, whether that failed or not.
const LOOKED_AT_AGAIN: Millis = 60_000;
/// People whose groups are kept, by themselves; those looked at longest ago go first.
const PEOPLE: usize = 1_000;

/// `None` where there are too many to be read.
type Ids = Option<BTreeSet<String>>;

/// What was read of memberships.
#[derive(Debug, Default)]
pub(super) struct Memberships {
    /// The people in a group, of groups that hold roles or were named in a batch.
    groups: BTreeMap<String, Kept>,
    people: BTreeMap<String, Person>,
}

/// One answer, and when it was taken in, as `steady` has it: what is shown of its time may have jumped.
#[derive(Debug, Default)]
struct Kept {
    read: Reading<Ids>,
    at: Option<Millis>,
}

impl Kept {
    fn record(&mut self, now: Moment, answer: Result<Ids, Error>) {
        if answer.is_ok() {
            self.at = Some(now.steady);
        }
        self.read.record(now.wall, answer);
    }

    /// Whether an id is among those read, and when they were.
    fn holds(&self, id: &str) -> Option<(Option<Millis>, bool)> {
        self.read.value.as_ref()?.as_ref().map(|ids| (self.at, ids.contains(id)))
    }
}

/// The groups of a person, and when somebody looked and they were asked for, as `steady` has it.
#[derive(Debug, Default)]
struct Person {
    groups: Kept,
    looked_at: Millis,
    asked_at: Option<Millis>,
}

impl Person {
    fn is_due(&self) -> bool {
        self.asked_at.is_none_or(|at| self.looked_at - at > LOOKED_AT_AGAIN)
    }
}

impl Memberships {
    fn look_at(&mut self, now: Millis, person: &str) {
        if self.people.len() >= PEOPLE && !self.people.contains_key(person) {
            let oldest = self.people.iter().min_by_key(|(_, one)| one.looked_at).map(|(id, _)| id.clone());
            oldest.and_then(|oldest| self.people.remove(&oldest));
        }
        self.people.entry(person.to_owned()).or_default().looked_at = now;
    }

    fn take_due(&mut self, now: Millis) -> Option<String> {
        let (id, person) = self.people.iter_mut().find(|(_, person)| person.is_due())?;
        person.asked_at = Some(now);
        Some(id.clone())
    }

    fn is_in(&self, person: &str, group: &str) -> Option<bool> {
        let by_person = self.people.get(person).and_then(|one| one.groups.holds(group));
        let by_group = self.groups.get(group).and_then(|people| people.holds(person));
        [by_person, by_group].into_iter().flatten().max_by_key(|(at, _)| *at).map(|(_, is_in)| is_in)
    }
}

/// Who or what is not there is in nothing and has nobody in it.
fn ids(answer: Result<Option<Vec<String>>, Error>) -> Result<Ids, Error> {
    match answer {
        Ok(ids) => Ok(ids.map(BTreeSet::from_iter)),
        Err(error) if error.code == Code::NotFound => Ok(Some(BTreeSet::new())),
        Err(error) => Err(error),
    }
}

impl Directory {
    /// Takes in who is in a group; `None` where they are too many to be read. A failed read keeps what was read before,
    /// but a group that is not there has nobody in it.
    pub fn record_members(&self, now: Moment, group: String, answer: Result<Option<Vec<String>>, Error>) {
        self.memberships(|all| all.groups.entry(group).or_default().record(now, ids(answer)));
    }

    /// Takes in which groups a person is in, as [`Directory::record_members`]; nothing of whom nobody looked at.
    pub fn record_groups(&self, now: Moment, person: &str, answer: Result<Option<Vec<String>>, Error>) {
        self.memberships(|all| all.people.get_mut(person).map(|one| one.groups.record(now, ids(answer))));
    }

    /// Whether a person is in a group; `None` where that is not known.
    pub fn is_in(&self, person: &str, group: &str) -> Option<bool> {
        self.memberships(|all| all.is_in(person, group))
    }

    /// Of `groups`, those a person is in, and those of which that is not known; `None` where there is no directory.
    pub fn groups_of(&self, person: &str, groups: &[Holder]) -> Option<PersonGroups> {
        let (mut own, mut unknown) = (Vec::new(), Vec::<AccessHolder>::new());
        for group in groups.iter().filter(|holder| holder.kind == HolderKind::Group) {
            match self.is_in(person, &group.id) {
                Some(true) => own.push(group.clone()),
                Some(false) => {}
                None => unknown.push(self.describe(group)),
            }
        }
        let read =
            self.memberships(|all| all.people.get(person).map(|one| one.groups.read.clone())).unwrap_or_default();
        let known = PersonGroups { own, unknown, read_at: read.read_at, error: read.error };
        self.configured.then_some(known)
    }

    /// Somebody looks at a person at `now`, as `steady` has it: which groups it is in is read soon, unless it was a moment ago.
    pub fn look_at(&self, now: Millis, person: &Holder) {
        if self.configured && person.kind == HolderKind::User && person.segment().is_some() {
            self.memberships(|all| all.look_at(now, &person.id));
            self.looked.notify_one();
        }
    }

    /// Waits for a person whose groups are to be read, and takes them as asked for.
    pub(super) async fn next_looked_at(&self) -> String {
        loop {
            if let Some(person) = self.memberships(|all| all.take_due(steady())) {
                return person;
            }
            self.looked.notified().await;
        }
    }

    /// Who is in it was not read, or is older than it should be.
    pub(super) fn is_old(&self, now: Millis, group: &str) -> bool {
        let kept_at = self.memberships(|all| all.groups.get(group).and_then(|people| people.at));
        kept_at.is_none_or(|at| now - at > FRESH_FOR)
    }

    fn memberships<T>(&self, f: impl FnOnce(&mut Memberships) -> T) -> T {
        f(&mut self.memberships.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::{FRESH_FOR, LOOKED_AT_AGAIN, Memberships, PEOPLE};
    use crate::clock::Moment;
    use crate::directory::Directory;
    use model::Error;
    use model::access::{Holder, HolderKind, PersonGroups};

    fn at(millis: i64) -> Moment {
        Moment { wall: millis, steady: millis, monotonic: millis }
    }

    fn groups() -> Vec<Holder> {
        ["g1", "g2", "g3"].map(|id| Holder::new(HolderKind::Group, id)).to_vec()
    }

    fn ids(known: &PersonGroups) -> (Vec<&str>, Vec<&str>) {
        let own = known.own.iter().map(|group| group.id.as_str()).collect();
        (own, known.unknown.iter().map(|group| group.holder.id.as_str()).collect())
    }

    #[test]
    fn a_group_that_is_not_known_hides_no_other() {
        let directory = Directory::unread();
        directory.record_members(at(1), "g1".into(), Ok(Some(vec!["u1".into()])));
        directory.record_members(at(1), "g2".into(), Err(Error::internal()));
        directory.record_members(at(1), "g3".into(), Ok(None));
        assert_eq!(ids(&directory.groups_of("u1", &groups()).unwrap()), (vec!["g1"], vec!["g2", "g3"]));
        directory.record_members(at(2), "g2".into(), Err(Error::not_found("")));
        assert_eq!(ids(&directory.groups_of("u2", &groups()).unwrap()), (vec![], vec!["g3"]));
        assert_eq!(Directory::default().groups_of("u1", &[]), None);
    }

    #[test]
    fn a_failed_read_of_a_group_keeps_its_people() {
        let directory = Directory::unread();
        directory.record_members(at(1), "g1".into(), Ok(Some(vec!["u1".into()])));
        directory.record_members(at(2), "g1".into(), Err(Error::internal()));
        assert_eq!((directory.is_in("u1", "g1"), directory.is_in("u2", "g1")), (Some(true), Some(false)));
        assert!(!directory.is_old(1 + FRESH_FOR, "g1") && directory.is_old(2 + FRESH_FOR, "g1"));
    }

    #[test]
    fn the_groups_of_a_person_who_is_looked_at_are_all_known_and_the_younger_answer_counts() {
        let directory = Directory::unread();
        let person = Holder::new(HolderKind::User, "u1");
        directory.record_members(at(1), "g1".into(), Ok(Some(vec!["u1".into()])));
        directory.look_at(5, &person);
        directory.record_groups(at(6), "u1", Ok(Some(vec!["g3".into()])));
        let known = directory.groups_of("u1", &groups()).unwrap();
        assert_eq!((ids(&known), known.read_at), ((vec!["g3"], vec![]), Some(6)));
        directory.record_members(at(7), "g1".into(), Ok(Some(vec!["u1".into()])));
        assert_eq!(ids(&directory.groups_of("u1", &groups()).unwrap()).0, ["g1", "g3"]);
        directory.record_groups(at(8), "u1", Err(Error::internal()));
        let known = directory.groups_of("u1", &groups()).unwrap();
        assert_eq!((known.own.len(), known.read_at, known.error), (2, Some(6), Some(Error::internal())));
    }

    #[test]
    fn a_person_is_asked_for_once_and_again_when_looked_at_a_minute_later() {
        let mut all = Memberships::default();
        all.look_at(1, "u1");
        assert_eq!((all.take_due(1), all.take_due(1)), (Some("u1".to_owned()), None));
        all.look_at(1 + LOOKED_AT_AGAIN, "u1");
        assert_eq!(all.take_due(1 + LOOKED_AT_AGAIN), None);
        all.look_at(2 + LOOKED_AT_AGAIN, "u1");
        assert_eq!(all.take_due(2 + LOOKED_AT_AGAIN), Some("u1".to_owned()));
    }

    #[test]
    fn only_the_people_looked_at_last_are_kept() {
        let mut all = Memberships::default();
        for number in 0..=PEOPLE {
            all.look_at(i64::try_from(number).unwrap(), &number.to_string());
        }
        assert!(all.people.len() == PEOPLE && !all.people.contains_key("0"));
    }
}

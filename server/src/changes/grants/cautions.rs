//! What a person should know before a batch is applied: that it is about themselves, holders nobody knows, and people
//! who have a role twice. Told by ids, as plans are kept.

use super::held::name;
use super::instruction::{Held, roles};
use crate::directory::Directory;
use model::access::Holder;
use model::form::GrantWish;
use std::collections::BTreeSet;

/// Names that a sentence tells; the others are counted.
const TOLD: usize = 3;

/// `own` is whoever asks, as the directory knows them; `held` and `after` are who holds which role before, and once
/// everything was carried out.
pub fn cautions(
    directory: &Directory,
    own: &[Holder],
    held: &Held,
    after: &Held,
    wishes: &[&GrantWish],
) -> Vec<String> {
    let given = || wishes.iter().filter(|wish| wish.role.is_some()).map(|wish| &wish.holder);
    let unknown: Vec<String> =
        given().filter(|holder| directory.describe(holder).known == Some(false)).map(name).collect();
    let Twice { people, unsure } = twice(directory, after, &given().collect());
    let unknown = (!unknown.is_empty()).then(|| {
        format!("The directory does not know {}: AWS may refuse them, or give a role to nobody.", listed(&unknown))
    });
    let twice = (!people.is_empty()).then(|| {
        format!("A group that has a role here has {} in it, too: of both roles the greater counts.", listed(&people))
    });
    let unsure = (!unsure.is_empty()).then(|| {
        format!("Who is in {} is not known here: people in it may have a role of their own, too.", listed(&unsure))
    });
    let oneself = wishes.iter().find_map(|wish| oneself(directory, own, held, wish));
    oneself.into_iter().chain(unknown).chain(twice).chain(unsure).collect()
}

/// People who have a role by themselves and through a group, and groups of which nobody knows who is in them.
struct Twice {
    people: Vec<String>,
    unsure: Vec<String>,
}

/// Looks at everybody who has a role in the end, wherever the person or the group is one of those it is `given` to.
fn twice(directory: &Directory, after: &Held, given: &BTreeSet<&Holder>) -> Twice {
    let (mut people, mut unsure) = (BTreeSet::new(), BTreeSet::new());
    let holding = after.iter().filter(|(_, roles)| !roles.is_empty()).map(|(holder, _)| holder);
    let (groups, own): (Vec<&Holder>, Vec<&Holder>) = holding.partition(|holder| holder.is_group());
    for group in groups {
        let moved = own.iter().filter(|person| given.contains(*person) || given.contains(group));
        for person in moved {
            match directory.is_in(&person.id, &group.id) {
                Some(true) => drop(people.insert(name(person))),
                Some(false) => {}
                None => drop(unsure.insert(name(group))),
            }
        }
    }
    // Without a directory nothing is known, and nobody asked for more.
    unsure.retain(|_| directory.state().configured);
    Twice { people: people.into_iter().collect(), unsure: unsure.into_iter().collect() }
}

/// A change of what the asking person may do there: by their own id, or by a group they are in.
fn oneself(directory: &Directory, own: &[Holder], held: &Held, wish: &GrantWish) -> Option<String> {
    let (before, after) = (roles(held, &wish.holder), BTreeSet::from_iter(wish.role));
    let in_it = || own.iter().any(|one| directory.is_in(&one.id, &wish.holder.id) == Some(true));
    match before == after {
        true => None,
        false if own.contains(&wish.holder) => {
            Some(format!("This changes your own role: {} is you.", name(&wish.holder)))
        }
        false if wish.holder.is_group() && in_it() => {
            Some(format!("This changes your own role: you are in {}.", name(&wish.holder)))
        }
        false => None,
    }
}

/// "a, b, c and 4 more"
fn listed(names: &[String]) -> String {
    let told = names.iter().take(TOLD).map(String::as_str).collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(TOLD) {
        0 => told,
        more => format!("{told} and {more} more"),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::cautions;
    use crate::changes::grants::instruction::Held;
    use crate::clock::Moment;
    use crate::directory::{Directory, Names, Person};
    use model::access::{GrafanaRole, Holder, HolderKind};
    use model::form::GrantWish;
    use model::{Kind, ResourceKey};

    fn wish(kind: HolderKind, id: &str) -> GrantWish {
        let workspace = ResourceKey::parse(Kind::Grafana, "441122338890", "eu-west-1", "g-0123456789").unwrap();
        GrantWish { workspace, holder: Holder::new(kind, id), role: Some(GrafanaRole::Viewer) }
    }

    fn directory() -> Directory {
        let directory = Directory::unread();
        let ada = Person { display_name: Some("Ada Lindqvist".into()), ..Person::default() };
        let groups = [("g1".to_owned(), Some("Operators".to_owned()))].into();
        directory.record(1, Ok(Names { people: [("u1".to_owned(), ada)].into(), groups, ..Names::default() }));
        directory.record_members(Moment { wall: 1, steady: 1, monotonic: 1 }, "g1".into(), Ok(Some(vec!["u1".into()])));
        directory
    }

    fn told_of(after: &Held, wishes: &[&GrantWish]) -> Vec<String> {
        cautions(&directory(), &[], &Held::new(), after, wishes)
    }

    fn holding(groups: &[&str], people: &[&str]) -> Held {
        let one = |kind, id: &&str| (Holder::new(kind, *id), [GrafanaRole::Viewer].into());
        let groups = groups.iter().map(|id| one(HolderKind::Group, id));
        groups.chain(people.iter().map(|id| one(HolderKind::User, id))).collect()
    }

    #[test]
    fn whoever_changes_their_own_role_is_told_and_nobody_else() {
        let own = [Holder::new(HolderKind::User, "u1")];
        let told = |held: &Held, wish: &GrantWish| cautions(&directory(), &own, held, &Held::new(), &[wish]);
        let (me, my_group) = (wish(HolderKind::User, "u1"), wish(HolderKind::Group, "g1"));
        assert_eq!(told(&Held::new(), &me), ["This changes your own role: user u1 is you."]);
        assert_eq!(told(&Held::new(), &my_group), ["This changes your own role: you are in group g1."]);
        let so_already: Held = [(me.holder.clone(), [GrafanaRole::Viewer].into())].into();
        assert!(told(&so_already, &me).is_empty());
    }

    #[test]
    fn whoever_the_directory_does_not_know_is_named() {
        let told = told_of(&Held::new(), &[&wish(HolderKind::User, "u9"), &wish(HolderKind::User, "u1")]);
        assert_eq!(told, ["The directory does not know user u9: AWS may refuse them, or give a role to nobody."]);
        assert!(
            cautions(&Directory::default(), &[], &Held::new(), &Held::new(), &[&wish(HolderKind::User, "u9")])
                .is_empty()
        );
    }

    #[test]
    fn a_person_with_a_role_of_a_group_besides_is_named() {
        let told = told_of(&holding(&["g1"], &["u1"]), &[&wish(HolderKind::User, "u1")]);
        assert!(told.len() == 1 && told[0].contains("has user u1 in it, too"), "{told:?}");
    }

    #[test]
    fn a_group_that_gets_a_role_names_its_people_who_have_one_already() {
        let told = told_of(&holding(&["g1"], &["u1", "u2"]), &[&wish(HolderKind::Group, "g1")]);
        assert!(told.len() == 1 && told[0].contains("has user u1 in it, too"), "{told:?}");
        let elsewhere = told_of(&holding(&["g1"], &["u1", "u2"]), &[&wish(HolderKind::User, "u2")]);
        let silent = elsewhere.iter().all(|told| !told.contains("in it, too"));
        assert!(silent, "what the batch does not touch is not told: {elsewhere:?}");
    }

    #[test]
    fn a_group_that_was_not_read_hides_no_other_and_is_named() {
        let told = told_of(&holding(&["g0", "g1"], &["u1"]), &[&wish(HolderKind::User, "u1")]);
        assert!(told.len() == 2 && told[0].contains("has user u1 in it, too"), "{told:?}");
        assert!(told[1].starts_with("Who is in group g0 is not known here"), "{told:?}");
        let without = |after: &Held, wish: &GrantWish| cautions(&Directory::default(), &[], after, after, &[wish]);
        assert!(without(&holding(&["g0"], &["u1"]), &wish(HolderKind::User, "u1")).is_empty());
    }
}

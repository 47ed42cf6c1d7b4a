//! What a person should know before a batch is applied: that it is about themselves, holders nobody knows, and people
//! who have a role twice.

use super::instruction::{RolesByHolder, roles};
use crate::changes::core::holder_list::HolderList;
use crate::changes::core::warning::Warning;
use crate::directory::Directory;
use model::access::Holder;
use model::form::GrantWish;
use std::collections::BTreeSet;

/// `own` is whoever asks, as the directory knows them; `held` and `after` are who holds which role before, and once
/// everything was carried out.
pub fn warnings(
    directory: &Directory,
    own: &[Holder],
    held: &RolesByHolder,
    after: &RolesByHolder,
    wishes: &[&GrantWish],
) -> Vec<Warning> {
    let given = || wishes.iter().filter(|wish| wish.role.is_some()).map(|wish| &wish.holder);
    let unknown = given().filter(|holder| directory.describe(holder).known == Some(false)).cloned();
    let unknown = HolderList::of(unknown).map(|holders| Warning::HoldersUnknown { holders });
    let Twice { people, unsure } = twice(directory, after, &given().collect());
    let twice = HolderList::of(people).map(|holders| Warning::RoleTwice { holders });
    let unsure = HolderList::of(unsure).map(|holders| Warning::MembersUnknown { holders });
    let oneself = wishes.iter().find_map(|wish| oneself(directory, own, held, wish));
    oneself.into_iter().chain(unknown).chain(twice).chain(unsure).collect()
}

/// People who have a role by themselves and through a group, and groups of which nobody knows who is in them.
struct Twice {
    people: BTreeSet<Holder>,
    unsure: BTreeSet<Holder>,
}

/// Looks at everybody who has a role in the end, wherever the person or the group is one of those it is `given` to.
fn twice(directory: &Directory, after: &RolesByHolder, given: &BTreeSet<&Holder>) -> Twice {
    let (mut people, mut unsure) = (BTreeSet::new(), BTreeSet::new());
    let holding = after.iter().filter(|(_, roles)| !roles.is_empty()).map(|(holder, _)| holder);
    let (groups, own): (Vec<&Holder>, Vec<&Holder>) = holding.partition(|holder| holder.is_group());
    for group in groups {
        let moved = own.iter().filter(|person| given.contains(*person) || given.contains(group));
        for person in moved {
            match directory.is_in(&person.id, &group.id) {
                Some(true) => drop(people.insert((*person).clone())),
                Some(false) => {}
                None => drop(unsure.insert((*group).clone())),
            }
        }
    }
    // Without a directory nothing is known, and nobody asked for more.
    unsure.retain(|_| directory.state().configured);
    Twice { people, unsure }
}

/// A change of what the asking person may do there: by their own id, or by a group they are in.
fn oneself(directory: &Directory, own: &[Holder], held: &RolesByHolder, wish: &GrantWish) -> Option<Warning> {
    let (before, after) = (roles(held, &wish.holder), BTreeSet::from_iter(wish.role));
    let is_in_it = || own.iter().any(|one| directory.is_in(&one.id, &wish.holder.id) == Some(true));
    let holders = HolderList::of([wish.holder.clone()])?;
    match before == after {
        true => None,
        false if own.contains(&wish.holder) => Some(Warning::OwnRole { holders }),
        false if wish.holder.is_group() && is_in_it() => Some(Warning::OwnRoleThroughGroup { holders }),
        false => None,
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::warnings;
    use crate::changes::core::warning::Warning;
    use crate::changes::kinds::grafana::permissions::instruction::RolesByHolder;
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

    fn told_of(after: &RolesByHolder, wishes: &[&GrantWish]) -> Vec<Warning> {
        warnings(&directory(), &[], &RolesByHolder::new(), after, wishes)
    }

    /// The codes of the warnings, each with the holders it names.
    fn codes(warnings: &[Warning]) -> Vec<String> {
        let names = |warning: &Warning| {
            warning.holders().map(|list| list.named.iter().map(|one| one.id.as_str()).collect::<Vec<_>>().join(","))
        };
        warnings.iter().map(|warning| format!("{} {}", warning.code(), names(warning).unwrap_or_default())).collect()
    }

    fn holding(groups: &[&str], people: &[&str]) -> RolesByHolder {
        let one = |kind, id: &&str| (Holder::new(kind, *id), [GrafanaRole::Viewer].into());
        let groups = groups.iter().map(|id| one(HolderKind::Group, id));
        groups.chain(people.iter().map(|id| one(HolderKind::User, id))).collect()
    }

    #[test]
    fn whoever_changes_their_own_role_is_told_and_nobody_else() {
        let own = [Holder::new(HolderKind::User, "u1")];
        let told =
            |held: &RolesByHolder, wish: &GrantWish| warnings(&directory(), &own, held, &RolesByHolder::new(), &[wish]);
        let (me, my_group) = (wish(HolderKind::User, "u1"), wish(HolderKind::Group, "g1"));
        assert_eq!(codes(&told(&RolesByHolder::new(), &me)), ["own-role u1"]);
        assert_eq!(codes(&told(&RolesByHolder::new(), &my_group)), ["own-role-through-group g1"]);
        let so_already: RolesByHolder = [(me.holder.clone(), [GrafanaRole::Viewer].into())].into();
        assert!(told(&so_already, &me).is_empty());
    }

    #[test]
    fn whoever_the_directory_does_not_know_is_named() {
        let told = told_of(&RolesByHolder::new(), &[&wish(HolderKind::User, "u9"), &wish(HolderKind::User, "u1")]);
        assert_eq!(codes(&told), ["holders-unknown u9"]);
        assert!(
            warnings(
                &Directory::default(),
                &[],
                &RolesByHolder::new(),
                &RolesByHolder::new(),
                &[&wish(HolderKind::User, "u9")]
            )
            .is_empty()
        );
    }

    #[test]
    fn a_person_with_a_role_of_a_group_besides_is_named() {
        let told = told_of(&holding(&["g1"], &["u1"]), &[&wish(HolderKind::User, "u1")]);
        assert_eq!(codes(&told), ["role-twice u1"]);
    }

    #[test]
    fn a_group_that_gets_a_role_names_its_people_who_have_one_already() {
        let told = told_of(&holding(&["g1"], &["u1", "u2"]), &[&wish(HolderKind::Group, "g1")]);
        assert_eq!(codes(&told), ["role-twice u1"]);
        let elsewhere = told_of(&holding(&["g1"], &["u1", "u2"]), &[&wish(HolderKind::User, "u2")]);
        let silent = elsewhere.iter().all(|told| !matches!(told, Warning::RoleTwice { .. }));
        assert!(silent, "what the batch does not touch is not told: {elsewhere:?}");
    }

    #[test]
    fn a_group_that_was_not_read_hides_no_other_and_is_named() {
        let told = told_of(&holding(&["g0", "g1"], &["u1"]), &[&wish(HolderKind::User, "u1")]);
        assert_eq!(codes(&told), ["role-twice u1", "members-unknown g0"]);
        let without =
            |after: &RolesByHolder, wish: &GrantWish| warnings(&Directory::default(), &[], after, after, &[wish]);
        assert!(without(&holding(&["g0"], &["u1"]), &wish(HolderKind::User, "u1")).is_empty());
    }
}

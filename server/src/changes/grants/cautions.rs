//! What a person should know before a batch is applied: that it is about themselves, holders nobody knows, and people
//! who have a role twice. Told by ids, as plans are kept.

use super::held::name;
use super::instruction::{Held, roles};
use crate::directory::Directory;
use model::access::{Holder, HolderKind};
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
    let groups: Vec<Holder> = after
        .iter()
        .filter(|(holder, roles)| holder.kind == HolderKind::Group && !roles.is_empty())
        .map(|(holder, _)| holder.clone())
        .collect();
    let twice: Vec<String> = given()
        .filter(|holder| holder.kind == HolderKind::User)
        .filter(|person| directory.groups_of(&person.id, &groups).is_some_and(|own| !own.is_empty()))
        .map(name)
        .collect();
    let unknown = (!unknown.is_empty()).then(|| {
        format!("The directory does not know {}: AWS may refuse them, or give a role to nobody.", listed(&unknown))
    });
    let twice = (!twice.is_empty()).then(|| {
        format!("A group that has a role here has {} in it, too: of both roles the greater counts.", listed(&twice))
    });
    let oneself = wishes.iter().find_map(|wish| oneself(directory, own, held, wish));
    oneself.into_iter().chain(unknown).chain(twice).collect()
}

/// A change of what the asking person may do there: by their own id, or by a group they are in.
fn oneself(directory: &Directory, own: &[Holder], held: &Held, wish: &GrantWish) -> Option<String> {
    let (before, after) = (roles(held, &wish.holder), BTreeSet::from_iter(wish.role));
    let in_it = || {
        let groups = own.iter().filter_map(|one| directory.groups_of(&one.id, std::slice::from_ref(&wish.holder)));
        groups.flatten().next().is_some()
    };
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
        directory.record_members("g1".into(), Ok(Some(vec!["u1".into()])));
        directory
    }

    fn told_of(after: &Held, wishes: &[&GrantWish]) -> Vec<String> {
        cautions(&directory(), &[], &Held::new(), after, wishes)
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
        let group = Holder::new(HolderKind::Group, "g1");
        let after: Held = [(group, [GrafanaRole::Admin].into())].into();
        let told = told_of(&after, &[&wish(HolderKind::User, "u1")]);
        assert!(told.len() == 1 && told[0].contains("has user u1 in it, too"), "{told:?}");
    }
}

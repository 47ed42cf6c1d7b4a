//! What a person should know before a batch is applied: holders nobody knows, and people who have a role twice. Told by
//! ids, as plans are kept.

use super::held::name;
use super::instruction::Held;
use crate::directory::Directory;
use model::access::{Holder, HolderKind};
use model::form::GrantWish;

/// Names that a sentence tells; the others are counted.
const TOLD: usize = 3;

/// `after` is who holds which role once everything was carried out.
pub fn cautions(directory: &Directory, after: &Held, wishes: &[&GrantWish]) -> Vec<String> {
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
    unknown.into_iter().chain(twice).collect()
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

    #[test]
    fn whoever_the_directory_does_not_know_is_named() {
        let told =
            cautions(&directory(), &Held::new(), &[&wish(HolderKind::User, "u9"), &wish(HolderKind::User, "u1")]);
        assert_eq!(told, ["The directory does not know user u9: AWS may refuse them, or give a role to nobody."]);
        assert!(cautions(&Directory::default(), &Held::new(), &[&wish(HolderKind::User, "u9")]).is_empty());
    }

    #[test]
    fn a_person_with_a_role_of_a_group_besides_is_named() {
        let group = Holder::new(HolderKind::Group, "g1");
        let after: Held = [(group, [GrafanaRole::Admin].into())].into();
        let told = cautions(&directory(), &after, &[&wish(HolderKind::User, "u1")]);
        assert!(told.len() == 1 && told[0].contains("has user u1 in it, too"), "{told:?}");
    }
}

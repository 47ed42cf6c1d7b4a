//! From who holds what to who shall hold what.

use super::{GrafanaRole, Holder};
use crate::ResourceKey;
use crate::form::GrantWish;
use std::collections::{BTreeMap, BTreeSet};

/// The wishes that bring `workspace` from `current` to exactly `wanted`: roles given, changed, and taken from everybody
/// who is not wanted. Nothing for who holds the wanted role and no other; who holds more than that is among the wishes,
/// because the others would stay. Ordered by holder.
pub fn wishes_to_reach(
    current: &BTreeMap<Holder, BTreeSet<GrafanaRole>>,
    wanted: &BTreeMap<Holder, GrafanaRole>,
    workspace: &ResourceKey,
) -> Vec<GrantWish> {
    let everybody: BTreeSet<&Holder> = current.keys().chain(wanted.keys()).collect();
    let is_so = |holder: &Holder, role: Option<GrafanaRole>| {
        let roles = current.get(holder).into_iter().flatten().copied();
        roles.eq(role)
    };
    let wish = |holder: &Holder, role| GrantWish { workspace: workspace.clone(), holder: holder.clone(), role };
    everybody
        .into_iter()
        .map(|holder| (holder, wanted.get(holder).copied()))
        .filter(|(holder, role)| !is_so(holder, *role))
        .map(|(holder, role)| wish(holder, role))
        .collect()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::*;
    use crate::Kind;
    use crate::access::HolderKind;
    use GrafanaRole::{Admin, Editor, Viewer};

    fn user(id: &str) -> Holder {
        Holder::new(HolderKind::User, id)
    }

    fn wishes(
        current: &[(&str, &[GrafanaRole])],
        wanted: &[(&str, GrafanaRole)],
    ) -> Vec<(String, Option<GrafanaRole>)> {
        let workspace = ResourceKey::parse(Kind::Grafana, "441122338890", "eu-west-1", "g-0123456789").unwrap();
        let current = current.iter().map(|(id, roles)| (user(id), roles.iter().copied().collect())).collect();
        let wanted = wanted.iter().map(|(id, role)| (user(id), *role)).collect();
        let wishes = wishes_to_reach(&current, &wanted, &workspace);
        assert!(wishes.iter().all(|wish| wish.workspace == workspace));
        wishes.into_iter().map(|wish| (wish.holder.id, wish.role)).collect()
    }

    #[test]
    fn what_is_so_already_asks_for_nothing() {
        assert!(wishes(&[], &[]).is_empty());
        assert!(wishes(&[("a", &[Admin]), ("b", &[Viewer])], &[("b", Viewer), ("a", Admin)]).is_empty());
    }

    #[test]
    fn roles_are_given_changed_and_taken_in_the_order_of_holders() {
        let current: &[(&str, &[GrafanaRole])] = &[("c", &[Viewer]), ("a", &[Admin]), ("d", &[Editor])];
        assert_eq!(
            wishes(current, &[("b", Editor), ("a", Viewer), ("d", Editor)]),
            [("a".to_owned(), Some(Viewer)), ("b".to_owned(), Some(Editor)), ("c".to_owned(), None)]
        );
    }

    #[test]
    fn a_second_role_is_more_than_was_wanted() {
        assert_eq!(wishes(&[("a", &[Admin, Viewer])], &[("a", Admin)]), [("a".to_owned(), Some(Admin))]);
    }

    #[test]
    fn somebody_without_any_role_has_nothing_to_be_taken() {
        assert!(wishes(&[("a", &[])], &[]).is_empty());
        assert_eq!(wishes(&[("a", &[])], &[("a", Viewer)]), [("a".to_owned(), Some(Viewer))]);
    }

    #[test]
    fn a_person_and_a_group_of_one_id_are_two_holders() {
        let workspace = ResourceKey::parse(Kind::Grafana, "441122338890", "eu-west-1", "g-0123456789").unwrap();
        let group = Holder::new(HolderKind::Group, "a");
        let wanted = BTreeMap::from([(group.clone(), Viewer)]);
        let wishes = wishes_to_reach(&BTreeMap::from([(user("a"), BTreeSet::from([Viewer]))]), &wanted, &workspace);
        let told: Vec<_> = wishes.into_iter().map(|wish| (wish.holder, wish.role)).collect();
        assert_eq!(told, [(user("a"), None), (group, Some(Viewer))]);
    }
}

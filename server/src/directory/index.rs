//! Finding people and groups by exactly what they are called, without looking at everybody. Pure.

use super::names::{Names, Person};
use model::access::{AccessHolder, Holder, HolderKind};
use std::collections::HashMap;

/// Holders by a name in lower case; those of one name in their order.
type Ways = HashMap<String, Vec<Holder>>;

/// One read of a directory with the ways into it, which are made once: a list of ten thousand lines looks ten thousand
/// times. People's names are in no `Debug` output.
#[derive(Default)]
pub(super) struct Index {
    pub names: Names,
    /// By e-mail address, user name, group name and id.
    exact: Ways,
    /// People by the name that is shown, which several may share.
    shown: Ways,
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.names.fmt(f)
    }
}

impl From<Names> for Index {
    fn from(names: Names) -> Self {
        let mut index = Self { names: Names { cut: names.cut, ..Names::default() }, ..Self::default() };
        index.extend(names);
        index
    }
}

impl Index {
    /// Takes in more people and groups. Whoever is known by that id already is called as they are now.
    pub fn extend(&mut self, more: Names) {
        for (id, person) in more.people {
            let holder = Holder::new(HolderKind::User, &id);
            if let Some(before) = self.names.people.remove(&id) {
                leave(&mut self.exact, before.exact(), &holder);
                leave(&mut self.shown, [before.display_name.as_deref()], &holder);
            }
            enter(&mut self.exact, person.exact().into_iter().chain([Some(&*id)]), &holder);
            enter(&mut self.shown, [person.display_name.as_deref()], &holder);
            self.names.people.insert(id, person);
        }
        for (id, name) in more.groups {
            let holder = Holder::new(HolderKind::Group, &id);
            if let Some(before) = self.names.groups.remove(&id) {
                leave(&mut self.exact, [before.as_deref()], &holder);
            }
            enter(&mut self.exact, [name.as_deref(), Some(&*id)], &holder);
            self.names.groups.insert(id, name);
        }
    }

    /// Those whose e-mail address, user name, group name or id is exactly `text`, whatever the case.
    pub fn resolve(&self, text: &str) -> Vec<Holder> {
        self.exact.get(&key(text)).cloned().unwrap_or_default()
    }

    /// How many people are shown as exactly `text`, whatever the case, and the first `most` of them, without grants.
    pub fn called(&self, text: &str, most: usize) -> (usize, Vec<AccessHolder>) {
        let found = self.shown.get(&key(text)).map(Vec::as_slice).unwrap_or_default();
        (found.len(), found.iter().take(most).map(|holder| self.names.describe(holder)).collect())
    }
}

impl Person {
    /// What nobody else is called.
    fn exact(&self) -> [Option<&str>; 2] {
        [self.user_name.as_deref(), self.email.as_deref()]
    }
}

fn key(name: &str) -> String {
    name.trim().to_lowercase()
}

fn enter<'a>(ways: &mut Ways, names: impl IntoIterator<Item = Option<&'a str>>, holder: &Holder) {
    for key in names.into_iter().flatten().map(key).filter(|key| !key.is_empty()) {
        let holders = ways.entry(key).or_default();
        if let Err(at) = holders.binary_search(holder) {
            holders.insert(at, holder.clone());
        }
    }
}

fn leave<'a>(ways: &mut Ways, names: impl IntoIterator<Item = Option<&'a str>>, holder: &Holder) {
    for key in names.into_iter().flatten().map(key) {
        if let Some(holders) = ways.get_mut(&key) {
            holders.retain(|one| one != holder);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Index, Names, Person};
    use model::access::{Holder, HolderKind};

    fn person(user_name: &str, display_name: &str) -> Person {
        let email = format!("{user_name}@example.com");
        Person { user_name: Some(user_name.into()), display_name: Some(display_name.into()), email: Some(email) }
    }

    fn people(people: &[(&str, &str, &str)]) -> Names {
        let one = |(id, user_name, shown): &(&str, &str, &str)| ((*id).to_owned(), person(user_name, shown));
        Names { people: people.iter().map(one).collect(), ..Names::default() }
    }

    fn index() -> Index {
        let groups = [("g1".to_owned(), Some("Adapters".to_owned())), ("g2".to_owned(), None)].into();
        let people = people(&[("u1", "ada", "Ada Lovelace"), ("u2", "grace", "Sam"), ("U3", "hopper", "sam ")]);
        Index::from(Names { groups, ..people })
    }

    fn user(id: &str) -> Vec<Holder> {
        vec![Holder::new(HolderKind::User, id)]
    }

    fn called(index: &Index, text: &str, most: usize) -> (usize, Vec<String>) {
        let (count, few) = index.called(text, most);
        (count, few.into_iter().map(|one| one.holder.id).collect())
    }

    #[test]
    fn exact_names_and_addresses_lead_to_their_holder_whatever_the_case() {
        let index = index();
        assert_eq!(index.resolve(" Ada@Example.com "), user("u1"));
        assert_eq!(index.resolve("GRACE"), user("u2"));
        assert_eq!(index.resolve("u3"), user("U3"));
        assert_eq!(index.resolve("adapters"), [Holder::new(HolderKind::Group, "g1")]);
        assert!(index.resolve("Ada Lovelace").is_empty(), "a name that is shown is not one person's alone");
        assert!(index.resolve("").is_empty());
    }

    #[test]
    fn those_who_share_a_name_that_is_shown_are_counted_and_the_first_few_named() {
        let index = index();
        assert_eq!(called(&index, "ada lovelace", 3), (1, vec!["u1".to_owned()]));
        assert_eq!(called(&index, "SAM", 1), (2, vec!["U3".to_owned()]));
        assert_eq!(called(&index, "ada", 3), (0, Vec::new()));
        assert_eq!(called(&index, " ", 3), (0, Vec::new()));
    }

    #[test]
    fn whoever_is_learned_again_is_found_as_they_are_called_now() {
        let mut index = index();
        index.extend(people(&[("u1", "countess", "Ada King"), ("u4", "ada", "Another Ada")]));
        assert_eq!((index.resolve("countess"), index.resolve("ada")), (user("u1"), user("u4")));
        assert_eq!((called(&index, "Ada Lovelace", 3).0, called(&index, "Ada King", 3).0), (0, 1));
        assert_eq!(index.names.people.len(), 4);
    }

    /// Looking at everybody for each would take minutes here.
    #[test]
    fn ten_thousand_lines_are_found_among_a_hundred_thousand_people() {
        let one = |n: usize| (format!("u{n}"), person(&format!("p{n}"), &format!("P {n}")));
        let index = Index::from(Names { people: (0..100_000).map(one).collect(), ..Names::default() });
        let found = (0..10_000).filter(|n| index.resolve(&format!("P{}@example.com", n * 10)).len() == 1).count();
        assert_eq!(found, 10_000);
    }

    #[test]
    fn nobody_is_printed() {
        assert!(!format!("{:?}", index()).contains("ada"));
    }
}

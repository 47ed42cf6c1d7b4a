//! People and groups by id, and finding them by what they are called. Pure.

use model::access::{AccessHolder, Holder, HolderDetail, HolderKind};
use std::collections::HashMap;

/// What a directory says of a person.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Person {
    pub user_name: Option<String>,
    pub display_name: Option<String>,
    pub email: Option<String>,
}

/// One read of a directory. People's names are in no `Debug` output.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Names {
    pub people: HashMap<String, Person>,
    /// Names that are shown, by id.
    pub groups: HashMap<String, Option<String>>,
    /// There are more than were read.
    pub cut: bool,
}

impl std::fmt::Debug for Names {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { people, groups, cut } = self;
        f.debug_struct("Names").field("people", &people.len()).field("groups", &groups.len()).field("cut", cut).finish()
    }
}

impl Names {
    /// A holder with what is known of it, without grants.
    pub fn describe(&self, holder: &Holder) -> AccessHolder {
        let (name, detail, known) = match holder.kind {
            HolderKind::User => match self.people.get(&holder.id) {
                Some(person) => (person.name(), person.detail(), true),
                None => (None, None, false),
            },
            HolderKind::Group => {
                let group = self.groups.get(&holder.id);
                (group.cloned().flatten(), None, group.is_some())
            }
        };
        // Whoever was not read may be there all the same.
        let known = if known || !self.cut { Some(known) } else { None };
        AccessHolder { holder: holder.clone(), name, detail, known, grants: Vec::new() }
    }

    /// Those with every word of `text` in their names or addresses: those that begin with it first, then by name.
    pub fn search(&self, text: &str, most: usize) -> Vec<AccessHolder> {
        let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
        if words.is_empty() {
            return Vec::new();
        }
        let whole = words.join(" ");
        let mut found: Vec<(bool, String, Holder)> = Vec::new();
        for (holder, called) in self.all() {
            let called: Vec<String> = called.into_iter().flatten().map(str::to_lowercase).collect();
            if words.iter().all(|word| called.iter().any(|name| name.contains(word))) {
                let begins = called.iter().any(|name| name.starts_with(&whole));
                found.push((!begins, called.into_iter().next().unwrap_or_default(), holder));
            }
        }
        found.sort();
        found.truncate(most);
        found.into_iter().map(|(_, _, holder)| self.describe(&holder)).collect()
    }

    /// Everybody, with all they are called.
    fn all(&self) -> impl Iterator<Item = (Holder, [Option<&str>; 3])> {
        let people = self.people.iter().map(|(id, person)| {
            let called = [&person.display_name, &person.user_name, &person.email].map(Option::as_deref);
            (Holder::new(HolderKind::User, id), called)
        });
        let groups = self.groups.iter().map(|(id, name)| {
            let holder = Holder::new(HolderKind::Group, id);
            (holder, [name.as_deref(), None, None])
        });
        people.chain(groups)
    }
}

impl Person {
    fn name(&self) -> Option<String> {
        [&self.display_name, &self.user_name, &self.email].into_iter().flatten().find(|name| !name.is_empty()).cloned()
    }

    /// What tells people of one name apart.
    fn detail(&self) -> Option<HolderDetail> {
        let name = self.name();
        let other = |text: &Option<String>| text.clone().filter(|text| name.as_ref() != Some(text));
        other(&self.email).map(HolderDetail::Email).or_else(|| other(&self.user_name).map(HolderDetail::UserName))
    }
}

#[cfg(test)]
mod tests {
    use super::{HolderDetail, Names, Person};
    use model::access::{Holder, HolderKind};

    fn person(user_name: &str, display_name: &str) -> Person {
        let email = format!("{user_name}@example.com");
        Person { user_name: Some(user_name.into()), display_name: Some(display_name.into()), email: Some(email) }
    }

    fn names() -> Names {
        let people = [
            ("u1", person("ada", "Ada Lovelace")),
            ("u2", person("grace", "Grace Ada Hopper")),
            ("u3", Person { user_name: Some("robot".into()), ..Person::default() }),
        ];
        let groups = [("g1", Some("Adapters".to_owned())), ("g2", None)];
        Names {
            people: people.map(|(id, person)| (id.to_owned(), person)).into(),
            groups: groups.map(|(id, name)| (id.to_owned(), name)).into(),
            cut: false,
        }
    }

    fn found(text: &str, most: usize) -> Vec<String> {
        names().search(text, most).into_iter().map(|one| one.holder.id).collect()
    }

    #[test]
    fn those_that_begin_with_the_text_come_first_and_no_more_than_asked_for() {
        assert_eq!(found("ADA", 9), ["u1", "g1", "u2"]);
        assert_eq!(found("ada", 2), ["u1", "g1"]);
        assert_eq!(found("hopper grace", 9), ["u2"]);
        assert_eq!(found("@example.com", 9), ["u1", "u2"]);
        assert!(found("  ", 9).is_empty() && found("nobody", 9).is_empty());
    }

    #[test]
    fn a_person_is_told_apart_by_address_or_user_name() {
        let told = |id: &str| {
            let one = names().describe(&Holder::new(HolderKind::User, id));
            (one.name, one.detail, one.known)
        };
        assert_eq!(
            told("u1"),
            (Some("Ada Lovelace".into()), Some(HolderDetail::Email("ada@example.com".into())), Some(true))
        );
        assert_eq!(told("u3"), (Some("robot".into()), None, Some(true)));
        assert_eq!(told("g1"), (None, None, Some(false)), "a group's id is nobody among people");
    }

    #[test]
    fn who_is_not_among_those_that_were_read_may_be_among_the_others() {
        let cut = Names { cut: true, ..names() };
        assert_eq!(cut.describe(&Holder::new(HolderKind::Group, "g9")).known, None);
        assert_eq!(cut.describe(&Holder::new(HolderKind::Group, "g2")).known, Some(true));
    }

    #[test]
    fn nobody_is_printed() {
        assert!(!format!("{:?}", names()).contains("ada"));
    }
}

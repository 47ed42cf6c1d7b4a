//! Holders as sentences name them: by what the directory calls them, and always by their id.

use super::super::core::holder_list::HolderList;
use crate::directory::Directory;
use model::access::{AccessHolder, Holder};

/// What holders are called, for somebody who may know it.
#[derive(Clone, Copy)]
pub struct Names<'a>(pub Option<&'a Directory>);

impl Names<'_> {
    /// "Ada Lovelace (ada@example.com), user 0c2f…"
    pub fn full(&self, holder: &Holder) -> String {
        let id = with_kind(holder);
        let Some(directory) = self.0 else { return id };
        let AccessHolder { name, detail, known, .. } = directory.describe(holder);
        match (name, detail, known) {
            (Some(name), Some(detail), _) => format!("{name} ({}), {id}", detail.as_str()),
            (Some(name), None, _) => format!("{name}, {id}"),
            (None, _, Some(false)) => format!("Unknown {}, {id}", holder.kind.word()),
            _ => id,
        }
    }

    /// "Ada Lovelace, user 0c2f…"
    fn short(&self, holder: &Holder) -> String {
        let id = with_kind(holder);
        match self.0.and_then(|directory| directory.describe(holder).name) {
            Some(name) => format!("{name}, {id}"),
            None => id,
        }
    }

    /// "a, b, c and 4 more"
    pub fn list(&self, holders: &HolderList) -> String {
        let named = holders.named.iter().map(|holder| self.short(holder)).collect::<Vec<_>>().join(", ");
        if holders.more == 0 { named } else { format!("{named} and {} more", holders.more) }
    }
}

/// "user 0c2f…"
pub fn with_kind(holder: &Holder) -> String {
    format!("{} {}", holder.kind.word(), holder.id)
}

#[cfg(test)]
mod tests {
    use super::Names;
    use crate::directory::{self, Directory};
    use model::access::{Holder, HolderKind};

    #[test]
    fn a_name_stands_before_the_id_and_whoever_is_gone_is_said_to_be_unknown() {
        let directory = Directory::unread();
        let groups = [("g1".to_owned(), Some("Operators".to_owned()))].into();
        directory.record(1, Ok(directory::Names { groups, ..directory::Names::default() }));
        let (group, user) = (Holder::new(HolderKind::Group, "g1"), Holder::new(HolderKind::User, "u1"));
        let names = Names(Some(&directory));
        assert_eq!(names.full(&group), "Operators, group g1");
        assert_eq!(names.full(&user), "Unknown user, user u1");
        assert_eq!(Names(None).full(&group), "group g1", "whoever may not know names sees ids");
    }
}

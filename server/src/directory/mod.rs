//! Names of people and groups, as the directory of Identity Center has them: read whole, kept in memory. Without a
//! configured directory it knows nobody, and everything works with ids.
//!
//! Writes nothing down: names and addresses are in no log line and in no database.

mod asked;
mod index;
mod members;
mod names;
mod reader;

pub use asked::ask;
pub use names::{Names, Person};
pub use reader::Reader;

use index::Index;
use members::Memberships;
use model::access::{AccessHolder, Called, DirectoryState, Holder};
use model::{Error, Millis, Reading};
use std::sync::{Mutex, PoisonError, RwLock};

/// The directory as it was last read.
#[derive(Debug, Default)]
pub struct Directory {
    configured: bool,
    names: RwLock<Reading<Index>>,
    memberships: Mutex<Memberships>,
    /// Somebody looks at a person.
    looked: tokio::sync::Notify,
    /// Where who is in a group is asked for before the reader does.
    source: Option<aws::Directory>,
}

impl Directory {
    /// One that is configured and was not read yet.
    pub fn unread() -> Self {
        Self { configured: true, ..Self::default() }
    }

    /// The same, which can be asked for more than was read.
    #[must_use]
    pub fn asking(self, source: aws::Directory) -> Self {
        Self { source: Some(source), ..self }
    }

    /// Takes in one read of everything. A failed one keeps the names read before.
    pub fn record(&self, now: Millis, answer: Result<Names, Error>) {
        // Before the lock is taken, so that nobody waits for it.
        let answer = answer.map(Index::from);
        self.names.write().unwrap_or_else(PoisonError::into_inner).record(now, answer);
    }

    /// Takes in who was asked for since. The next read of everything knows them by itself.
    pub fn learn(&self, more: Names) {
        let mut names = self.names.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(index) = &mut names.value {
            index.extend(more);
        }
    }

    pub fn state(&self) -> DirectoryState {
        let names = self.names.read().unwrap_or_else(PoisonError::into_inner);
        DirectoryState {
            configured: self.configured,
            read_at: names.read_at,
            error: names.error.clone(),
            cut: names.value.as_ref().is_some_and(|index| index.names.cut),
        }
    }

    /// A holder with its name, without grants.
    pub fn describe(&self, holder: &Holder) -> AccessHolder {
        let nothing =
            || AccessHolder { holder: holder.clone(), name: None, detail: None, known: None, grants: Vec::new() };
        self.look(|index| index.names.describe(holder)).unwrap_or_else(nothing)
    }

    /// People and groups with every word of `text` in their names or addresses, those that begin with it first; at most
    /// `most`, without grants.
    pub fn search(&self, text: &str, most: usize) -> Vec<AccessHolder> {
        self.look(|index| index.names.search(text, most)).unwrap_or_default()
    }

    /// Whose e-mail address, user name, group name or id is exactly `text`, whatever the case.
    pub fn resolve(&self, text: &str) -> Vec<Holder> {
        self.look(|index| index.resolve(text)).unwrap_or_default()
    }

    /// The people who are shown as exactly `text`, whatever the case; `most` of them by name.
    pub fn called(&self, text: &str, most: usize) -> Called {
        let (count, few) = self.look(|index| index.called(text, most)).unwrap_or_default();
        Called { count, few, directory: self.state() }
    }

    fn look<T>(&self, f: impl FnOnce(&Index) -> T) -> Option<T> {
        self.names.read().unwrap_or_else(PoisonError::into_inner).value.as_ref().map(f)
    }
}

#[cfg(test)]
mod tests {
    use super::{Directory, Names};
    use model::Error;
    use model::access::{Holder, HolderKind};

    #[test]
    fn without_a_directory_nobody_is_known_and_nobody_is_missing() {
        let directory = Directory::default();
        let one = directory.describe(&Holder::new(HolderKind::User, "u1"));
        assert_eq!((one.name, one.known, directory.state().configured), (None, None, false));
        assert!(directory.search("ada", 9).is_empty() && directory.resolve("u1").is_empty());
    }

    #[test]
    fn a_failed_read_keeps_the_names_and_says_why() {
        let directory = Directory::unread();
        let names = Names { groups: [("g1".to_owned(), Some("Operators".to_owned()))].into(), ..Names::default() };
        directory.record(5, Ok(names));
        directory.record(9, Err(Error::internal()));
        let state = directory.state();
        assert_eq!((state.configured, state.read_at, state.error), (true, Some(5), Some(Error::internal())));
        assert_eq!(directory.describe(&Holder::new(HolderKind::Group, "g1")).name.as_deref(), Some("Operators"));
    }
}

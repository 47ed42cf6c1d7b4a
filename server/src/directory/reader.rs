//! Reading the directory: everybody at the start and every ten minutes, and who is in the groups that hold roles. Waits
//! for its budget like everything else, and for nobody.

use super::{Directory, Names, Person};
use crate::clock::now;
use aws::{Failure, Urgency};
use model::{Error, Millis};
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinHandle;

/// Names and memberships are good for this long.
const FRESH_FOR: Millis = 10 * 60 * 1000;
/// What could not be read is tried again after this long.
const TRIED_AGAIN: Millis = 60_000;

/// The task that reads; dropping it ends it.
#[derive(Debug)]
pub struct Reader(JoinHandle<()>);

impl Drop for Reader {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Reader {
    /// Begins to read `source` into `directory`. `groups` names the groups whose members matter; it is asked each `tick`.
    pub fn start(
        directory: Arc<Directory>,
        source: aws::Directory,
        groups: impl Fn() -> Vec<String> + Send + 'static,
        tick: Duration,
    ) -> Self {
        Self(tokio::spawn(async move {
            let (mut named, mut read) = (None, Due::default());
            loop {
                if is_due(named, directory.state().error.is_some()) {
                    named = Some(now());
                    let names = everybody(&source).await;
                    if let Err(failure) = &names {
                        tracing::warn!(error = %failure.error, "directory not read");
                    }
                    directory.record(now(), names.map_err(Error::from));
                }
                for group in read.those_due(groups()) {
                    let answer = source.members_of_group(&group, Urgency::Background).await;
                    read.note(group.clone(), answer.is_err());
                    let members = answer.map(|list| (!list.cut).then_some(list.entries)).map_err(Error::from);
                    directory.record_members(group, members);
                }
                tokio::time::sleep(tick).await;
            }
        }))
    }
}

fn is_due(asked_at: Option<Millis>, failed: bool) -> bool {
    let good_for = if failed { TRIED_AGAIN } else { FRESH_FOR };
    asked_at.is_none_or(|at| now() - at > good_for)
}

/// When each group was asked for last, and whether that failed.
#[derive(Default)]
struct Due(std::collections::HashMap<String, (Millis, bool)>);

impl Due {
    fn those_due(&mut self, groups: Vec<String>) -> Vec<String> {
        self.0.retain(|group, _| groups.contains(group));
        let due = |group: &String| self.0.get(group).is_none_or(|(at, failed)| is_due(Some(*at), *failed));
        groups.into_iter().filter(due).collect()
    }

    fn note(&mut self, group: String, failed: bool) {
        self.0.insert(group, (now(), failed));
    }
}

async fn everybody(source: &aws::Directory) -> Result<Names, Failure> {
    let users = source.list_users(Urgency::Background).await;
    let groups = source.list_groups(Urgency::Background).await;
    let (users, groups) = (users?, groups?);
    let cut = users.cut || groups.cut;
    let people = users.entries.into_iter().map(person).collect();
    let groups = groups.entries.into_iter().map(|group| (group.id, group.display_name)).collect();
    Ok(Names { people, groups, cut })
}

/// A person by id.
pub(super) fn person(user: aws::identity::DirectoryUser) -> (String, Person) {
    let aws::identity::DirectoryUser { id, user_name, display_name, email, enabled: _ } = user;
    (id, Person { user_name, display_name, email })
}

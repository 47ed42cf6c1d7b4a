//! Reading the directory: everybody at the start and every ten minutes, who is in the groups that hold roles, and which
//! groups a person is in whom somebody looks at. Waits for its budget like everything else, and for nobody.

use super::members::FRESH_FOR;
use super::{Directory, Names, Person};
use crate::clock::{Nap, moment, now, steady};
use aws::{Failure, Urgency};
use futures::stream::{self, StreamExt};
use model::{Error, Millis};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinHandle;

/// What could not be read is tried again after this long.
const TRIED_AGAIN: Millis = 60_000;
/// A plan waits this long for who is in the groups it names.
const PATIENCE: Duration = Duration::from_secs(5);
/// Groups that a plan asks for at a time.
const AT_A_TIME: usize = 8;

/// The tasks that read; dropping it ends them.
#[derive(Debug)]
pub struct Reader([JoinHandle<()>; 2]);

impl Drop for Reader {
    fn drop(&mut self) {
        self.0.iter().for_each(JoinHandle::abort);
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
        let looked_at = tokio::spawn(keep_looked_at(directory.clone(), source.clone()));
        let rest = tokio::spawn(async move {
            let (mut named, mut read, mut nap) = (None, Due::default(), Nap::new());
            loop {
                if is_due(named, directory.state().error.is_some()) {
                    named = Some(steady());
                    let names = everybody(&source).await;
                    if let Err(failure) = &names {
                        tracing::warn!(error = %failure.error, "directory not read");
                    }
                    directory.record(now(), names.map_err(Error::from));
                }
                for group in read.those_due(groups()) {
                    let answer = members(&source, &group, Urgency::Background).await;
                    read.note(group.clone(), answer.is_err());
                    directory.record_members(moment(), group, answer);
                }
                nap.sleep(tick).await;
            }
        });
        Self([looked_at, rest])
    }
}

impl Directory {
    /// Reads who is in each of `groups`, unless that was read in the last ten minutes; for five seconds at most. What is
    /// not read by then stays as it was.
    pub async fn read_members(&self, groups: BTreeSet<&str>) {
        let Some(source) = &self.source else { return };
        let old = groups.into_iter().filter(|group| self.is_old(steady(), group));
        let reads = stream::iter(old).for_each_concurrent(AT_A_TIME, |group| async move {
            let answer = members(source, group, Urgency::Read).await;
            self.record_members(moment(), group.to_owned(), answer);
        });
        if tokio::time::timeout(PATIENCE, reads).await.is_err() {
            tracing::warn!("a plan goes on without all members of its groups");
        }
    }
}

/// The people in a group; `None` where they are too many to be read.
async fn members(source: &aws::Directory, group: &str, urgency: Urgency) -> Result<Option<Vec<String>>, Error> {
    let list = source.members_of_group(group, urgency).await?;
    Ok((!list.cut).then_some(list.entries))
}

/// Reads the groups of people somebody looks at, one after the other.
async fn keep_looked_at(directory: Arc<Directory>, source: aws::Directory) {
    loop {
        let person = directory.next_looked_at().await;
        let answer = source.memberships_of_user(&person, Urgency::Read).await;
        if let Err(failure) = &answer {
            tracing::warn!(error = %failure.error, "groups of a person not read");
        }
        let groups = answer.map(|list| (!list.cut).then_some(list.entries)).map_err(Error::from);
        directory.record_groups(moment(), &person, groups);
    }
}

fn is_due(asked_at: Option<Millis>, failed: bool) -> bool {
    let good_for = if failed { TRIED_AGAIN } else { FRESH_FOR };
    asked_at.is_none_or(|at| steady() - at > good_for)
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
        self.0.insert(group, (steady(), failed));
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

//! Whom nobody knows here yet, because they came since the last read or are beyond what is read: an exact look at the
//! directory itself. Who is found is kept beside those that were read.

use super::reader::person;
use super::{Directory, Names};
use aws::{Failure, Urgency};
use model::access::{Holder, HolderKind};

/// GetUserId by e-mail address and by user name, GetGroupId by name: up to five calls. A person and a group of the same
/// name are both found.
///
/// # Errors
/// Why the directory could not be asked.
pub async fn ask(directory: &Directory, source: &aws::Directory, text: &str) -> Result<Vec<Holder>, Failure> {
    let mut found = Vec::new();
    if let Some(id) = user(source, text).await? {
        if let Some(user) = source.describe_user(&id, Urgency::Read).await? {
            directory.learn(Names { people: [person(user)].into(), ..Names::default() });
        }
        found.push(Holder::new(HolderKind::User, id));
    }
    if let Some(id) = source.group_id_by_name(text, Urgency::Read).await? {
        let name = source.describe_group(&id, Urgency::Read).await?.and_then(|group| group.display_name);
        directory.learn(Names { groups: [(id.clone(), name)].into(), ..Names::default() });
        found.push(Holder::new(HolderKind::Group, id));
    }
    Ok(found)
}

async fn user(source: &aws::Directory, text: &str) -> Result<Option<String>, Failure> {
    let by_email = match text.contains('@') {
        true => source.user_id_by_email(text, Urgency::Read).await?,
        false => None,
    };
    match by_email {
        Some(id) => Ok(Some(id)),
        None => source.user_id_by_name(text, Urgency::Read).await,
    }
}

//! Names for people: plans are kept with ids, and shown with what the directory calls these by then.

use crate::directory::Directory;
use model::PlanView;
use model::access::{AccessHolder, Holder, HolderKind, is_id};

/// Puts the names of holders before their ids, wherever a plan of role changes shows one.
pub fn named(directory: &Directory, view: &mut PlanView) {
    if view.steps.iter().all(|step| step.rows.is_empty()) {
        return;
    }
    for line in view.targets.iter_mut().flat_map(|target| &mut target.diff) {
        name(directory, &mut line.field);
    }
    for warning in &mut view.warnings {
        *warning = inside(directory, warning);
    }
    for row in view.steps.iter_mut().flat_map(|step| &mut step.rows) {
        name(directory, row);
    }
}

/// Puts names before the ids inside of a sentence.
fn inside(directory: &Directory, text: &str) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    let holder = |at: usize| {
        let id = words.get(at + 1)?.trim_end_matches([',', ':', '.']);
        Some(Holder::new(HolderKind::of_word(words.get(at)?)?, id)).filter(|holder| is_id(&holder.id))
    };
    let word = |(at, word): (usize, &&str)| match holder(at).and_then(|holder| directory.describe(&holder).name) {
        Some(name) => format!("{name}, {word}"),
        None => (*word).to_owned(),
    };
    words.iter().enumerate().map(word).collect::<Vec<_>>().join(" ")
}

/// "user 0c2f…: add ADMIN" becomes "Ada Lovelace (ada@example.com), user 0c2f…: add ADMIN".
fn name(directory: &Directory, text: &mut String) {
    let Some(holder) = holder(text) else { return };
    let AccessHolder { name, detail, known, .. } = directory.describe(&holder);
    let called = match (name, detail, known) {
        (Some(name), Some(detail), _) => format!("{name} ({detail})"),
        (Some(name), None, _) => name,
        (None, _, Some(false)) => format!("Unknown {}", holder.kind.word()),
        _ => return,
    };
    *text = format!("{called}, {text}");
}

/// The holder that a text begins with.
fn holder(text: &str) -> Option<Holder> {
    let (kind, rest) = text.split_once(' ')?;
    let id = rest.split([':', ' ']).next().unwrap_or_default();
    Some(Holder::new(HolderKind::of_word(kind)?, id))
}

#[cfg(test)]
mod tests {
    use super::{holder, inside, name};
    use crate::directory::{Directory, Names};
    use model::access::{Holder, HolderKind};

    #[test]
    fn ids_inside_of_a_sentence_get_their_names_and_other_words_stay() {
        let (directory, id) = (Directory::unread(), "0c2f0d1e-1111-4a4a-8b8b-0123456789ab");
        let groups = [(id.to_owned(), Some("Operators".to_owned()))].into();
        directory.record(1, Ok(Names { groups, ..Names::default() }));
        let told = inside(&directory, &format!("A group that has group {id}: it is a user or group."));
        assert_eq!(told, format!("A group that has Operators, group {id}: it is a user or group."));
    }

    #[test]
    fn a_name_stands_before_the_id_and_whoever_is_gone_is_said_to_be_unknown() {
        let directory = Directory::unread();
        let names = Names { groups: [("g1".to_owned(), Some("Operators".to_owned()))].into(), ..Names::default() };
        directory.record(1, Ok(names));
        let shown = |text: &str| {
            let mut text = text.to_owned();
            name(&directory, &mut text);
            text
        };
        assert_eq!(shown("group g1: add ADMIN"), "Operators, group g1: add ADMIN");
        assert_eq!(shown("user u1"), "Unknown user, user u1");
        assert_eq!(shown("workspaceName"), "workspaceName");
        assert_eq!(holder("user u1: revoke VIEWER"), Some(Holder::new(HolderKind::User, "u1")));
    }
}

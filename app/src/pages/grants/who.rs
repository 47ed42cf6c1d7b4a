//! Whom a line of a list means: whoever is called exactly so, else the one person who is shown so, else whoever the
//! directory itself finds.

use super::resolve::named;
use crate::Failure;
use crate::context::Caller;
use model::access::{AccessHolder, Called, Holder, HolderKind, is_id};
use std::collections::HashMap;

/// How many names of one list the directory itself is asked for, at some calls each and ten a second; the others are
/// told from what was read of it.
const ASKED: usize = 20;

/// The holder, or the sentence that says why there is none.
type Meant = Result<Holder, String>;

/// Finds the holders of one list.
pub struct Finder<'a> {
    caller: &'a Caller,
    asks: usize,
    /// A name that stands in many lines is looked for once.
    known: HashMap<(String, Option<HolderKind>), Meant>,
}

impl<'a> Finder<'a> {
    pub fn new(caller: &'a Caller) -> Self {
        Self { caller, asks: ASKED, known: HashMap::new() }
    }

    pub fn caller(&self) -> &Caller {
        self.caller
    }

    /// # Errors
    /// The door's own.
    pub async fn find(&mut self, kind: Option<HolderKind>, text: &str) -> Result<Meant, Failure> {
        let wanted = (text.to_owned(), kind);
        if let Some(meant) = self.known.get(&wanted) {
            return Ok(meant.clone());
        }
        let meant = self.look(kind, text).await?;
        self.known.insert(wanted, meant.clone());
        Ok(meant)
    }

    async fn look(&mut self, kind: Option<HolderKind>, text: &str) -> Result<Meant, Failure> {
        let (doors, who) = (&self.caller.doors, self.caller.who());
        let exact = of_kind(kind, self.caller.answer(doors.access.resolve(who, text))?);
        if let Some(meant) = only(text, &exact) {
            return Ok(meant);
        }
        // An id holds even where the directory does not know it; without a word of its kind it is a person's.
        if is_id(text) {
            return Ok(Ok(Holder::new(kind.unwrap_or(HolderKind::User), text)));
        }
        let called = self.caller.answer(doors.access.called(who, text))?;
        if called.count > 0 && kind != Some(HolderKind::Group) {
            return Ok(shown(text, called));
        }
        if !called.directory.configured {
            return Ok(Err(format!("There is no directory to find \"{text}\" in. Write an id of Identity Center.")));
        }
        if self.asks == 0 {
            return Ok(Err(unasked(text, called.is_whole())));
        }
        self.asks -= 1;
        let found = match doors.access.look_for(who, text).await {
            Ok(found) => of_kind(kind, found),
            Err(error) => return Ok(Err(format!("\"{text}\" could not be looked for. {}", error.message))),
        };
        let nobody = format!("Nobody in the directory is called \"{text}\". {WRITE}");
        Ok(only(text, &found).unwrap_or(Err(nobody)))
    }
}

const WRITE: &str = "Write an e-mail address, a user name, a group's name, or an id.";

fn of_kind(kind: Option<HolderKind>, mut found: Vec<Holder>) -> Vec<Holder> {
    found.retain(|holder| kind.is_none_or(|kind| holder.kind == kind));
    found
}

/// `None` where nobody was found.
fn only(text: &str, found: &[Holder]) -> Option<Meant> {
    match found {
        [] => None,
        [one] => Some(Ok(one.clone())),
        several => Some(Err(format!(
            "{} in the directory are called \"{text}\": write \"user:\" or \"group:\" before it, or an id.",
            several.len()
        ))),
    }
}

/// A name that is shown says who it is only where nobody else can have it.
fn shown(text: &str, called: Called) -> Meant {
    let whole = called.is_whole();
    let Called { count, few, .. } = called;
    if let (1, true, [one]) = (count, whole, few.as_slice()) {
        return Ok(one.holder.clone());
    }
    let more = match count - few.len() {
        0 => String::new(),
        more => format!(", and {more} more"),
    };
    let few = few.into_iter().map(told_apart).collect::<Vec<_>>().join(", ");
    let others = if whole { "" } else { " Others may be too: not everybody in the directory was read." };
    let (are, one) = if count == 1 { ("person is", "") } else { ("people are", " of the one you mean") };
    Err(format!(
        "{count} {are} called \"{text}\": {few}{more}.{others} Write the e-mail address, the user name or the id{one}."
    ))
}

/// "Ada Lindqvist (ada.lindqvist@example.com)", or with the id where there is nothing else.
fn told_apart(one: AccessHolder) -> String {
    let bare = one.detail.is_none();
    let (holder, called) = named(one);
    if bare { format!("{called} ({})", holder.id) } else { called }
}

/// So many were asked for already that this one was not.
fn unasked(text: &str, whole: bool) -> String {
    let read = match whole {
        true => "Nobody was called so when it was last read",
        false => "It was not read to its end",
    };
    format!(
        "The directory was not asked for \"{text}\": of one list it is asked for {ASKED} names. {read}. Settle the lines above first and add this one again, or write an id."
    )
}

#[cfg(test)]
mod tests {
    use super::shown;
    use model::access::{AccessHolder, Called, DirectoryState, Holder, HolderDetail, HolderKind};

    fn person(id: &str, detail: Option<&str>) -> AccessHolder {
        let (holder, detail) =
            (Holder::new(HolderKind::User, id), detail.map(|text| HolderDetail::Email(text.to_owned())));
        AccessHolder { holder, name: Some("Sam".to_owned()), detail, known: Some(true), grants: Vec::new() }
    }

    fn called(count: usize, few: Vec<AccessHolder>, cut: bool) -> Called {
        Called { count, few, directory: DirectoryState { configured: true, read_at: Some(1), error: None, cut } }
    }

    #[test]
    fn a_name_that_is_shown_is_enough_only_where_nobody_else_can_have_it() {
        let one = || vec![person("u1", Some("sam@x.org"))];
        assert_eq!(shown("sam", called(1, one(), false)), Ok(Holder::new(HolderKind::User, "u1")));
        assert_eq!(
            shown("sam", called(1, one(), true)),
            Err("1 person is called \"sam\": Sam (sam@x.org). Others may be too: not everybody in the directory was read. Write the e-mail address, the user name or the id.".to_owned())
        );
    }

    #[test]
    fn those_who_share_a_name_are_told_apart() {
        let two = vec![person("u1", Some("sam@x.org")), person("u2", None)];
        assert_eq!(
            shown("Sam", called(4, two, false)),
            Err("4 people are called \"Sam\": Sam (sam@x.org), Sam (u2), and 2 more. Write the e-mail address, the user name or the id of the one you mean.".to_owned())
        );
    }
}

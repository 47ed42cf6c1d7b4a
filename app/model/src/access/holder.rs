//! A person or a group of IAM Identity Center, and the role it holds in a workspace.

use crate::Error;
use serde::{Deserialize, Serialize};

/// The longest id AWS takes, in characters.
const LONGEST: usize = 47;

/// Whether a holder is one person or a group of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum HolderKind {
    User,
    Group,
}

impl HolderKind {
    pub const ALL: [Self; 2] = [Self::User, Self::Group];

    /// As Managed Grafana writes it: `SSO_USER`, `SSO_GROUP`.
    pub const fn aws(self) -> &'static str {
        match self {
            Self::User => "SSO_USER",
            Self::Group => "SSO_GROUP",
        }
    }

    pub fn of_aws(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.aws() == word)
    }

    /// In a sentence and in an address: "user", "group".
    pub const fn word(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Group => "group",
        }
    }

    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// A Grafana role, the weakest first: of several the greatest counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum GrafanaRole {
    Viewer,
    Editor,
    Admin,
}

impl GrafanaRole {
    /// The strongest first, as people are asked.
    pub const ALL: [Self; 3] = [Self::Admin, Self::Editor, Self::Viewer];

    /// As AWS writes it: `ADMIN`, `EDITOR`, `VIEWER`.
    pub const fn aws(self) -> &'static str {
        match self {
            Self::Admin => "ADMIN",
            Self::Editor => "EDITOR",
            Self::Viewer => "VIEWER",
        }
    }

    /// In an address: "admin", "editor", "viewer".
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Editor => "editor",
            Self::Viewer => "viewer",
        }
    }

    /// Any case, as files and people write it.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.aws().eq_ignore_ascii_case(word.trim()))
    }

    /// In a sentence: "Admin".
    pub const fn word(self) -> &'static str {
        match self {
            Self::Admin => "Admin",
            Self::Editor => "Editor",
            Self::Viewer => "Viewer",
        }
    }
}

/// Who may hold a role. People who sign in by SAML alone are never among them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "Said")]
pub struct Holder {
    pub kind: HolderKind,
    /// The id in Identity Center; as it was read, so perhaps of a form that cannot be written any more. One of a usual
    /// form is in lower case: see [`one_spelling`].
    pub id: String,
}

/// A holder as somebody wrote it.
#[derive(Deserialize)]
struct Said {
    kind: HolderKind,
    id: String,
}

impl From<Said> for Holder {
    fn from(Said { kind, id }: Said) -> Self {
        Self::new(kind, id)
    }
}

impl Holder {
    pub fn new(kind: HolderKind, id: impl Into<String>) -> Self {
        Self { kind, id: one_spelling(id.into()) }
    }

    pub fn is_group(&self) -> bool {
        self.kind == HolderKind::Group
    }

    /// Its id as a part of a path; `None` for one that would need escaping, which has no page of its own.
    pub fn segment(&self) -> Option<&str> {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
        let fits = (1..=LONGEST).contains(&self.id.len()) && self.id.bytes().all(plain);
        (fits && self.id.bytes().any(|byte| byte != b'.')).then_some(self.id.as_str())
    }

    /// One that can be written to AWS.
    ///
    /// # Errors
    /// `Invalid` for an id of neither usual form.
    pub fn checked(&self) -> Result<Self, Error> {
        if is_id(&self.id) { Ok(self.clone()) } else { Err(Error::invalid(FORMS)) }
    }
}

/// A role that a holder has in a workspace.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Grant {
    pub holder: Holder,
    pub role: GrafanaRole,
}

const FORMS: &str = "An id of Identity Center is a UUID, or ten hexadecimal digits, a hyphen and a UUID.";

/// A UUID, perhaps with ten hexadecimal digits and a hyphen before it: the two forms Identity Center has used.
pub fn is_id(text: &str) -> bool {
    let uuid = match text.split_at_checked(10) {
        Some((store, rest)) if is_hex(store) && rest.starts_with('-') && text.len() == LONGEST => &rest[1..],
        _ => text,
    };
    let parts: Vec<&str> = uuid.split('-').collect();
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    lengths == [8, 4, 4, 4, 12] && parts.iter().all(|part| is_hex(part))
}

/// An id of one of the two forms in lower case, as Identity Center writes it, and any other as it is. A UUID means the
/// same in either case, and whoever is compared by an id has to be found by it however it was written.
pub fn one_spelling(id: String) -> String {
    if is_id(&id) { id.to_ascii_lowercase() } else { id }
}

fn is_hex(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::{GrafanaRole, Holder, HolderKind};

    fn takes(id: &str) -> bool {
        Holder::new(HolderKind::User, id).checked().is_ok()
    }

    #[test]
    fn both_forms_of_an_id_are_taken_and_others_are_not() {
        assert!(takes("0c2f0d1e-1111-4a4a-8b8b-0123456789ab"));
        assert!(takes("9067123abc-0c2f0d1e-1111-4A4A-8b8b-0123456789ab"));
        for wrong in [
            "",
            "ada@example.com",
            "0c2f0d1e-1111-4a4a-8b8b-0123456789a",
            "0c2f0d1e-1111-4a4a-8b8b-0123456789ag",
            "9067123ab-0c2f0d1e-1111-4a4a-8b8b-0123456789ab",
            "9067123abcd-0c2f0d1e-1111-4a4a-8b8b-0123456789ab",
            "é067123abc-0c2f0d1e-1111-4a4a-8b8b-0123456789a",
            "0c2f0d1e11114a4a8b8b0123456789ab",
        ] {
            assert!(!takes(wrong), "{wrong}");
        }
    }

    #[test]
    fn an_id_means_the_same_in_either_case_wherever_it_comes_from() {
        let id = "9067123abc-0c2f0d1e-1111-4a4a-8b8b-0123456789ab";
        let holder = Holder::new(HolderKind::User, id);
        let upper = id.to_uppercase();
        assert_eq!(Holder::new(HolderKind::User, upper.as_str()), holder);
        let read: Holder = serde_json::from_value(serde_json::json!({ "kind": "user", "id": upper })).unwrap();
        assert_eq!(read, holder);
        assert_eq!(Holder::new(HolderKind::User, &upper[11..]).id, id[11..]);
        // What is of neither form is nobody's to change.
        assert_eq!(Holder::new(HolderKind::User, "Robot").id, "Robot");
    }

    #[test]
    fn an_id_that_would_need_escaping_is_no_part_of_a_path() {
        let segment = |id: &str| Holder::new(HolderKind::User, id).segment().is_some();
        assert!(segment("9067123abc-0c2f0d1e-1111-4a4a-8b8b-0123456789ab") && segment("a.b_c"));
        for wrong in ["", ".", "..", "a/b", "a%2fb", "a b", "é", &"a".repeat(48)] {
            assert!(!segment(wrong), "{wrong}");
        }
    }

    #[test]
    fn roles_are_read_in_any_case_and_the_greatest_counts() {
        assert_eq!(GrafanaRole::parse(" admin "), Some(GrafanaRole::Admin));
        assert_eq!(GrafanaRole::parse("owner"), None);
        assert!(GrafanaRole::Admin > GrafanaRole::Editor && GrafanaRole::Editor > GrafanaRole::Viewer);
    }
}

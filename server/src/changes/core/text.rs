//! A value as it is shown, with the digest that the record may hold in its place. Data: `presenter` makes words of it.

use super::json;
use crate::clock::now;
use documents::saml::metadata;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Longer values are shown by their length and digest.
const LONGEST_SHOWN: usize = 600;
/// Certificates that are told.
const CERTIFICATES: usize = 4;

/// A value that is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    pub shown: Shown,
    pub digest: Digest,
}

/// A text by its length in characters and its lower-case hexadecimal SHA-256.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Digest {
    pub characters: usize,
    pub sha256: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "as", rename_all = "kebab-case")]
pub enum Shown {
    Empty,
    NoItems,
    Text {
        text: String,
    },
    Items {
        items: Vec<String>,
    },
    /// By its length and digest.
    Long,
    Document {
        entity_id: Option<String>,
        /// Fingerprint and purpose of the first ones.
        certificates: Vec<(String, String)>,
        more: usize,
    },
}

impl Digest {
    pub fn of(text: &str) -> Self {
        Self { characters: text.chars().count(), sha256: json::sha256(text) }
    }

    fn of_value(value: &Value) -> Self {
        match value {
            Value::String(text) => Self::of(text),
            other => Self::of(&other.to_string()),
        }
    }
}

impl Text {
    /// `None` where there is no value. Lists keep their order.
    pub fn of(value: &Value) -> Option<Self> {
        let shown = match value {
            Value::Null => return None,
            Value::String(text) if text.is_empty() => Shown::Empty,
            Value::String(text) => short(text.clone()),
            Value::Array(items) if items.is_empty() => Shown::NoItems,
            Value::Array(items) => short_items(items.iter().map(json::item).collect()),
            other => short(other.to_string()),
        };
        Some(Self { shown, digest: Digest::of_value(value) })
    }

    /// The same, shown whole however long it is: what is sent to make something.
    pub fn whole(value: &Value) -> Option<Self> {
        let shown = match value {
            Value::Null => return None,
            Value::String(text) => Shown::Text { text: text.clone() },
            Value::Array(items) => Shown::Items { items: items.iter().map(json::plain).collect() },
            other => Shown::Text { text: other.to_string() },
        };
        Some(Self { shown, digest: Digest::of_value(value) })
    }

    /// A metadata document, by what it says of itself.
    pub fn document(value: &Value) -> Option<Self> {
        let Some(xml) = value.as_str() else { return Self::of(value) };
        let digest = Digest::of(xml);
        let Ok(report) = metadata::read(xml, now()) else { return Some(Self { shown: Shown::Long, digest }) };
        let more = report.certificates.len().saturating_sub(CERTIFICATES);
        let certificates = report.certificates.into_iter().take(CERTIFICATES);
        let certificates = certificates.map(|one| (one.fingerprint, one.purpose.to_string())).collect();
        Some(Self { shown: Shown::Document { entity_id: report.entity_id, certificates, more }, digest })
    }

    /// A name or another short word.
    pub fn word(word: &str) -> Self {
        Self { shown: Shown::Text { text: word.to_owned() }, digest: Digest::of(word) }
    }
}

fn short(text: String) -> Shown {
    if text.chars().count() <= LONGEST_SHOWN { Shown::Text { text } } else { Shown::Long }
}

fn short_items(items: Vec<String>) -> Shown {
    let length: usize = items.iter().map(|item| item.chars().count() + 2).sum();
    if length <= LONGEST_SHOWN + 2 { Shown::Items { items } } else { Shown::Long }
}

#[cfg(test)]
mod tests {
    use super::{Shown, Text};
    use serde_json::{Value, json};

    const XML: &str = include_str!("../../../documents/tests/fixtures/identity-provider.xml");

    fn shown(value: &Value) -> Option<Shown> {
        Text::of(value).map(|text| text.shown)
    }

    #[test]
    fn nothing_an_empty_text_and_an_empty_list_are_told_apart() {
        assert_eq!(shown(&Value::Null), None);
        assert_eq!(shown(&json!("")), Some(Shown::Empty));
        assert_eq!(shown(&json!([])), Some(Shown::NoItems));
    }

    #[test]
    fn what_is_long_is_told_by_the_digest_of_all_of_it_unless_it_is_wanted_whole() {
        let long = json!("x".repeat(700));
        let text = Text::of(&long);
        assert!(text.as_ref().is_some_and(|text| text.shown == Shown::Long && text.digest.characters == 700));
        assert!(Text::whole(&long).is_some_and(|text| text.shown != Shown::Long));
    }

    #[test]
    fn a_list_as_long_as_a_text_is_shown() {
        assert!(matches!(shown(&json!(["x".repeat(299), "y".repeat(299)])), Some(Shown::Items { .. })));
        assert_eq!(shown(&json!(["x".repeat(300), "y".repeat(299)])), Some(Shown::Long));
    }

    #[test]
    fn a_document_is_told_by_whom_it_speaks_for_and_what_is_none_by_its_digest() {
        let told = Text::document(&json!(XML)).map(|text| text.shown);
        assert!(
            matches!(&told, Some(Shown::Document { entity_id: Some(id), certificates, .. })
                if id == "https://idp.example.com/saml" && !certificates.is_empty()),
            "{told:?}"
        );
        assert_eq!(Text::document(&json!("<x/>")).map(|text| text.shown), Some(Shown::Long));
    }
}

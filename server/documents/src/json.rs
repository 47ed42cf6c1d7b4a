//! JSON as it stands in the text: checked without being rebuilt, and taken apart into the very characters of its
//! values, so that what is not edited stays as it was, to the last digit and blank.

use crate::{Trouble, text};
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use std::collections::HashSet;
use std::fmt;
use std::ops::RangeInclusive;

/// Deepest nesting of objects and lists.
pub const MAX_DEPTH: usize = 32;

/// Checks that `document` is one JSON value of an allowed length in characters, nested no deeper than [`MAX_DEPTH`],
/// with no key twice in an object and nothing behind it.
pub(crate) fn check(document: &str, length: &RangeInclusive<usize>) -> Result<(), Trouble> {
    // A character has at most four bytes: what is far too long is not even counted.
    let characters = if document.len() > length.end() * 4 { document.len() / 4 + 1 } else { document.chars().count() };
    if characters > *length.end() {
        return Err(Trouble::new(format!("This text is too long: AWS takes at most {} characters.", length.end())));
    }
    if document.trim().is_empty() {
        return Err(Trouble::new("There is no text. Enter a JSON object, such as {}."));
    }
    if characters < *length.start() {
        return Err(Trouble::new(format!("This text is too short: AWS takes at least {} characters.", length.start())));
    }
    well_formed(document)
}

/// As [`check`], for a document whose length is nothing to speak about any more.
pub(crate) fn well_formed(document: &str) -> Result<(), Trouble> {
    let mut reader = serde_json::Deserializer::from_str(document);
    Walk { depth: 0 }.deserialize(&mut reader).map_err(|error| trouble(document, &error))?;
    reader.end().map_err(|error| Trouble::at(document, offset_of(document, &error), MORE_TEXT))
}

const MORE_TEXT: &str = "there is more text behind the end. Remove it.";

/// serde_json says "what at line 1 column 2" and counts bytes.
fn trouble(document: &str, error: &serde_json::Error) -> Trouble {
    let said = error.to_string();
    let what = said.rsplit_once(" at line ").map_or(said.as_str(), |(what, _)| what);
    let sentence = match error.is_eof() {
        true => "the text ends too early. A bracket or a quotation mark is not closed.".to_owned(),
        false => format!("this is not valid JSON: {}.", text::visible(what, 200)),
    };
    Trouble::at(document, offset_of(document, error), &sentence)
}

/// Where serde_json, which counts bytes in a line, met the error.
fn offset_of(document: &str, error: &serde_json::Error) -> usize {
    let start = match error.line() {
        0 | 1 => 0,
        line => document.match_indices('\n').nth(line - 2).map_or(document.len(), |(newline, _)| newline + 1),
    };
    start + error.column().saturating_sub(1)
}

/// Walks through a value and keeps none of it.
struct Walk {
    depth: usize,
}

impl Walk {
    fn deeper<E: Error>(&self) -> Result<usize, E> {
        if self.depth < MAX_DEPTH {
            Ok(self.depth + 1)
        } else {
            Err(E::custom(format!("it is nested deeper than {MAX_DEPTH} levels")))
        }
    }
}

impl<'de> DeserializeSeed<'de> for Walk {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let depth = self.deeper()?;
        while items.next_element_seed(Walk { depth })?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let depth = self.deeper()?;
        let mut seen = HashSet::new();
        while let Some(key) = entries.next_key::<String>()? {
            if seen.contains(&key) {
                return Err(A::Error::custom(format!("the key {} is there twice", text::quoted(&key))));
            }
            seen.insert(key);
            entries.next_value_seed(Walk { depth })?;
        }
        Ok(())
    }
}

/// The entries of an object in their order, each value as the characters it is written with.
pub(crate) struct Members<'a>(pub Vec<(String, &'a RawValue)>);

impl<'a> Members<'a> {
    /// `None` if `value` is not an object. It has passed [`check`], or is a part of what has.
    pub(crate) fn of(value: &'a str) -> Option<Self> {
        serde_json::from_str(value).ok()
    }

    pub(crate) fn get(&self, key: &str) -> Option<&'a str> {
        self.0.iter().find(|(name, _)| name == key).map(|(_, value)| value.get())
    }
}

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;

        impl<'de> Visitor<'de> for Collect {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Members<'de>, A::Error> {
                let mut members = Vec::new();
                while let Some(entry) = entries.next_entry()? {
                    members.push(entry);
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(Collect)
    }
}

#[cfg(test)]
#[expect(clippy::expect_used, reason = "a test ends where what it expects does not happen")]
mod tests {
    use super::*;

    const ANY: RangeInclusive<usize> = 1..=1_000_000;

    fn said(document: &str) -> String {
        check(document, &ANY).expect_err("a trouble").sentence
    }

    #[test]
    fn ordinary_json_passes() {
        for good in ["{}", " [1, -2.5e3, true, null, \"\\u00e9\"]\n", "{\"a\":{\"a\":1},\"b\":{\"a\":2}}", "12"] {
            assert_eq!(check(good, &ANY), Ok(()), "{good}");
        }
    }

    #[test]
    fn a_key_that_is_there_twice_is_refused_even_when_it_is_written_differently() {
        assert_eq!(
            said("{\n  \"a\": 1,\n  \"\\u0061\": 2\n}"),
            "Line 3, column 10: this is not valid JSON: the key \"a\" is there twice."
        );
    }

    #[test]
    fn a_duplicate_inside_of_a_list_inside_of_an_object_is_refused() {
        assert!(said(r#"{"x":[{"k":1,"k":1}]}"#).contains("the key \"k\" is there twice"));
    }

    #[test]
    fn depth_is_bounded_at_its_limit() {
        let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        assert_eq!(check(&nested(MAX_DEPTH), &ANY), Ok(()));
        assert!(said(&nested(MAX_DEPTH + 1)).contains("nested deeper than 32 levels"));
        assert!(said(&"[".repeat(500_000)).contains("nested deeper"));
        assert!(said(&"{\"a\":".repeat(100_000)).contains("nested deeper"));
    }

    #[test]
    fn text_behind_the_end_is_refused_with_its_place() {
        assert_eq!(said("{}\nx"), "Line 2, column 1: there is more text behind the end. Remove it.");
        assert!(said("{}{}").starts_with("Line 1, column 3:"));
    }

    #[test]
    fn an_unclosed_bracket_is_told_as_such() {
        assert_eq!(
            said("{\"a\": [1"),
            "Line 1, column 8: the text ends too early. A bracket or a quotation mark is not closed."
        );
    }

    #[test]
    fn columns_are_counted_in_characters() {
        assert!(said("{\"é\": x}").starts_with("Line 1, column 7:"), "{}", said("{\"é\": x}"));
    }

    #[test]
    fn hidden_characters_of_a_key_are_written_out() {
        let twice = "{\"\u{202E}k\":1,\"\u{202E}k\":2}";
        assert!(said(twice).contains("the key \"\\u{202E}k\" is there twice"));
    }

    #[test]
    fn length_is_bounded_from_both_sides() {
        assert!(check("1", &(2..=4)).expect_err("short").sentence.contains("at least 2"));
        assert!(check("12345", &(2..=4)).expect_err("long").sentence.contains("at most 4"));
        assert!(check(&"x".repeat(10_000_000), &(2..=65_536)).expect_err("long").sentence.contains("at most 65536"));
        assert_eq!(check("\"éé\"", &(2..=4)), Ok(()));
        assert!(said(" \n").contains("There is no text"));
    }

    #[test]
    fn members_keep_order_and_characters() {
        let members = Members::of(r#"{"b": 1.50, "a" : {"x":  [ ] }}"#).expect("an object");
        let seen: Vec<_> = members.0.iter().map(|(key, value)| (key.as_str(), value.get())).collect();
        assert_eq!(seen, [("b", "1.50"), ("a", r#"{"x":  [ ] }"#)]);
        assert!(Members::of("[1]").is_none());
    }
}

//! Identifiers as people read them. The whole value is always in the document, so selecting and copying gives all of it.

use crate::copy::CopyButton;
use crate::erased::{all, maybe};
use leptos::prelude::*;

/// Characters of the end that stay visible when an identifier is cut in its middle.
const TAIL: usize = 6;

/// An identifier in mono, cut in its middle when there is no room (by the style sheet: the text stays whole).
/// With `copy_label` a copy button of that name stands beside it.
#[component]
pub fn ShortId(#[prop(into)] value: String, #[prop(optional, into)] copy_label: Option<String>) -> impl IntoView {
    let (head, tail) = halves(&value);
    let (head, tail) = (head.to_owned(), tail.to_owned());
    view! {
        <span class="id" data-copyable="">
            <span class="id-text" data-copy-text="" title=value.clone()>
                <span class="id-head">{head}</span>
                {tail}
            </span>
            {maybe(copy_label.map(|label| view! { <CopyButton value label /> }))}
        </span>
    }
    .into_any()
}

fn halves(value: &str) -> (&str, &str) {
    let cut = value.char_indices().rev().nth(TAIL - 1).map_or(0, |(at, _)| at);
    value.split_at(cut)
}

/// A twelve digit account number in groups of four. The gaps are drawn, not written: it is copied without spaces.
#[component]
pub fn AccountNumber(#[prop(into)] value: String) -> impl IntoView {
    let groups = all(groups_of_four(value).into_iter().map(|group| view! { <span>{group}</span> }));
    view! { <span class="account">{groups}</span> }
}

fn groups_of_four(mut value: String) -> Vec<String> {
    let mut groups = Vec::new();
    while let Some((cut, _)) = value.char_indices().nth(4) {
        let rest = value.split_off(cut);
        groups.push(std::mem::replace(&mut value, rest));
    }
    groups.push(value);
    groups
}

#[cfg(test)]
mod tests {
    use super::{groups_of_four, halves};

    #[test]
    fn a_short_identifier_is_all_tail_and_a_long_one_keeps_its_last_six() {
        assert_eq!(halves("abc"), ("", "abc"));
        assert_eq!(halves("g-0a1b2c3d4e"), ("g-0a1b", "2c3d4e"));
        assert_eq!(halves("äöüäöüäöü"), ("äöü", "äöüäöü"));
    }

    #[test]
    fn an_account_number_falls_into_groups_of_four() {
        assert_eq!(groups_of_four("441122338890".to_owned()), ["4411", "2233", "8890"]);
        assert_eq!(groups_of_four("12345".to_owned()), ["1234", "5"]);
    }
}

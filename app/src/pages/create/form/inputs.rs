//! The inputs of a form, tied to its labels and errors. Erased types, so that many fields cost little code.

use super::check::Check;
use leptos::prelude::*;
use ui::{CheckboxGroup, Choice, RadioGroup, TextArea, TextField};

impl Check {
    /// One line that has to be filled in.
    pub fn text(self, id: &'static str, value: RwSignal<String>, help: &'static str) -> AnyView {
        view! { <TextField id label=self.label(id) value help error=self.error(id) /> }.into_any()
    }

    /// One line that may stay empty.
    pub fn optional_text(self, id: &'static str, value: RwSignal<String>, help: &'static str) -> AnyView {
        view! { <TextField id label=self.label(id) value help optional=true error=self.error(id) /> }.into_any()
    }

    /// An id or ARN that may stay empty.
    pub fn optional_id(self, id: &'static str, value: RwSignal<String>, help: &'static str) -> AnyView {
        view! { <TextField id label=self.label(id) value help optional=true mono=true error=self.error(id) /> }
            .into_any()
    }

    /// Sentences that may stay out.
    pub fn prose(self, id: &'static str, value: RwSignal<String>, help: &'static str) -> AnyView {
        view! { <TextArea id label=self.label(id) value help optional=true rows=3 error=self.error(id) /> }.into_any()
    }

    /// Ids or code, `rows` lines high.
    pub fn lines(
        self,
        id: &'static str,
        value: RwSignal<String>,
        help: &'static str,
        rows: u32,
        optional: bool,
    ) -> AnyView {
        view! { <TextArea id label=self.label(id) value help optional mono=true rows error=self.error(id) /> }
            .into_any()
    }

    /// One of a few.
    pub fn one_of(
        self,
        id: &'static str,
        value: RwSignal<String>,
        help: &'static str,
        choices: &[model::form::Choice],
    ) -> AnyView {
        view! { <RadioGroup id label=self.label(id) value help choices=offered(choices) error=self.error(id) /> }
            .into_any()
    }

    /// Any of a few.
    pub fn any_of(
        self,
        id: &'static str,
        value: RwSignal<Vec<String>>,
        help: &'static str,
        choices: &[model::form::Choice],
        optional: bool,
    ) -> AnyView {
        let (label, choices, error) = (self.label(id), offered(choices), self.error(id));
        view! { <CheckboxGroup id label value help optional choices error /> }.into_any()
    }
}

fn offered(choices: &[model::form::Choice]) -> Vec<Choice> {
    choices.iter().map(|choice| Choice::new(choice.value, choice.label).help(choice.help)).collect()
}

/// The ids in a text: one a line, or separated by commas or blanks.
pub fn listed(text: &str) -> Vec<String> {
    text.split(|c: char| c == ',' || c.is_whitespace()).filter(|id| !id.is_empty()).map(str::to_owned).collect()
}

/// Ids as [`listed`] reads them.
pub fn joined(ids: &[String]) -> RwSignal<String> {
    RwSignal::new(ids.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::listed;

    #[test]
    fn ids_are_read_one_a_line_or_separated_by_commas_and_blanks() {
        assert_eq!(listed(" subnet-1,\nsubnet-2 ,subnet-3\n\n"), ["subnet-1", "subnet-2", "subnet-3"]);
        assert!(listed(" \n,").is_empty());
    }
}

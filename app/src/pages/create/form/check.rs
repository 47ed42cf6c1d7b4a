//! What is wrong with a form, and how much of it is shown yet.

use leptos::prelude::*;
use model::FieldError;

/// (field, label) in the order of the form. The field is the name of the struct's member and the id of its control.
pub type Labels = &'static [(&'static str, &'static str)];

/// The errors of one form. An error of the browser's own is shown once its field was left or the form was sent; one
/// that AWS or the server answered is shown until its field is changed.
#[derive(Clone, Copy)]
pub struct Check {
    labels: Labels,
    found: Memo<Vec<FieldError>>,
    answered: RwSignal<Vec<FieldError>>,
    touched: RwSignal<Vec<String>>,
    tried: RwSignal<bool>,
    listed: RwSignal<Vec<(String, String)>>,
    /// Something was changed that no plan holds yet.
    unsaved: RwSignal<bool>,
}

impl Check {
    /// `answered` are errors from an earlier try; `validate` is run again whenever a signal it reads changes.
    pub fn new(
        labels: Labels,
        answered: Vec<FieldError>,
        validate: impl Fn() -> Vec<FieldError> + Send + Sync + 'static,
    ) -> Self {
        let check = Self {
            labels,
            found: Memo::new(move |_| validate()),
            answered: RwSignal::new(Vec::new()),
            touched: RwSignal::new(Vec::new()),
            tried: RwSignal::new(false),
            listed: RwSignal::new(Vec::new()),
            unsaved: RwSignal::new(false),
        };
        check.answer(answered);
        Effect::new(move |_| check.correct());
        check
    }

    pub fn label(self, field: &str) -> &'static str {
        self.labels.iter().find(|(name, _)| *name == field).map_or("", |(_, label)| label)
    }

    /// What is shown under a field.
    pub fn error(self, field: &'static str) -> Signal<Option<String>> {
        let of = move |errors: &Vec<FieldError>| {
            errors.iter().find(|error| error.field == field).map(|error| error.message.clone())
        };
        Signal::derive(move || {
            let shown = self.tried.get() || self.touched.with(|touched| touched.iter().any(|name| name == field));
            self.answered.with(of).or_else(|| if shown { self.found.with(of) } else { None })
        })
    }

    /// What is left to correct of the errors there were when the form was last sent or answered: (id of the field,
    /// message).
    pub fn listed(self) -> Signal<Vec<(String, String)>> {
        self.listed.into()
    }

    /// Whether one of these fields is among the errors to correct.
    pub fn lists(self, fields: &[&str]) -> bool {
        self.listed.with(|listed| listed.iter().any(|(id, _)| fields.contains(&id.as_str())))
    }

    /// The reader left a field: its error may show. A form that is taken away loses the focus, too, when it is gone
    /// already.
    pub fn touch(self, field: String) {
        if self.touched.try_with_untracked(|touched| touched.contains(&field)) == Some(false) {
            self.touched.try_update(|touched| touched.push(field));
        }
    }

    /// Whether the form has changes that leaving would lose; whoever plans or drops them clears it.
    pub fn unsaved(self) -> RwSignal<bool> {
        self.unsaved
    }

    /// The reader changed a field: what was answered about its old value holds no more.
    pub fn changed(self, field: &str) {
        self.unsaved.try_set(true);
        let about = |errors: &Vec<FieldError>| errors.iter().any(|error| error.field == field);
        if self.answered.try_with_untracked(about) == Some(true) {
            self.answered.try_update(|errors| errors.retain(|error| error.field != field));
        }
    }

    /// Before sending: true when the form may be sent; otherwise every error shows and is listed.
    pub fn pass(self) -> bool {
        self.tried.set(true);
        self.answered.set(Vec::new());
        let found = self.found.get_untracked();
        self.list(&found);
        found.is_empty()
    }

    /// Takes in the field errors of an answer.
    pub fn answer(self, errors: Vec<FieldError>) {
        self.list(&errors);
        self.answered.set(errors);
    }

    /// Takes what was corrected off the list.
    fn correct(self) {
        let is_wrong = |field: &str| {
            let about = |errors: &Vec<FieldError>| errors.iter().any(|error| error.field == field);
            self.answered.with(about) || self.found.with(about)
        };
        let listed = self.listed.get();
        let left: Vec<_> = listed.iter().filter(|(field, _)| is_wrong(field)).cloned().collect();
        if left.len() < listed.len() {
            self.listed.set(left);
        }
    }

    fn list(self, errors: &[FieldError]) {
        let place = |error: &&FieldError| self.labels.iter().position(|(name, _)| *name == error.field);
        let mut sorted: Vec<&FieldError> = errors.iter().collect();
        sorted.sort_by_key(|error| place(error).unwrap_or(usize::MAX));
        let line = |error: &FieldError| match self.label(&error.field) {
            "" => (error.field.clone(), error.message.clone()),
            label => (error.field.clone(), [label, ": ", &error.message].concat()),
        };
        self.listed.set(sorted.into_iter().map(line).collect());
    }
}

#[cfg(test)]
mod tests {
    use super::Check;
    use leptos::prelude::*;
    use model::FieldError;

    fn check(name: RwSignal<String>, answered: Vec<FieldError>) -> Check {
        Check::new(&[("name", "Name"), ("tags", "Tags")], answered, move || {
            let empty = name.with(String::is_empty);
            if empty { vec![FieldError::new("name", "Enter a value.")] } else { Vec::new() }
        })
    }

    #[test]
    fn an_error_shows_only_after_its_field_was_left_or_the_form_was_sent() {
        let owner = Owner::new();
        owner.set();
        let name = RwSignal::new(String::new());
        let (left, sent) = (check(name, Vec::new()), check(name, Vec::new()));
        assert_eq!(left.error("name").get_untracked(), None);
        left.touch("name".to_owned());
        assert_eq!(left.error("name").get_untracked().as_deref(), Some("Enter a value."));
        assert!(!sent.pass());
        assert_eq!(sent.error("name").get_untracked().as_deref(), Some("Enter a value."));
    }

    #[test]
    fn an_answered_error_is_gone_once_its_field_changes_and_stays_when_another_does() {
        let owner = Owner::new();
        owner.set();
        let check = check(RwSignal::new("a".to_owned()), vec![FieldError::new("name", "It is taken.")]);
        check.changed("tags");
        assert_eq!(check.error("name").get_untracked().as_deref(), Some("It is taken."));
        check.changed("name");
        assert_eq!(check.error("name").get_untracked(), None);
    }

    #[test]
    fn what_was_corrected_is_listed_no_more() {
        let owner = Owner::new();
        owner.set();
        let name = RwSignal::new(String::new());
        let check = check(name, Vec::new());
        assert!(!check.pass());
        check.correct();
        assert_eq!(check.listed().with_untracked(Vec::len), 1);
        name.set("a".to_owned());
        check.correct();
        assert_eq!(check.listed().with_untracked(Vec::len), 0);
        check.answer(vec![FieldError::new("name", "It is taken."), FieldError::new("tags", "Too many.")]);
        check.changed("tags");
        check.correct();
        assert_eq!(check.listed().get_untracked(), [("name".to_owned(), "Name: It is taken.".to_owned())]);
    }

    #[test]
    fn errors_are_listed_in_the_order_of_the_form_under_their_labels() {
        let owner = Owner::new();
        owner.set();
        let errors = vec![FieldError::new("tags", "Too many."), FieldError::new("name", "It is taken.")];
        let listed = check(RwSignal::new("a".to_owned()), errors).listed().get_untracked();
        let expected = [("name", "Name: It is taken."), ("tags", "Tags: Too many.")];
        assert_eq!(listed, expected.map(|(id, text)| (id.to_owned(), text.to_owned())));
    }
}

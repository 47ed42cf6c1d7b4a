//! One of several values to choose.

/// A value with its label, perhaps help, perhaps the reason why it cannot be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub(super) value: String,
    pub(super) label: String,
    pub(super) help: String,
    pub(super) unavailable: String,
}

impl Choice {
    /// `value` is what is sent, `label` what is read.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), help: String::new(), unavailable: String::new() }
    }

    /// What is sent.
    pub fn value(&self) -> &str {
        &self.value
    }

    /// What is read.
    pub fn label(&self) -> &str {
        &self.label
    }

    /// Adds a line under the label. A [`crate::Select`] cannot show it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// Shows the choice as not available and says why.
    #[must_use]
    pub fn unavailable(mut self, reason: impl Into<String>) -> Self {
        self.unavailable = reason.into();
        self
    }
}

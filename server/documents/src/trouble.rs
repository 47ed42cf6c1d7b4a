//! Why a document cannot be read, in one sentence a person can act on.

use crate::text;

/// A document that cannot be read, or an edit that cannot be made. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{sentence}")]
pub struct Trouble {
    /// Safe to show: what it quotes of the document is short and has its invisible characters written out.
    pub sentence: String,
}

impl Trouble {
    pub(crate) fn new(sentence: impl Into<String>) -> Self {
        Self { sentence: sentence.into() }
    }

    /// "Line 3, column 5: …" for the byte `offset` of `document`.
    pub(crate) fn at(document: &str, offset: usize, what: &str) -> Self {
        let (line, column) = text::place(document, offset);
        Self::new(format!("Line {line}, column {column}: {what}"))
    }
}

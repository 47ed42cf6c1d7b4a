//! A failure as callers get it.

use super::text::{shown, without};
use crate::gate::Call;
use model::{AccountId, Code, Error};
use secrecy::{ExposeSecret, SecretString};
use std::error::Error as StdError;

/// Whether the call may have changed something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// Nothing was done: AWS answered so, or the call was never sent.
    Refused,
    /// No answer, a server's error, a timeout or a cut connection: it may or may not have been done.
    Unknown,
}

/// What AWS says of one input of a write. What its form calls it is known to whoever made the call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputError {
    /// AWS's own name, which may be a path: `vpcConfiguration/subnetIds/1`, `tags[0].key`.
    pub name: String,
    pub message: String,
    /// It is told nowhere else: where no field of a form takes it, it belongs into the sentence.
    pub is_told_here: bool,
}

/// AWS's own words in an error's message, and the message as it is without them.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Quote {
    pub words: String,
    pub message_without: String,
}

/// What AWS said of a call, beside the name of its error.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Said {
    /// Of single inputs of a write.
    pub inputs: Vec<InputError>,
    pub(crate) quote: Option<Quote>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    pub error: Error,
    pub certainty: Certainty,
    /// Boxed, because errors travel through many results and few have it.
    pub said: Box<Said>,
    /// It was the credentials, not what they may do.
    pub(crate) credentials_refused: bool,
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        failure.error
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.error.fmt(f)
    }
}

impl StdError for Failure {}

impl Failure {
    pub(super) fn new(code: Code, certainty: Certainty, message: impl Into<String>) -> Self {
        Self { error: Error::new(code, message), certainty, said: Box::default(), credentials_refused: false }
    }

    /// Adds words of AWS to the message.
    pub(super) fn quote(&mut self, words: &str) {
        let message_without = self.error.message.clone();
        let quote = self.said.quote.get_or_insert(Quote { words: String::new(), message_without });
        quote.words += words;
        self.error.message += words;
    }

    /// The same without a secret that was in the request: AWS repeats some values that it does not take.
    pub(crate) fn without(mut self, secret: &SecretString) -> Self {
        self.said.quote = None;
        let texts = self.said.inputs.iter_mut().map(|input| &mut input.message);
        for text in texts.chain([&mut self.error.message]) {
            *text = without(text, secret.expose_secret());
        }
        self
    }

    /// The same without AWS's own words, if they repeat whom somebody looked for. A name may be as short as a syllable of
    /// any other word, so that hiding it alone would spoil the sentence.
    pub(crate) fn without_words_of(mut self, name: &str) -> Self {
        if let Some(quote) = self.said.quote.take_if(|quote| quote.words.to_lowercase().contains(&name.to_lowercase()))
        {
            self.error.message = quote.message_without;
        }
        self
    }

    /// Nothing is known of what became of a call; `message` says why.
    pub fn unknown(message: impl Into<String>) -> Self {
        Self::new(Code::Unreachable, Certainty::Unknown, message)
    }

    /// Wrong before anything was sent.
    pub fn unsent(message: impl Into<String>) -> Self {
        Self::new(Code::Invalid, Certainty::Refused, message)
    }

    /// AWS was asked about one thing and answered about another.
    pub(crate) fn other_resource(asked: &str, answered: &str) -> Self {
        let (asked, answered) = (shown(asked, 100), shown(answered, 100));
        let message = format!("AWS was asked about {asked} and answered about {answered}, so its answer is not used.");
        Self::new(Code::Upstream, Certainty::Refused, message)
    }

    /// `why` completes "The list …".
    pub(crate) fn endless_list(call: &Call, why: &str) -> Self {
        let message = format!("The list that {call} answers {why}. What was read of it is not taken for the whole.");
        Self::new(Code::Upstream, Certainty::Refused, message)
    }

    /// AWS said yes and left out what it promises, and nothing is known of what it did. Answers are held against their
    /// promises before: this is for what may come out of one all the same.
    pub(crate) fn hollow(what: &str) -> Self {
        let message = format!("AWS answered without {what}. Look at the resource before trying again.");
        Self::new(Code::Upstream, Certainty::Unknown, message)
    }

    /// Credentials of another account than the one they are meant for; `role` is whose they are, if they are a role's.
    pub(crate) fn other_account(expected: &AccountId, found: &AccountId, role: Option<&str>) -> Self {
        let message = match role {
            None => format!(
                "The AWS credentials for account {expected} belong to account {found}, so nothing is sent with them. \
                 Configure a role for account {expected}, or start Belvedere with credentials of its own."
            ),
            Some(arn) => format!(
                "The role {} for account {expected} belongs to account {found}, so nothing is sent with it. Correct \
                 role_arn in the configuration.",
                shown(arn, 200)
            ),
        };
        Self::new(Code::Denied, Certainty::Refused, message)
    }
}

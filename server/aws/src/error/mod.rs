//! Every failure of the SDKs, as an error a person may read and a statement of what is known.
//!
//! AWS's own sentence is kept where AWS answered, except for signature errors: their text repeats the signed headers,
//! session token included. Nothing else of a request or an answer gets into a message.

mod answer;
mod code;
mod failure;
mod sdk;
mod text;
mod trouble;

pub use failure::{Certainty, Failure, InputError, Said};
pub(crate) use sdk::{credential_trouble, trouble, without_part};
pub(crate) use text::shown;
pub(crate) use trouble::{Again, Context, Trouble};

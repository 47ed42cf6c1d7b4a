//! What is the same for every call on the wire: who signed it, how it fails, how the answer is put.

pub(crate) mod failure;
pub(crate) mod json;
pub(crate) mod reply;
pub(crate) mod signature;

//! The directory of an Identity Center: who is who, and who is in which group. It only reads, and what it reads are
//! people's names and addresses: they are in no log line and in no `Debug` output, and nothing here keeps them.

mod find;
mod list;
mod types;

pub use types::{DirectoryGroup, DirectoryList, DirectoryUser};

use crate::line::Line;

/// One directory; cheap to clone.
#[derive(Clone)]
pub struct Directory {
    client: aws_sdk_identitystore::Client,
    line: Line,
    store_id: String,
}

impl Directory {
    pub(crate) fn new(client: aws_sdk_identitystore::Client, line: Line, store_id: String) -> Self {
        Self { client, line, store_id }
    }
}

impl std::fmt::Debug for Directory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Directory").field(&self.line.scope).field(&self.store_id).finish()
    }
}

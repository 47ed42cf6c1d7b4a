//! The list of what was called. Never inputs or outputs, which may be secrets; of a role change what it did.

use std::collections::VecDeque;

use serde::Serialize;

/// Calls that are remembered.
const MOST: usize = 100_000;

/// One call that has ended: answered, cut, or left alone by its caller.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CallRecord {
    /// Rises by one with every call.
    pub seq: u64,
    /// When it ended, as RFC 3339 in UTC.
    pub at: String,
    /// The program that called, as the first word of its User-Agent: `aws-sdk-rust/1.3.9`, `aws-cli/2.31.0`.
    pub agent: String,
    /// Empty, as the next three, for a call that did not get so far.
    pub account: String,
    pub region: String,
    /// `grafana`, `prometheus`, `codeartifact`, `identitystore`, `secretsmanager`, `sts`.
    pub service: String,
    pub operation: String,
    /// The id that the call points at; parts of a path joined by slashes.
    pub target: Option<String>,
    /// None when the connection ended without an answer.
    pub status: Option<u16>,
    pub request_id: String,
    /// The error's code, for a call that failed; `cut_before` or `cut_after` its work for one that was cut;
    /// `gone_before` or `gone_after` its work for one whose caller went away.
    pub error: Option<String>,
    /// What UpdatePermissions changed, in the order it was done: `ADD ADMIN SSO_USER ID`. What was so already, or was
    /// refused, is not among it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub effects: Vec<String>,
}

/// The last calls.
#[derive(Debug, Default)]
pub(crate) struct Calls {
    records: VecDeque<CallRecord>,
    last: u64,
}

impl Calls {
    pub(crate) fn last(&self) -> Option<CallRecord> {
        self.records.back().cloned()
    }

    pub(crate) fn add(&mut self, mut record: CallRecord) {
        self.last += 1;
        record.seq = self.last;
        self.records.push_back(record);
        if self.records.len() > MOST {
            self.records.pop_front();
        }
    }

    /// All calls after a number.
    pub(crate) fn since(&self, seq: u64) -> Vec<CallRecord> {
        self.records.iter().filter(|record| record.seq > seq).cloned().collect()
    }

    /// Forgets them; numbers go on rising.
    pub(crate) fn clear(&mut self) {
        self.records.clear();
    }
}

//! Some holders, as a sentence names them: the first few, and how many more there are.

use model::access::Holder;
use serde::{Deserialize, Serialize};

/// Holders that a sentence names; the others are counted.
const NAMED: usize = 3;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HolderList {
    pub named: Vec<Holder>,
    pub more: usize,
}

impl HolderList {
    /// `None` of nobody.
    pub fn of(holders: impl IntoIterator<Item = Holder>) -> Option<Self> {
        let mut named: Vec<Holder> = holders.into_iter().collect();
        let more = named.len().saturating_sub(NAMED);
        named.truncate(NAMED);
        (!named.is_empty()).then_some(Self { named, more })
    }
}

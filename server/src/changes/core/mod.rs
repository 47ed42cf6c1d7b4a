//! The types that every kind of write, the executor and the presenter speak: what a write is, what is seen, planned,
//! refused, warned of and what becomes of it. No sentence is made here and no kind is known.

pub mod answer;
pub mod confirmation;
pub mod context;
pub mod delivery;
pub mod diff;
pub mod field;
pub mod holder_list;
pub mod intent_age;
pub mod json;
pub mod kind;
pub mod merge;
pub mod observation;
pub mod outcome;
pub mod policy;
pub mod prelude;
pub mod proposal;
pub mod reconcile;
pub mod refusal;
pub mod rights;
pub mod role_change;
pub mod secret;
pub mod secret_owner;
pub mod section;
pub mod target;
pub mod text;
pub mod title;
pub mod undo;
pub mod unfit;
pub mod warning;

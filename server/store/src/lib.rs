//! What Belvedere remembers: plans with their steps and outcomes, the audit chain, sessions, and what AWS does not keep
//! of keys and tokens, in SQLite or Postgres.
//!
//! One set of SQL serves both databases; the few sentences only one of them understands are in `dialect`. The crate
//! keeps text it is given and knows neither AWS nor HTTP, nor what a plan's JSON means. Every write is durable when the
//! call returns.

mod audit;
mod configurations;
mod dialect;
mod error;
mod expiry;
mod folder;
mod handovers;
mod keys;
mod notes;
mod open;
mod origin;
mod plan_store;
mod plans;
mod prune;
mod rotations;
mod runs;
mod sessions;
mod settings;
mod steps;
mod told;
mod write;

pub use audit::{AuditFound, AuditRecord, FirstBad, NewAuditEvent, StoredEvent};
pub use configurations::ConfigurationRecord;
pub use error::StoreError;
pub use expiry::OpenPlan;
pub use handovers::Handover;
pub use keys::KeyRecord;
pub use notes::NoteRecord;
pub use open::Store;
pub use origin::{Marked, NoOrigin, Origin};
pub use plan_store::PlanStore;
pub use plans::{PlanRecord, Put};
pub use prune::{OpenCount, SESSIONS};
pub use rotations::RotationRecord;
pub use runs::{Claim, RunId};
pub use sessions::{Now, SessionTable};
pub use settings::Settings;
pub use steps::StepRecord;

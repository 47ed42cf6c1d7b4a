//! The one place where plans, refusals and outcomes become sentences. What is typed comes in, words go out; nothing reads
//! them back. Names of people are asked of the directory by id, at the moment somebody looks.

mod authentication_history;
mod commands;
mod confirmation;
mod diff;
mod form_path;
mod holder;
mod likeness;
mod mint;
mod outcome;
mod plan_errors;
mod refusal;
mod target;
mod title;
mod unfit;
mod view;
mod warning;
mod words;

pub use authentication_history::describe_authentication;
pub use commands::commands;
pub use confirmation::describe_confirmation;
pub use diff::recorded_diff;
pub use holder::Names;
pub use likeness::describe_likeness;
pub use mint::{claimed_before, mint_refusal, outcome_untold};
pub use outcome::{audit_word, describe_outcome, outcome_text};
pub use plan_errors::{
    PlanLimit, foreign, made_anew, missing_plan, newer_version, no_page, not_interrupted, over, too_many_plans,
    type_exactly, unavailable, undelivered_text, under_way_unseen, unreadable, wrong_door,
};
pub use refusal::{describe_refusal, gives_admin};
pub use target::name_target;
pub use title::title;
pub use view::{PlanParts, place, rows, summarize, view};

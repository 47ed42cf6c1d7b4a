//! What every form shares: its frame, its address, its errors and its inputs. Knows no form in particular.

mod address;
mod begun;
mod check;
mod events;
mod file;
mod frame;
mod inputs;
mod leave;
mod more;
mod moved;
mod page;
mod place;
mod tags;

pub use address::opening;
pub use begun::begun;
pub use check::{Check, Labels};
pub use file::FileField;
pub use frame::{FormFrame, Planner};
pub use inputs::{joined, listed};
pub use more::More;
pub use page::FormPage;
pub use place::{PlaceField, known};
pub use tags::{TagField, TagRows, focus_soon};

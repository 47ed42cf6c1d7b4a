//! The kit: small components on native HTML in the console's one visual language.
//!
//! Owns how a button, a field, a dialog or a table looks, is named for assistive technology and behaves.
//! Must not know the product (no word of workspaces or tokens), the router or the server; links are plain anchors.
//! Looks live in `style/`, so that the browser download carries short class names instead of rules.

mod browser;
mod button;
mod chip;
mod copy;
mod count;
mod diff;
mod empty;
mod erased;
mod facts;
mod flash;
mod head;
mod icon;
mod ids;
mod menu;
mod steps;
mod table;
mod tally;
mod time;
mod tone;
mod trail;
mod unseen;

pub mod dialog;
pub mod field;

pub use browser::{announce, await_no_page_after_press, await_page, focus_title};
pub use button::*;
pub use chip::*;
pub use copy::*;
pub use count::*;
pub use dialog::*;
pub use diff::*;
pub use empty::*;
pub use erased::*;
pub use facts::*;
pub use field::*;
pub use flash::*;
pub use head::*;
pub use icon::*;
pub use ids::*;
pub use menu::*;
pub use steps::*;
pub use table::*;
pub use tally::*;
pub use time::*;
pub use tone::*;
pub use trail::*;
pub use unseen::*;

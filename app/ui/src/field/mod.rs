//! Form fields: label above, help under it, control, error below. Owns how these are tied together for assistive
//! technology. Knows nothing of what a valid value is; the caller hands in the error.

mod choice;
mod combobox;
mod frame;
mod group;
mod live;
mod select;
mod summary;
mod text;
mod toggle;

pub use choice::*;
pub use combobox::*;
pub use group::*;
pub use select::*;
pub use summary::*;
pub use text::*;
pub use toggle::*;

use leptos::prelude::*;

/// The row of buttons that ends a form.
#[component]
pub fn FormActions(children: Children) -> impl IntoView {
    view! { <div class="form-actions">{children()}</div> }
}

//! Parts of a table. The box scrolls sideways by itself and the first column stays in sight.

use crate::erased::following;
use crate::icon::{Icon, IconName};
use crate::tone::Tone;
use leptos::prelude::*;

/// A named table in a box that can be scrolled by keyboard. Children are `thead` and `tbody`. On a narrow screen the
/// cells of one that is `stacked` stand below each other, so that nothing of a long text is out of sight.
#[component]
pub fn TableBox(#[prop(into)] label: String, #[prop(optional)] stacked: bool, children: Children) -> impl IntoView {
    let class = if stacked { "table table-stacked" } else { "table" };
    view! {
        <div class="table-box" role="region" aria-label=label tabindex="0">
            <table class=class aria-label=label.clone()>{children()}</table>
        </div>
    }
}

/// How a column is sorted at the moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// The rows are in the order of another column.
    #[default]
    None,
    /// Smallest first.
    Ascending,
    /// Largest first.
    Descending,
}

impl Sort {
    const fn aria(self) -> Option<&'static str> {
        match self {
            Self::None => None,
            Self::Ascending => Some("ascending"),
            Self::Descending => Some("descending"),
        }
    }

    const fn icon(self) -> IconName {
        match self {
            Self::None => IconName::Sort,
            Self::Ascending => IconName::ArrowUp,
            Self::Descending => IconName::ArrowDown,
        }
    }
}

/// A column head without sorting.
#[component]
pub fn Head(#[prop(optional)] numeric: bool, children: Children) -> impl IntoView {
    view! { <th scope="col" class=numeric.then_some("end")>{children()}</th> }
}

/// A column head that sorts: a link to the same page in another order, so it works before hydration.
#[component]
pub fn SortHead(
    #[prop(into)] href: Signal<String>,
    #[prop(optional, into)] sort: Signal<Sort>,
    #[prop(optional)] numeric: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <th scope="col" class=numeric.then_some("end") aria-sort=move || sort.get().aria()>
            <a class="sort" href=move || href.get()>
                {children()}
                {following(move || view! { <Icon name=sort.get().icon() /> }.into_any())}
            </a>
        </th>
    }
    .into_any()
}

/// A row with the rail of its state on the left.
#[component]
pub fn Row(#[prop(into)] tone: Signal<Tone>, children: Children) -> impl IntoView {
    view! { <tr class=move || tone.get().class()>{children()}</tr> }
}

/// The cell that names the row; put it first.
#[component]
pub fn RowHead(children: Children) -> impl IntoView {
    view! { <th scope="row">{children()}</th> }
}

/// How a cell's content is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CellKind {
    /// Words.
    #[default]
    Text,
    /// Sentences, which are shown whole.
    Prose,
    /// Identifiers, in mono.
    Mono,
    /// Quantities, on the right.
    Number,
    /// Side information, in grey and on the right.
    Quiet,
    /// Buttons, on the right.
    Actions,
}

/// A cell.
#[component]
pub fn Cell(#[prop(optional)] kind: CellKind, children: Children) -> impl IntoView {
    let class = match kind {
        CellKind::Text => None,
        CellKind::Prose => Some("prose"),
        CellKind::Mono => Some("mono"),
        CellKind::Number => Some("end"),
        CellKind::Quiet => Some("end quiet"),
        CellKind::Actions => Some("end cell-actions"),
    };
    view! { <td class=class>{children()}</td> }
}

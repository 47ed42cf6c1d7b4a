//! Parts of a view without a type of their own. For each type that stands in a view the browser fetches the code that
//! makes, revives and changes it, some two kilobytes; these have one type together.

use leptos::prelude::*;
use leptos::tachys::reactive_graph::SharedReactiveFunction;
use std::sync::{Arc, Mutex};

/// A part that is made anew when a signal it reads moves.
pub fn following(part: impl FnMut() -> AnyView + Send + 'static) -> AnyView {
    let part: SharedReactiveFunction<AnyView> = Arc::new(Mutex::new(part));
    part.into_any()
}

/// A part that is there or not.
pub fn maybe(part: Option<impl IntoView + 'static>) -> AnyView {
    part.map_or_else(|| ().into_any(), IntoAny::into_any)
}

/// Parts one after the other.
pub fn all<V: IntoView + 'static>(parts: impl IntoIterator<Item = V>) -> AnyView {
    parts.into_iter().map(IntoAny::into_any).collect::<Vec<_>>().into_any()
}

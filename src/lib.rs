//! The browser's entry point.

use leptos::mount::hydrate_lazy;

/// Makes the server-rendered page live, once the code of its route has arrived.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    hydrate_lazy(app::App);
}

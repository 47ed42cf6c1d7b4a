//! The browser's entry point.

use leptos::mount::hydrate_body;

/// Makes the server-rendered page live.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    hydrate_body(app::App);
}

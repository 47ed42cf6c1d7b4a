//! The browser's entry point.

use leptos::logging::error;
use leptos::mount::hydrate_lazy;

/// Makes the server-rendered page live, once the code of its route has arrived.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    // Without it a defect here would say no more than "unreachable".
    std::panic::set_hook(Box::new(|panic| error!("{panic}")));
    hydrate_lazy(app::App);
}

//! The browser's entry point.

use any_spawner::Executor;
use leptos::logging::error;
use leptos::mount::hydrate_body;

/// Makes the server-rendered page live, once the code of its page has arrived.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    // Without it a defect here would say no more than "unreachable".
    std::panic::set_hook(Box::new(|panic| error!("{panic}")));
    // Fails only where an executor is set already.
    drop(Executor::init_wasm_bindgen());
    Executor::spawn_local(async {
        if app::prepare().await {
            hydrate_body(app::App);
        }
    });
}

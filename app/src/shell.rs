//! The HTML document around the pages. Server only.

use crate::App;
use crate::context::Visit;
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_meta::MetaTags;
use model::detail::{Density, Theme};

/// The names of the built files, as the build's hashes have them; provided as context.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assets {
    pub js: String,
    pub wasm: String,
    pub css: String,
    /// Changes with every build of the browser half.
    pub build: String,
}

/// The document. Theme and density come from the session, so that the first paint is right.
pub fn shell() -> impl IntoView {
    let visit = use_context::<Visit>();
    let preferences = visit.map(|visit| visit.preferences).unwrap_or_default();
    let theme = match preferences.theme {
        Theme::System => None,
        Theme::Light => Some("light"),
        Theme::Dark => Some("dark"),
    };
    let density = match preferences.density {
        Density::Comfortable => "comfortable",
        Density::Compact => "compact",
    };
    view! {
        <!DOCTYPE html>
        <html lang="en" data-theme=theme data-density=density>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content=theme.unwrap_or("light dark") />
                <link rel="icon" href="/static/favicon.78afd5d8.svg" type="image/svg+xml" />
                <link
                    rel="preload"
                    href="/static/instrument-sans-latin-wght-normal.2ee17598.woff2"
                    r#as="font"
                    r#type="font/woff2"
                    crossorigin="anonymous"
                />
                {use_context::<Assets>().map(|assets| view! { <Built assets /> })}
                <MetaTags />
            </head>
            <body class="font-sans text-base antialiased">
                <App />
            </body>
        </html>
    }
}

/// The built files: style, glue and WebAssembly. Our own instead of the framework's, which puts the nonce into
/// `crossorigin` of the preload.
#[component]
fn Built(assets: Assets) -> impl IntoView {
    let Assets { js, wasm, css, build } = assets;
    let start = format!("import init,{{hydrate}} from \"{js}\";init({{module_or_path:\"{wasm}\"}}).then(hydrate)");
    view! {
        <meta name="build" content=build />
        <link rel="stylesheet" href=css />
        <link rel="modulepreload" href=js />
        <link rel="preload" href=wasm r#as="fetch" r#type="application/wasm" crossorigin="anonymous" />
        <script type="module" nonce=use_nonce()>
            {start}
        </script>
    }
}

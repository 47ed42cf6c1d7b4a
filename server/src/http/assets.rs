//! The built files: their hashed names, and serving them compressed as they lie on disk.

use app::Assets;
use axum::Router;
use http::HeaderValue;
use http::header::CACHE_CONTROL;
use std::path::{Path, PathBuf};
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

/// The browser half is not where it should be.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {why}. Build the browser half with `make build`, or name its folder with --site.")]
pub struct AssetsError {
    path: PathBuf,
    why: String,
}

/// Reads `hash.txt`: a line `js: HASH` for each kind of file.
pub(super) fn load(site: &Path) -> Result<Assets, AssetsError> {
    let path = site.join("hash.txt");
    let odd = |why: String| AssetsError { path: path.clone(), why };
    let text = std::fs::read_to_string(&path).map_err(|e| odd(e.to_string()))?;
    let hash = |kind: &str| {
        let mut lines = text.lines().filter_map(|line| line.split_once(':'));
        let found = lines.find(|(name, _)| name.trim() == kind).map(|(_, hash)| hash.trim().to_owned());
        found.ok_or_else(|| odd(format!("it names no {kind} file")))
    };
    let (js, wasm, css) = (hash("js")?, hash("wasm")?, hash("css")?);
    Ok(Assets {
        build: format!("{wasm}.{css}"),
        js: format!("/pkg/belvedere.{js}.js"),
        wasm: format!("/pkg/belvedere.{wasm}.wasm"),
        css: format!("/pkg/belvedere.{css}.css"),
    })
}

/// Files of the build and of `public/static`. All bear a hash of their content, so they never change under their name.
pub(super) fn routes(site: &Path) -> Router {
    let immutable = SetResponseHeaderLayer::if_not_present(CACHE_CONTROL, |response: &http::Response<_>| {
        response.status().is_success().then(|| HeaderValue::from_static("public, max-age=31536000, immutable"))
    });
    let folder = |name| ServeDir::new(site.join(name)).precompressed_br().precompressed_gzip();
    let files = Router::new().nest_service("/pkg", folder("pkg")).nest_service("/static", folder("static"));
    files.layer(immutable)
}

//! Serves scripts, styles, icons and fonts. `build.rs` builds and embeds them; their names hold a
//! hash, so browsers may cache them forever.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use axum::body::Body;
use axum::extract::Path;
use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, VARY};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode};

#[derive(rust_embed::RustEmbed)]
#[folder = "$OUT_DIR/dist"]
struct Dist;

/// Plain name → hashed name, from the build's manifest.
static NAMES: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let hashed: BTreeMap<String, String> = Dist::get("manifest.json")
        .and_then(|manifest| serde_json::from_slice(&manifest.data).ok())
        .unwrap_or_default();
    hashed.into_iter().map(|(name, file)| (name, format!("/static/{file}"))).collect()
});

/// Returns the address of an asset: `asset_url("app.css")` is `/static/app-HASH.css`.
///
/// An unknown name gives an address that answers 404.
pub fn asset_url(name: &str) -> &'static str {
    NAMES.get(name).map_or("/static/missing", String::as_str)
}

/// Answers `GET /static/{file}`.
pub async fn serve(Path(file): Path<String>, headers: HeaderMap) -> Response<Body> {
    let brotli = headers
        .get_all(ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .any(takes_brotli);
    answer(&file, brotli)
}

fn takes_brotli(accept: &str) -> bool {
    accept.split(',').any(|coding| {
        let (name, quality) = coding.split_once(';').unwrap_or((coding, ""));
        name.trim().eq_ignore_ascii_case("br")
            && !matches!(quality.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000")
    })
}

fn answer(file: &str, brotli: bool) -> Response<Body> {
    let small = brotli.then(|| Dist::get(&format!("{file}.br"))).flatten();
    let compressed = small.is_some();
    let known = known_type(file);
    let mut response = Response::new(Body::empty());
    let (Some(found), Some(content_type)) = (small.or_else(|| Dist::get(file)), known) else {
        *response.status_mut() = StatusCode::NOT_FOUND;
        return response;
    };
    *response.body_mut() = Body::from(found.data);
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    if compressed {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static("br"));
    }
    response
}

/// Returns the media type of a public file. The manifest and the precompressed variants have no
/// address of their own.
fn known_type(file: &str) -> Option<&'static str> {
    match file.rsplit_once('.')?.1 {
        "js" => Some("text/javascript; charset=utf-8"),
        "css" => Some("text/css; charset=utf-8"),
        "svg" => Some("image/svg+xml"),
        "woff2" => Some("font/woff2"),
        _ => None,
    }
}

#[cfg(test)]
mod tests;

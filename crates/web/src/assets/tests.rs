use super::*;

fn header(response: &Response<Body>, name: axum::http::HeaderName) -> &str {
    response.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

#[test]
fn every_name_the_layout_uses_was_built() {
    for name in
        ["app.js", "app.css", "icons.svg", "favicon.svg", "ibm-plex-sans-latin-wght-normal.woff2"]
    {
        let file = asset_url(name).strip_prefix("/static/").unwrap();
        assert_eq!(answer(file, false).status(), StatusCode::OK, "{name}");
    }
    assert_eq!(answer("missing", false).status(), StatusCode::NOT_FOUND);
}

#[test]
fn text_travels_compressed_and_for_ever() {
    let file = asset_url("app.js").strip_prefix("/static/").unwrap();
    let small = answer(file, true);
    assert_eq!(header(&small, CONTENT_ENCODING), "br");
    assert_eq!(header(&small, CONTENT_TYPE), "text/javascript; charset=utf-8");
    assert!(header(&small, CACHE_CONTROL).contains("immutable"));
    assert_eq!(header(&answer(file, false), CONTENT_ENCODING), "");
}

#[test]
fn nothing_else_is_served() {
    for file in ["manifest.json", "../Cargo.toml", "app.js", ""] {
        assert_eq!(answer(file, true).status(), StatusCode::NOT_FOUND, "{file}");
    }
    let twin = format!("{}.br", asset_url("app.js").strip_prefix("/static/").unwrap());
    assert_eq!(answer(&twin, false).status(), StatusCode::NOT_FOUND);
}

#[test]
fn brotli_is_sent_only_to_those_who_take_it() {
    assert!(takes_brotli("gzip, deflate, br, zstd"));
    assert!(takes_brotli("br;q=1.0"));
    assert!(!takes_brotli("br;q=0"));
    assert!(!takes_brotli("gzip, brx"));
}

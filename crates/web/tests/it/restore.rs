//! Tests the restore at first start. The one-time code comes first, the file is streamed, and no
//! secret is sent back.

use axum::body::Body;
use axum::http::{Method, StatusCode, header};

use crate::site::{Reply, Site};

const HERE: &str = "/setup/restore";

/// Sends the form with its parts in the order of the page.
async fn send(site: &Site, code: &str, kit: &str, file: Option<&[u8]>) -> Reply {
    let mut body = Vec::new();
    for (name, value) in [("lang", "fr"), ("code", code), ("kit", kit)] {
        let part =
            format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend(part.into_bytes());
    }
    if let Some(bytes) = file {
        let head = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"pecule-a.age\"\r\n\r\n";
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--x--\r\n");
    let request = site
        .request(Method::POST, HERE)
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
        .body(Body::from(body))
        .unwrap();
    site.send(request).await
}

fn received(site: &Site) -> usize {
    std::fs::read_dir(site.app.data().join(".received")).map_or(0, Iterator::count)
}

#[tokio::test]
async fn without_the_code_nothing_is_kept_and_no_kit_is_sent_back() {
    let site = Site::empty();
    let first = site.get("/setup").await;
    assert!(first.body.contains("/setup/restore?lang=fr"), "{}", first.body);
    let code = site.app.new_setup_code().unwrap().unwrap();
    let secret = "AGE-SECRET-KEY-1QQQQQQQQQQQQQQQQQQQQQQQ";
    let refused = send(&site, "0000-0000-0000-0000", secret, Some(&vec![7; 300_000])).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.body);
    assert!(refused.body.contains("Ce code à usage unique"), "{}", refused.body);
    assert!(!refused.body.contains(secret));
    assert_eq!(received(&site), 0);
    // With the code the file is kept, even if the kit is mistyped; another file replaces it.
    for size in [300_000, 200] {
        let kept = send(&site, code.as_str(), secret, Some(&vec![7; size])).await;
        assert_eq!(kept.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            kept.body.contains("Aucune clé") && kept.body.contains("pecule-a.age"),
            "{}",
            kept.body
        );
        assert!(!kept.body.contains(secret));
        assert_eq!(received(&site), 1);
    }
    let missing = Site::empty();
    let code = missing.app.new_setup_code().unwrap().unwrap();
    let refused = send(&missing, code.as_str(), secret, None).await;
    assert!(refused.body.contains("La sauvegarde manque"), "{}", refused.body);
}

#[tokio::test]
async fn where_somebody_is_nothing_is_restored() {
    let site = Site::new();
    for path in [HERE, "/setup/restore/work"] {
        let reply = site.get(path).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{path}: {}", reply.body);
        assert!(reply.location().starts_with("/sign-in"), "{path}");
    }
    let reply = send(&site, "0000-0000-0000-0000", "x", Some(b"x")).await;
    assert_eq!((reply.status, reply.location()), (StatusCode::SEE_OTHER, "/sign-in"));
    assert_eq!(received(&site), 0);
    assert!(site.get("/sign-in?restored=yes").await.body.contains("Le foyer est restauré"));
}

#[tokio::test]
async fn more_than_is_taken_is_refused_and_not_kept() {
    let site = Site::empty().taking(1_000);
    let code = site.app.new_setup_code().unwrap().unwrap();
    let refused = send(&site, code.as_str(), "x", Some(&[7; 2_000])).await;
    assert!(refused.body.contains("max-upload-mb"), "{}", refused.body);
    assert_eq!(received(&site), 0);
}

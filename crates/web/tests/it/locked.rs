//! Tests that a locked installation serves only the unlock page.

use std::os::unix::fs::PermissionsExt as _;
use std::sync::Arc;

use pecule_app::config::data_location::DataLocation;
use pecule_app::installation::passphrase::MasterKeyProtection;
use pecule_app::people::registration::NewPerson;
use pecule_app::{FixedClock, SystemClock};
use pecule_web::{HttpOptions, Start};

use crate::site::{NAME, NOW, PASSWORD};
use crate::socket::{Listening, Wish};

const PASSPHRASE: &str = "hublot cerise volcan tramway 18";

/// Creates a data folder with one person, whose master key needs the passphrase.
fn wrapped() -> (tempfile::TempDir, DataLocation) {
    let private = std::fs::Permissions::from_mode(0o700);
    let folder = tempfile::Builder::new().permissions(private).tempdir().unwrap();
    let place = DataLocation::new(folder.path().join("data"));
    place.make_keys(&SystemClock).unwrap();
    let app = place.open_cheaply(Arc::new(SystemClock)).unwrap();
    let newcomer =
        NewPerson { name: NAME, password: PASSWORD, language: "fr", recovery_kept: true };
    app.guest().set_up(&newcomer).unwrap();
    drop(app);
    let wrapping = MasterKeyProtection::Passphrase(PASSPHRASE.to_owned().into());
    place.rewrap(&wrapping, Arc::new(SystemClock)).unwrap();
    assert!(place.is_wrapped());
    (folder, place)
}

fn served(place: &DataLocation) -> Listening {
    let clock = Arc::new(FixedClock(NOW.parse().unwrap()));
    let locked = place.wait_cheaply(clock).unwrap();
    Listening::start(Start::Locked(locked), Wish::default())
}

fn form(passphrase: &str) -> String {
    format!("passphrase={}", passphrase.replace(' ', "+"))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_server_waits_then_serves_without_starting_again() {
    let (_folder, place) = wrapped();
    let at = served(&place);
    assert!(at.get("/healthz").await.starts_with("HTTP/1.1 200"));
    assert!(at.get("/readyz").await.starts_with("HTTP/1.1 503"));
    for path in ["/", "/sign-in", "/wealth", "/settings", "/setup", "/nowhere", "/unlock"] {
        let page = at.get(path).await;
        assert!(!page.contains("name=\"name\""), "{path}");
        let refused = page.starts_with("HTTP/1.1 503") || page.starts_with("HTTP/1.1 405");
        assert!(refused, "{path}: {page}");
        assert!(page.contains("content-security-policy: default-src 'none'"), "{path}");
    }
    assert!(at.get("/").await.contains("name=\"passphrase\""));
    let api = at.get("/api/v1/banks").await;
    assert!(api.starts_with("HTTP/1.1 503") && api.contains("\"code\":\"locked\""), "{api}");

    let opened = at.post("/unlock", &form(PASSPHRASE)).await;
    assert!(opened.starts_with("HTTP/1.1 303") && opened.contains("location: /\r\n"), "{opened}");
    assert!(at.get("/readyz").await.starts_with("HTTP/1.1 200"));
    let door = at.get("/sign-in").await;
    assert!(door.starts_with("HTTP/1.1 200") && door.contains("name=\"password\""));
    assert!(at.get("/api/v1/banks").await.starts_with("HTTP/1.1 401"));
    assert!(at.post("/unlock", &form(PASSPHRASE)).await.starts_with("HTTP/1.1 404"));
    at.stop().await;
    // The folder was locked until now and is free again.
    drop(place.wait_cheaply(Arc::new(SystemClock)).unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_passphrase_costs_time() {
    let (_folder, place) = wrapped();
    let at = served(&place);
    let wrong = at.post("/unlock", &form("hublot cerise volcan tramway 19")).await;
    assert!(
        wrong.starts_with("HTTP/1.1 503") && wrong.contains("Phrase de passe incorrecte"),
        "{wrong}"
    );
    // The clock of this test stands still: even the right one has to wait.
    for passphrase in ["another wrong passphrase", PASSPHRASE] {
        let waiting = at.post("/unlock", &form(passphrase)).await;
        assert!(waiting.starts_with("HTTP/1.1 429"), "{waiting}");
        assert!(waiting.contains("retry-after: 1\r\n"), "{waiting}");
    }
    let crossed = "POST /unlock HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\
                   sec-fetch-site: cross-site\r\ncontent-type: application/x-www-form-urlencoded\r\n\
                   content-length: 3\r\n\r\na=b";
    let crossed = at.say(crossed.to_owned()).await;
    assert!(crossed.starts_with("HTTP/1.1 403"), "{crossed}");
    assert!(at.get("/readyz").await.starts_with("HTTP/1.1 503"));
    at.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passphrase_is_not_typed_in_the_clear_from_elsewhere() {
    let (_folder, place) = wrapped();
    let locked = place.wait_cheaply(Arc::new(SystemClock)).unwrap();
    // A request that a proxy received without encryption counts as remote.
    let trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
    let reach = HttpOptions { trusted_proxies, plain_by_name: true, ..HttpOptions::default() };
    let at = Listening::start(Start::Locked(locked), Wish { reach, ..Wish::default() });
    let from = "host: localhost\r\nconnection: close\r\nx-forwarded-for: 192.168.1.20\r\n";
    let page = at.say(format!("GET / HTTP/1.1\r\n{from}\r\n")).await;
    assert!(page.starts_with("HTTP/1.1 503") && !page.contains("passphrase\""), "{page}");
    let form = form(PASSPHRASE);
    let typed = at
        .say(format!(
            "POST /unlock HTTP/1.1\r\n{from}content-type: application/x-www-form-urlencoded\r\n\
             content-length: {}\r\n\r\n{form}",
            form.len()
        ))
        .await;
    assert!(typed.starts_with("HTTP/1.1 503"), "{typed}");
    let sealed = at.say(format!("GET / HTTP/1.1\r\n{from}x-forwarded-proto: https\r\n\r\n")).await;
    assert!(sealed.contains("name=\"passphrase\""), "{sealed}");
    at.stop().await;
}

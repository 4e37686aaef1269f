//! Tests that administrators and accounts work without any books.

use axum::http::StatusCode;
use pecule_app::people::registration::NewPerson;
use pecule_domain::money::share::Share;

use crate::site::{NAME, PASSWORD, Reply, Site};

/// A signed-in administrator who has given their books away.
async fn administrator() -> Site {
    let site = Site::new();
    let admin = site.app.guest().verify_password(NAME, PASSWORD).unwrap();
    let token = admin.admin().unwrap().invite().unwrap().token;
    let newcomer =
        NewPerson { name: "Autre", password: PASSWORD, language: "fr", recovery_kept: true };
    let other = site.app.guest().accept(&token, &newcomer).unwrap().person;
    let books = admin.member().unwrap().books();
    let half = Share::from_percent(50).unwrap();
    admin.set_shares(books, &[(admin.id(), half)]).unwrap();
    admin.make_owner(books, other.id(), half, Some(&other.fingerprint())).unwrap();
    admin.leave_books(books).unwrap();
    assert!(admin.member().is_err() && !admin.has_books().unwrap());
    site.with_browser().await
}

fn led(reply: &Reply) -> &str {
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.body);
    reply.location()
}

#[tokio::test]
async fn the_account_is_there_and_the_books_parts_are_not() {
    let site = administrator().await;
    assert_eq!(led(&site.get("/").await), "/household");
    let page = site.get("/settings").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    for there in [
        "/settings/appearance",
        "/settings/password",
        "/settings/second-factor",
        "/settings/tokens",
        "/settings/lock",
        "/settings/sessions/end",
        "/settings/audit",
        "Aucun espace ne vous est ouvert",
    ] {
        assert!(page.body.contains(there), "{there}");
    }
    for gone in [
        "/settings/currency",
        "/settings/zones",
        "/settings/taxonomies",
        "/settings/exchange-rates",
    ] {
        assert!(!page.body.contains(gone), "{gone}");
    }
    assert!(!page.body.contains("sealed-export") && !page.body.contains("/settings/changes"));
}

#[tokio::test]
async fn every_part_of_the_account_works() {
    let mut site = administrator().await;
    for path in [
        "/settings/password",
        "/settings/second-factor",
        "/settings/tokens",
        "/settings/audit",
        "/settings/alerts",
        "/household",
        "/reauthenticate",
    ] {
        let page = site.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.body);
    }
    let looks = [("language", "en"), ("theme", "dark"), ("shortcuts", "yes")];
    assert_eq!(led(&site.post("/settings/appearance", &looks).await), "/settings");
    assert_eq!(led(&site.post("/settings/lock", &[("lock", "30")]).await), "/settings#security");
    let begun = site.post("/settings/second-factor", &[]).await;
    assert!(begun.status == StatusCode::OK && begun.body.contains("class=\"qr\""));
    // Without books there is nothing a token could read.
    let token = site.post("/settings/tokens", &[("name", "x"), ("days", "30")]).await;
    assert!(token.status.is_client_error(), "{}", token.status);
    let new = "onze barques vertes sous le pont";
    let fields = [("present", PASSWORD), ("password", new), ("repeat", new)];
    assert_eq!(led(&site.post("/settings/password", &fields).await), "/settings");
    assert_eq!(led(&site.post("/settings/sessions/end", &[]).await), "/sign-in");
    let back = site.post("/sign-in", &[("name", NAME), ("password", new)]).await;
    assert_eq!(led(&back), "/");
    site.keep(&back);
    assert_eq!(
        led(&site.post("/session/lock", &[("back", "/settings")]).await),
        "/session/unlock?next=/settings"
    );
}

#[tokio::test]
async fn nothing_leads_to_books_that_are_not_there_and_new_ones_can_be_made() {
    let site = administrator().await;
    for path in ["/household", "/settings", "/books", "/books/new"] {
        let page = site.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.body);
        for about_books in ["\"/wealth\"", "\"/analysis\"", "\"/tasks\"", "\"/imports\""] {
            assert!(!page.body.contains(about_books), "{path} leads to {about_books}");
        }
    }
    assert!(site.get("/settings").await.body.contains("href=\"/books/new\""));
    let made = site.post("/books", &[("title", "Neufs"), ("mine", "100")]).await;
    assert!(led(&made).starts_with("/books/"), "{}", made.location());
    let home = site.get("/").await;
    assert_eq!(home.status, StatusCode::OK, "{}", home.body);
    assert!(home.body.contains("\"/wealth\""));
}

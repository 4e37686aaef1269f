//! Tests that damaged books are listed on every page and other books remain usable.

use axum::http::StatusCode;
use pecule_app::books::list::{BooksInput, OwnerInput};
use pecule_domain::id::{AssetId, BooksId};
use pecule_domain::money::share::Share;

use crate::site::{NAME, PASSWORD, Site};

fn flip(site: &Site, books: BooksId, at: usize) {
    site.app.settle_all().unwrap();
    assert!(!site.app.data().join(format!("books/{books}.db-wal")).exists());
    let path = site.app.data().join(format!("books/{books}.db"));
    let mut bytes = std::fs::read(&path).unwrap();
    let mut place = at;
    while place < bytes.len() {
        bytes[place] ^= 4;
        place += 4_096;
    }
    std::fs::write(&path, bytes).unwrap();
}

/// An administrator with two sets of books; the second holds the demo wealth.
async fn two_books() -> (Site, BooksId, BooksId) {
    let site = Site::signed_in().await;
    let person = site.app.guest().verify_password(NAME, PASSWORD).unwrap();
    let first = person.my_books().unwrap()[0].id;
    person.rename_books(first, "Coffre").unwrap();
    let owners = vec![OwnerInput { person: person.id(), share: Share::WHOLE, fingerprint: None }];
    let other = person.add_books(&BooksInput { title: "Maison".to_owned(), owners }).unwrap().id;
    site.post(&format!("/demo/start?books={other}"), &[]).await;
    (site, first, other)
}

#[tokio::test]
async fn home_shows_the_others_and_names_the_damaged_ones() {
    let (site, first, other) = two_books().await;
    let whole = site.get("/").await;
    assert!(whole.body.contains("Patrimoine net") && !whole.body.contains("Ouverture impossible"));
    // Damage found at opening, and damage found only when all records are read.
    for at in [700, 4_096 * 2 + 100] {
        flip(&site, first, at);
        for page in ["/", "/wealth", "/analysis", "/settings", "/household/backups"] {
            let reply = site.get(page).await;
            assert_eq!(reply.status, StatusCode::OK, "{page}: {}", reply.body);
            assert!(reply.body.contains("Ouverture impossible"), "{page}: {}", reply.body);
            assert!(reply.body.contains("Coffre") && reply.body.contains("/household/backups"));
        }
        let home = site.get("/").await;
        assert!(home.body.contains("Patrimoine net"), "{}", home.body);
        // Requests for the damaged books redirect to their repair; input for them goes nowhere
        // else.
        for named in [format!("/?scope={first}"), format!("/books/{first}")] {
            let then = format!("/books/{first}/backup");
            assert_eq!(site.get(&named).await.location(), then, "{named}");
        }
        let one = site.get(&format!("/books/{other}")).await;
        assert_eq!(one.status, StatusCode::OK, "{}", one.body);
        // A record that may be in the damaged books must not be reported as missing.
        let unknown = site.get(&format!("/assets/{}", AssetId::new(uuid::Uuid::now_v7()))).await;
        assert_eq!(unknown.status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(unknown.body.contains("Ouverture impossible"), "{}", unknown.body);
        let bank = format!("Banque {at}");
        let add = async |books| {
            let path = format!("/banks?books={books}");
            site.post(&path, &[("name", &bank)]).await.status
        };
        assert_eq!(add(first).await, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(add(other).await, StatusCode::SEE_OTHER);
        if at == 700 {
            // After the repair, everything counts again without a restart.
            flip(&site, first, at);
            let again = site.get("/").await;
            assert!(!again.body.contains("Ouverture impossible"), "{}", again.body);
        }
    }
}

#[tokio::test]
async fn the_list_and_the_search_name_what_they_cannot_read() {
    let (site, first, other) = two_books().await;
    let found = site.get("/search.json?q=livret").await;
    assert!(found.body.contains("Livret A") && !found.body.contains("Coffre"), "{}", found.body);
    for at in [700, 4_096 * 2 + 100] {
        flip(&site, first, at);
        let list = site.get("/books").await;
        assert_eq!(list.status, StatusCode::OK, "{}", list.body);
        for said in ["fichier endommagé", &format!("/books/{first}/backup"), "Maison", "Coffre"] {
            assert!(list.body.contains(said), "{said}: {}", list.body);
        }
        assert!(list.body.contains(&format!("href=\"/books/{other}\"")), "{}", list.body);
        let found = site.get("/search.json?q=livret").await;
        assert_eq!(found.status, StatusCode::OK, "{}", found.body);
        assert!(found.body.contains("Livret A"), "{}", found.body);
        assert!(found.body.contains("La recherche n’a pas pu lire"), "{}", found.body);
        assert!(found.body.contains(&format!("/books/{first}/backup")), "{}", found.body);
        if at == 700 {
            flip(&site, first, at);
        }
    }
}

#[tokio::test]
async fn with_nothing_else_the_pages_of_the_household_still_help() {
    let site = Site::signed_in().await;
    let person = site.app.guest().verify_password(NAME, PASSWORD).unwrap();
    let only = person.my_books().unwrap()[0].id;
    drop(person);
    flip(&site, only, 700);
    let then = format!("/books/{only}/backup");
    for page in ["/", "/wealth", "/settings"] {
        assert_eq!(site.get(page).await.location(), then, "{page} leads to what can be done");
    }
    for page in ["/household/backups", "/household/doctor", &then] {
        let reply = site.get(page).await;
        assert_eq!(reply.status, StatusCode::OK, "{page}: {}", reply.body);
        assert!(reply.body.contains("Ouverture impossible"), "{page}: {}", reply.body);
    }
}

#[tokio::test]
async fn one_puts_ones_own_back_from_a_backup() {
    for several in [false, true] {
        let (site, first, other) = two_books().await;
        let books = if several { first } else { other };
        site.app.run_backup_jobs().unwrap();
        if !several {
            // With the other books damaged too, the page must still appear.
            flip(&site, first, 700);
        }
        flip(&site, books, 700);
        let then = format!("/books/{books}/backup");
        let home = site.get("/household/backups").await;
        assert!(home.body.contains(&format!("href=\"{then}\"")), "{}", home.body);
        let page = site.get(&then).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        let backup = page.body.split("<option value=\"").nth(1).unwrap();
        let backup = backup.split('"').next().unwrap().to_owned();
        let seen = site.get(&format!("{then}?backup={backup}")).await;
        assert!(seen.body.contains("Restaurer cet espace"), "{}", seen.body);
        let form = [("backup", backup.as_str())];
        let put_back = format!("/books/{books}/repair");
        let done = site.post(&put_back, &form).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        let shown = site.get(&format!("/?scope={books}")).await;
        assert_eq!(shown.status, StatusCode::OK, "{}", shown.body);
        // Undamaged books cannot be replaced this way.
        let again = site.post(&put_back, &form).await;
        assert_eq!(again.status, StatusCode::CONFLICT, "{}", again.body);
    }
}

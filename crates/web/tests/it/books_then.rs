//! Tests comparing books with a backup and restoring them, in pages and over the API.

use axum::http::{Method, StatusCode};
use pecule_app::books::list::{BooksInput, OwnerInput};
use pecule_domain::money::share::Share;
use serde_json::json;

use crate::site::Site;

async fn with_demo() -> (Site, String) {
    let site = Site::signed_in().await;
    let person =
        site.app.guest().verify_password(crate::site::NAME, crate::site::PASSWORD).unwrap();
    person.member().unwrap().start_demo().unwrap();
    let books = person.my_books().unwrap()[0].id.to_string();
    (site, books)
}

#[tokio::test]
async fn a_line_that_is_gone_is_ticked_and_comes_back() {
    let (site, books) = with_demo().await;
    let here = format!("/books/{books}/backup");
    let none = site.get(&here).await;
    assert!(none.body.contains("Aucune sauvegarde à ouvrir"), "{}", none.body);
    let made = site.app.back_up(None).unwrap();
    let asked = format!("{here}?backup={}", made.id);
    let same = site.get(&asked).await;
    assert!(same.body.contains("Rien n’a changé depuis"), "{}", same.body);
    site.post("/demo/remove", &[]).await;
    let page = site.get(&asked).await;
    assert!(page.body.contains("disparu") && page.body.contains("Reprendre les lignes cochées"));
    let place = page.body.find("value=\"holding:").unwrap() + 7;
    let line: String =
        page.body.get(place..).unwrap().chars().take_while(|one| *one != '"').collect();
    let backup = made.id.to_string();
    let nothing = site.post(&here, &[("backup", &backup), ("what", "lines")]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", nothing.body);
    assert!(nothing.body.contains("Cochez au moins une ligne"), "{}", nothing.body);
    let brought =
        site.post(&here, &[("backup", &backup), ("what", "lines"), ("line", &line)]).await;
    assert_eq!(brought.status, StatusCode::SEE_OTHER, "{}", brought.body);
    assert!(brought.location().starts_with(&format!("/books/{books}?books={books}&done=")));
    let person =
        site.app.guest().verify_password(crate::site::NAME, crate::site::PASSWORD).unwrap();
    assert_eq!(person.member().unwrap().holdings().unwrap().len(), 1);
    // A backup was made before the restore.
    assert_eq!(site.app.backups().unwrap().len(), 2);
    let all = site.post(&here, &[("backup", &backup), ("what", "all")]).await;
    assert_eq!(all.status, StatusCode::SEE_OTHER, "{}", all.body);
    assert!(person.member().unwrap().holdings().unwrap().len() > 20);
}

#[tokio::test]
async fn what_cannot_be_compared_is_told_in_words() {
    let (site, first) = with_demo().await;
    let person =
        site.app.guest().verify_password(crate::site::NAME, crate::site::PASSWORD).unwrap();
    let made = site.app.back_up(None).unwrap();
    // Books created after the backup are not in it.
    let owners = vec![OwnerInput { person: person.id(), share: Share::WHOLE, fingerprint: None }];
    let form = BooksInput { title: "Plus tard".to_owned(), owners };
    let later = person.add_books(&form).unwrap().id;
    let asked = |books: &str| format!("/books/{books}/backup?backup={}", made.id);
    let page = site.get(&asked(&later.to_string())).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("Cet espace n’y est pas"), "{}", page.body);
    assert!(!page.body.contains("name=\"what\""), "there is nothing to bring back");
    // An unknown backup, and an empty form.
    let here = format!("/books/{first}/backup");
    for form in
        [&[("backup", "x"), ("what", "all")][..], &[("backup", &first), ("what", "all")], &[]]
    {
        let refused = site.post(&here, form).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            refused.body.contains("n’ouvre plus lui-même cette sauvegarde"),
            "{}",
            refused.body
        );
    }
    let path = made.path().unwrap();
    let mut bytes = std::fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    let page = site.get(&asked(&first)).await;
    assert!(page.body.contains("Cette sauvegarde est endommagée"), "{}", page.body);
    let all = [("backup", made.id.to_string()), ("what", "all".to_owned())];
    let all: Vec<(&str, &str)> = all.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let refused = site.post(&here, &all).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.body);
    assert!(person.member().unwrap().holdings().unwrap().len() > 20);
}

#[tokio::test]
async fn what_comes_back_into_other_books_is_undone_there() {
    let (site, _first) = with_demo().await;
    let person =
        site.app.guest().verify_password(crate::site::NAME, crate::site::PASSWORD).unwrap();
    let owners = vec![OwnerInput { person: person.id(), share: Share::WHOLE, fingerprint: None }];
    let form = BooksInput { title: "Seconds".to_owned(), owners };
    let books = person.add_books(&form).unwrap().id.to_string();
    let add = format!("/banks?books={books}");
    site.post(&add, &[("name", "Caisse Zinnia")]).await;
    let made = site.app.back_up(None).unwrap().id.to_string();
    let here = format!("/books/{books}/backup?books={books}");
    let all = [("backup", made.as_str()), ("what", "all")];
    let done = site.post(&here, &all).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let page = site.get(done.location()).await;
    assert!(page.body.contains("Restauré depuis une sauvegarde"), "{}", page.body);
    assert!(page.body.contains("/undo?back="), "{}", page.body);
}

#[tokio::test]
async fn a_program_compares_and_brings_back() {
    let site = Site::with_program().await;
    let person =
        site.app.guest().verify_password(crate::site::NAME, crate::site::PASSWORD).unwrap();
    person.member().unwrap().start_demo().unwrap();
    let books = person.my_books().unwrap()[0].id;
    site.app.back_up(None).unwrap();
    let listed = site.get(&format!("/api/v1/books/{books}/backups")).await;
    let backup = listed.json()["items"][0]["id"].as_str().unwrap().to_owned();
    person.member().unwrap().remove_demo().unwrap();
    let path = format!("/api/v1/books/{books}/comparison");
    let compared = site.send_json(Method::POST, &path, &json!({ "backup": backup })).await;
    assert_eq!(compared.status, StatusCode::OK, "{}", compared.body);
    let lines = compared.json()["lines"].as_array().unwrap().clone();
    assert!(lines.len() > 50 && lines.iter().all(|line| line["change"] == "gone"), "{lines:?}");
    let body = json!({ "backup": backup, "whole": true });
    let whole = site.send_json(Method::POST, &path, &body).await;
    assert_eq!(whole.status, StatusCode::OK, "{}", whole.body);
    assert!(person.member().unwrap().holdings().unwrap().len() > 20);
    let wrong = json!({ "backup": backup, "lines": ["bank:1"] });
    let wrong = site.send_json(Method::POST, &path, &wrong).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", wrong.body);
    // Books created after the backup are not an installation error.
    let owners = vec![OwnerInput { person: person.id(), share: Share::WHOLE, fingerprint: None }];
    let later = person.add_books(&BooksInput { title: "Plus tard".to_owned(), owners }).unwrap().id;
    let path = format!("/api/v1/books/{later}/comparison");
    let without = site.send_json(Method::POST, &path, &json!({ "lines": [] })).await;
    assert_eq!(without.status, StatusCode::CONFLICT, "{}", without.body);
    assert_eq!(without.json()["code"], "not-in-backup");
}

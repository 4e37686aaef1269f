//! One's books as they were in a backup: compared and brought back in pages and for programs.

use axum::http::{Method, StatusCode};
use serde_json::json;

use crate::site::Site;

async fn with_demo() -> (Site, String) {
    let site = Site::signed_in().await;
    let person = site.app.guest().identify(crate::site::NAME, crate::site::PASSWORD).unwrap();
    person.member().unwrap().start_demo().unwrap();
    let books = person.my_books().unwrap()[0].id.to_string();
    (site, books)
}

#[tokio::test]
async fn a_line_that_is_gone_is_ticked_and_comes_back() {
    let (site, books) = with_demo().await;
    let here = format!("/books/{books}/then");
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
    let brought =
        site.post(&here, &[("backup", &backup), ("what", "lines"), ("line", &line)]).await;
    assert_eq!(brought.status, StatusCode::SEE_OTHER, "{}", brought.body);
    assert!(brought.location().starts_with(&format!("/books/{books}?done=")));
    let person = site.app.guest().identify(crate::site::NAME, crate::site::PASSWORD).unwrap();
    assert_eq!(person.member().unwrap().holdings().unwrap().len(), 1);
    // A backup of the moment before was made first.
    assert_eq!(site.app.backups().unwrap().len(), 2);
    let all = site.post(&here, &[("backup", &backup), ("what", "all")]).await;
    assert_eq!(all.status, StatusCode::SEE_OTHER, "{}", all.body);
    assert!(person.member().unwrap().holdings().unwrap().len() > 20);
}

#[tokio::test]
async fn a_program_compares_and_brings_back() {
    let site = Site::with_program().await;
    let person = site.app.guest().identify(crate::site::NAME, crate::site::PASSWORD).unwrap();
    person.member().unwrap().start_demo().unwrap();
    let books = person.my_books().unwrap()[0].id;
    site.app.back_up(None).unwrap();
    let listed = site.get(&format!("/api/v1/books/{books}/backups")).await;
    let backup = listed.json()["items"][0]["id"].as_str().unwrap().to_owned();
    person.member().unwrap().remove_demo().unwrap();
    let path = format!("/api/v1/books/{books}/then");
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
}

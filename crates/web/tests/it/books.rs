//! Tests the sharing of books with mistyped fingerprints and changed shares.

use axum::http::StatusCode;
use pecule_app::Person;

use crate::site::{NAME, PASSWORD, Site};

fn me(site: &Site) -> Person {
    site.app.guest().verify_password(NAME, PASSWORD).unwrap()
}

/// Adds another person to the household.
fn join(site: &Site, name: &str) -> Person {
    let invitation = me(site).admin().unwrap().invite().unwrap();
    let newcomer = pecule_app::people::registration::NewPerson {
        name,
        password: PASSWORD,
        language: "fr",
        recovery_kept: true,
    };
    site.app.guest().accept(invitation.token.as_str(), &newcomer).unwrap().person
}

#[tokio::test]
async fn a_fingerprint_typed_wrongly_is_a_fault_of_its_field() {
    let site = Site::signed_in().await;
    let paul = join(&site, "Paul");
    let books = me(&site).my_books().unwrap().remove(0).id;
    let path = format!("/books/{books}/readers");
    let (person, wrong) = (paul.id().to_string(), me(&site).fingerprint());
    let fields = [("person", person.as_str()), ("compared", wrong.as_str())];
    let reply = site.post(&path, &fields).await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", reply.body);
    assert!(reply.body.contains("compared-error"), "{}", reply.body);
    assert!(reply.body.contains(&wrong), "what was typed is kept");
    assert_eq!(me(&site).books(books).unwrap().people.len(), 1, "nobody was let in");

    let right = paul.fingerprint();
    let fields = [("person", person.as_str()), ("compared", right.as_str())];
    assert_eq!(site.post(&path, &fields).await.status, StatusCode::SEE_OTHER);
    assert_eq!(me(&site).books(books).unwrap().people.len(), 2);
}

#[tokio::test]
async fn shares_are_changed_together_and_never_exceed_the_whole() {
    let site = Site::signed_in().await;
    let paul = join(&site, "Paul");
    let claire = me(&site).id().to_string();
    let (mine, his) = (format!("share-{claire}"), format!("share-{}", paul.id()));
    let fields = [("title", "Commun"), ("mine", "60"), (his.as_str(), "40")];
    let made = site.post("/books", &fields).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
    let path = format!("{}/shares", made.location());
    let shares = || {
        let books = me(&site).my_books().unwrap();
        let joint = books.into_iter().find(|one| one.joint).unwrap();
        let percent =
            |line: &pecule_app::books::list::GranteeView| line.share.percentage().to_string();
        joint.people.iter().map(percent).collect::<Vec<_>>()
    };
    let too_much = [(mine.as_str(), "70"), (his.as_str(), "40")];
    let reply = site.post(&path, &too_much).await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", reply.body);
    assert!(reply.body.contains(r#"value="70""#), "what was typed is kept: {}", reply.body);
    assert_eq!(shares(), ["60", "40"]);

    let other_way_round = [(mine.as_str(), "30"), (his.as_str(), "70")];
    assert_eq!(site.post(&path, &other_way_round).await.status, StatusCode::SEE_OTHER);
    assert_eq!(shares(), ["30", "70"]);
}

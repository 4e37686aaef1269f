//! Tests `pecule books` with the real program.

use serde_json::Value;

use crate::home::{Home, Said};
use crate::people::join;

fn ask(home: &Home, name: &str, arguments: &[&str]) -> Said {
    let who = ["--data", "data", "--as", name, "--password-file", "password"];
    home.run(&[&["books"], arguments, &who].concat())
}

fn shown(home: &Home, name: &str, books: &str) -> Value {
    let said = ask(home, name, &["show", books, "--json"]);
    serde_json::from_str(&said.done().out).unwrap()
}

fn fingerprint(home: &Home, of: &str) -> String {
    let said = ask(home, of, &["fingerprints", "--json"]);
    let known: Value = serde_json::from_str(&said.done().out).unwrap();
    known["mine"].as_str().unwrap().to_owned()
}

#[test]
fn books_are_written_in_the_clear_for_other_programs() {
    let home = Home::with_claire();
    let who = ["--as", "Claire", "--password-file", "password", "--data", "data"];
    home.run(&[&["demo"][..], &who].concat()).done();
    let listed = ask(&home, "Claire", &["list", "--json"]);
    let listed: Value = serde_json::from_str(&listed.done().out).unwrap();
    let books = listed["items"][0]["id"].as_str().unwrap();
    let whole = ask(&home, "Claire", &["export", books]);
    let whole: Value = serde_json::from_str(&whole.done().out).unwrap();
    assert_eq!(whole["books"], books);
    assert!(whole["tables"]["holdings"].as_array().unwrap().len() > 5);
    let table = ["export", books, "--format", "csv", "--out", "wealth.csv"];
    ask(&home, "Claire", &table).done();
    assert!(home.read("wealth.csv").starts_with("\"as_of\",\"bank\""));
    ask(&home, "Claire", &table).refused(&["wealth.csv exists already"]);
    ask(&home, "Claire", &["export", books, "--format", "exe"]).refused(&["format"]);
}

#[test]
fn joint_books_are_made_shown_to_others_taken_back_and_left() {
    let home = Home::with_claire();
    for name in ["Anna", "Bruno"] {
        join(&home, name);
    }
    let owners = ["--owner", "Claire=62,37", "--owner", "anna=30 %"];
    let made = ask(&home, "Claire", &[&["new", "Compte joint"][..], &owners].concat());
    assert!(made.done().out.contains("62.37 %") && made.out.contains("30.00 %"), "{}", made.out);
    let line = shown(&home, "Anna", "compte JOINT");
    assert_eq!((&line["share"], &line["nobody"]), (&"0.3".into(), &"0.0763".into()));
    let listed = ask(&home, "Anna", &["list"]);
    assert!(listed.done().out.contains("Anna, Claire"), "{}", listed.out);
    let too_much = ["set-shares", "Compte joint", "--owner", "Anna=90"];
    ask(&home, "Anna", &too_much).refused(&["152.37"]);
    ask(&home, "Anna", &["set-shares", "Compte joint", "--owner", "Anna=37.63"]).done();
    assert_eq!(shown(&home, "Claire", "Compte joint")["nobody"], "0");

    // A grant must fail when the fingerprint differs from the key.
    let wrong = ["grant", "Compte joint", "Bruno", "--fingerprint", "0000 0000"];
    ask(&home, "Anna", &wrong).refused(&["compare it with them"]);
    ask(&home, "Bruno", &["show", "Compte joint"]).refused(&["no such thing"]);
    let right = fingerprint(&home, "Bruno");
    ask(&home, "Anna", &["grant", "Compte joint", "Bruno", "--fingerprint", &right]).done();
    assert_eq!(shown(&home, "Bruno", "Compte joint")["access"], "read");
    ask(&home, "Bruno", &["rename", "Compte joint", "--title", "À moi"])
        .refused(&["no such thing"]);
    let revoked = ask(&home, "Claire", &["revoke", "Compte joint", "Bruno"]);
    assert!(
        revoked.done().out.contains("Not recalled: data that was already read"),
        "{}",
        revoked.out
    );
    ask(&home, "Bruno", &["show", "Compte joint"]).refused(&["no such thing"]);

    ask(&home, "Claire", &["rename", "Compte joint", "--title", "Maison"]).done();
    let on = ask(&home, "Claire", &["unattended", "Maison", "--turn", "on"]);
    assert!(on.done().out.contains("unattended"), "{}", on.out);
    ask(&home, "Claire", &["unattended", "Maison", "--turn", "off"]).done();
    let left = ask(&home, "Anna", &["leave", "Maison"]);
    assert!(left.done().out.contains("must still rotate the key"), "{}", left.out);
    assert_eq!(shown(&home, "Claire", "Maison")["rotation_due"], false, "a sign-in renews it");
    ask(&home, "Claire", &["leave", "Maison"]).refused(&["owner"]);
    assert_eq!(ask(&home, "Claire", &["new", "X", "--owner", "Claire"]).code, 2);
    ask(&home, "Claire", &["new", "X", "--owner", "Nemo=3"])
        .refused(&["no person of this household is called Nemo"]);
}

#[test]
fn books_are_shared_beside_a_server_that_runs() {
    let home = Home::with_claire();
    join(&home, "Anna");
    let server = home.serve();
    let owners = ["--owner", "Claire=50", "--owner", "Anna=50"];
    ask(&home, "Claire", &[&["add", "Commun"][..], &owners].concat()).done();
    assert_eq!(shown(&home, "Anna", "Commun")["access"], "own");
    ask(&home, "Claire", &["revoke", "Commun", "Anna"]).done();
    ask(&home, "Anna", &["show", "Commun"]).refused(&["no such thing"]);
    server.stop().done();
}

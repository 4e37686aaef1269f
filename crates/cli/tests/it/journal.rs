//! Tests `pecule audit`, including anchors stored outside the data folder.

use std::fs;
use std::time::Duration;

use serde_json::Value;

use crate::home::Home;

fn verify(home: &Home, more: &[&str]) -> crate::home::Said {
    home.run(&[&["audit", "verify", "--data", "data"][..], more].concat())
}

/// Serves until the anchor file contains its first anchors.
#[expect(clippy::disallowed_methods, reason = "a test waits for another process")]
fn anchored(home: &Home) {
    fs::write(home.path("data/pecule.toml"), "anchor-file = \"../anchors.jsonl\"\n").unwrap();
    let served = home.serve();
    for _ in 0..400 {
        if home.path("anchors.jsonl").exists() {
            break;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    served.signal("TERM");
    drop(served);
    fs::remove_file(home.path("data/pecule.toml")).unwrap();
}

#[test]
fn the_household_journal_is_listed_and_whole() {
    let home = Home::with_claire();
    let said = home.run(&["audit", "list", "--data", "data", "--json"]);
    let list: Value = serde_json::from_str(&said.done().out).unwrap();
    assert_eq!(list["items"][0]["action"], "person-made");
    assert_eq!(list["items"][0]["person_name"], "Claire");
    let table = home.run(&["audit", "list", "--data", "data", "--kind", "people"]);
    assert!(table.done().out.contains("person-made"));
    home.run(&["audit", "list", "--data", "data", "--kind", "nothing"]).refused(&["kind"]);
    home.run(&["audit", "list", "--data", "data", "--person", "Nobody"]).refused(&["Nobody"]);
    let said = verify(&home, &[]);
    assert!(said.done().out.contains("whole"), "{}", said.all());
    let json: Value = serde_json::from_str(&verify(&home, &["--json"]).done().out).unwrap();
    assert_eq!((json["whole"].as_bool(), json["file"].as_str()), (Some(true), Some("household")));
}

#[test]
fn the_journal_of_books_needs_its_owner() {
    let home = Home::with_claire();
    home.claire(&["demo"]).done();
    let list = home.json(&["audit", "list"]);
    assert_eq!(list["items"][0]["kind"], "demo-started");
    let who = ["--as", "Claire", "--password-file", "password"];
    assert!(verify(&home, &who).done().out.contains("whole"));
    fs::write(home.path("wrong"), "not the password\n").unwrap();
    let wrong = verify(&home, &["--as", "Claire", "--password-file", "wrong"]);
    wrong.refused(&["do not go together"]);
}

#[test]
fn an_older_file_in_its_place_shows_against_an_anchor() {
    let home = Home::with_claire();
    let old = fs::read(home.path("data/household.db")).unwrap();
    anchored(&home);
    let anchors = home.read("anchors.jsonl");
    let lines: Vec<Value> =
        anchors.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines[0]["file"], "household");
    let sound = verify(&home, &["--anchor", "anchors.jsonl"]);
    assert!(sound.done().out.contains("anchored to: entry"), "{}", sound.all());
    fs::write(home.path("data/household.db"), old).unwrap();
    assert_eq!(verify(&home, &[]).code, 0, "by itself it looks whole");
    let cut = verify(&home, &["--anchor", "anchors.jsonl"]);
    assert_eq!(cut.code, 3, "{}", cut.all());
    assert!(cut.out.contains("broken at entry 2: cut"), "{}", cut.out);
    let json = verify(&home, &["--anchor", "anchors.jsonl", "--json"]);
    let json: Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(json["broken"]["seq"], 2);
}

#[test]
fn what_cannot_be_checked_is_not_called_whole() {
    let home = Home::with_claire();
    verify(&home, &["--anchor", "missing"]).refused(&["missing", "No such file"]);
    fs::write(home.path("bad"), "nothing\n").unwrap();
    verify(&home, &["--anchor", "bad"]).refused(&["file of anchors"]);
    let other = Home::with_claire();
    anchored(&other);
    let foreign = other.path("anchors.jsonl").to_string_lossy().into_owned();
    verify(&home, &["--anchor", &foreign]).refused(&["another installation"]);
    let mut bytes = fs::read(home.path("data/household.db")).unwrap();
    // Alter one byte of every page except the first, which is needed to open the file.
    bytes.iter_mut().skip(4_096 + 100).step_by(4_096).for_each(|byte| *byte ^= 1);
    fs::write(home.path("data/household.db"), bytes).unwrap();
    assert_eq!(verify(&home, &[]).code, 1);
}

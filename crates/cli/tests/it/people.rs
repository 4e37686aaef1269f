//! Tests `pecule people` with the real program.

use std::fs;

use serde_json::Value;

use crate::home::{Home, Said, let_haste_pass};

fn people(home: &Home, arguments: &[&str]) -> Said {
    home.claire(&[&["people"], arguments].concat())
}

fn names(home: &Home) -> Vec<String> {
    let list = home.json(&["people", "list"]);
    let items: &Vec<Value> = list["items"].as_array().unwrap();
    items.iter().map(|line| line["name"].as_str().unwrap().to_owned()).collect()
}

fn accept(home: &Home, name: &str, recovery: &str) -> Said {
    let files = ["--code-file", "code", "--password-file", "password", "--recovery-file", recovery];
    home.run(&[&["people", "accept", "--data", "data", "--name", name][..], &files].concat())
}

/// Invites a person, and accepts the invitation.
pub(crate) fn join(home: &Home, name: &str) {
    let invited = people(home, &["invite", name]);
    fs::write(home.path("code"), &invited.done().out).unwrap();
    accept(home, name, &format!("recovery-{name}")).done();
}

#[test]
fn somebody_is_invited_comes_in_is_closed_off_and_removed() {
    let home = Home::with_claire();
    let invited = people(&home, &["invite", "Anna"]);
    let code = invited.done().out.clone();
    assert_eq!((code.lines().count(), code.trim().len()), (1, 43), "the code and nothing else");
    assert_eq!(invited.err, "");
    fs::write(home.path("code"), &code).unwrap();
    accept(&home, "Anna", "recovery-anna").done();
    assert_eq!(home.mode("recovery-anna"), 0o600);
    assert_eq!(names(&home), ["Anna", "Claire"]);
    // An invitation works once.
    accept(&home, "Zoé", "recovery-zoe").refused(&["this invitation was used"]);
    assert!(!home.path("recovery-zoe").exists());

    let anna = ["--data", "data", "--as", "Anna", "--password-file", "password"];
    home.run(&[&["report", "summary"][..], &anna].concat()).done();
    people(&home, &["disable", "anna"]).done();
    home.run(&[&["report", "summary"][..], &anna].concat()).refused(&["do not go together"]);
    people(&home, &["enable", "ANNA"]).done();
    // The failed sign-in delays the next one.
    let_haste_pass();
    home.run(&[&["report", "summary"][..], &anna].concat()).done();

    let refused = people(&home, &["remove", "Anna"]);
    refused.refused(&[
        "close their access first",
        "no other person can open them",
        "1 set of books",
    ]);
    let removed = people(&home, &["remove", "Anna", "--disable-first"]);
    assert!(removed.done().out.contains("no other person can open them"), "{}", removed.out);
    assert_eq!(names(&home), ["Claire"]);
    people(&home, &["remove", "Anna"]).refused(&["no person of this household is called Anna"]);
}

#[test]
fn only_who_runs_the_household_rules_over_people_and_the_last_one_stays() {
    let home = Home::with_claire();
    join(&home, "Anna");
    let anna = ["--data", "data", "--as", "Anna", "--password-file", "password"];
    for asked in
        [&["people", "list"][..], &["people", "invite", "X"], &["people", "disable", "Claire"]]
    {
        home.run(&[asked, &anna].concat()).refused(&["no such thing"]);
    }
    people(&home, &["disable", "Claire"]).refused(&["the only person who runs the household"]);
    people(&home, &["remove", "Claire", "--disable-first"]).refused(&["the only person"]);
    assert_eq!(names(&home), ["Anna", "Claire"]);
}

#[test]
fn people_come_and_go_beside_a_server_that_runs() {
    let home = Home::with_claire();
    let server = home.serve();
    join(&home, "Anna");
    people(&home, &["disable", "Anna"]).done();
    people(&home, &["remove", "Anna"]).done();
    assert_eq!(names(&home), ["Claire"]);
    server.stop().done();
}

#[test]
fn somebody_is_told_before_they_are_removed_or_it_is_said_that_they_were_not() {
    let home = Home::with_claire();
    join(&home, "Anna");
    let told = people(&home, &["announce-removal", "Anna"]);
    assert!(told.done().out.contains("seen: no; sealed export downloaded: no"), "{}", told.out);
    people(&home, &["announce-removal", "Claire"]).refused(&["the only person"]);
    people(&home, &["withdraw-removal", "Anna"]).done();
    people(&home, &["withdraw-removal", "Anna"]).refused(&["no such thing"]);
    let removed = people(&home, &["remove", "Anna", "--disable-first"]);
    assert!(
        removed.done().err.contains("this person was not offered an export"),
        "{}",
        removed.err
    );
    join(&home, "Bruno");
    assert_eq!(
        people(&home, &["remove", "Bruno", "--disable-first", "--skip-export-warning"]).done().err,
        ""
    );
}

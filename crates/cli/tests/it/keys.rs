//! Tests `pecule keys` with the real program.

use std::fs;

use serde_json::{Value, json};

use crate::home::{Home, PASSWORD};

const PASSPHRASE: &str = "trois bouleaux derrière la grange 4";

/// Makes a household with Claire, the demo data and a passphrase file.
pub(crate) fn wealthy() -> Home {
    let home = Home::with_claire();
    home.claire(&["demo"]).done();
    fs::write(home.path("passphrase"), format!("{PASSPHRASE}\n")).unwrap();
    home
}

/// Returns Claire's net wealth.
pub(crate) fn net(home: &Home) -> String {
    let summary = home.json(&["report", "summary", "--passphrase-file", "passphrase"]);
    summary["net"].as_str().unwrap().to_owned()
}

pub(crate) fn status(home: &Home) -> Value {
    let asked = ["keys", "status", "--json", "--data", "data", "--passphrase-file", "passphrase"];
    serde_json::from_str(&home.run(&asked).done().out).unwrap()
}

fn keys(home: &Home, arguments: &[&str]) -> crate::home::Said {
    home.run(&[&["keys"], arguments, &["--data", "data"]].concat())
}

fn states(status: &Value, what: &str) -> Vec<String> {
    let keys = status[what].as_array().unwrap();
    keys.iter().map(|key| key["state"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_status_says_where_keys_lie_and_never_a_key() {
    let home = wealthy();
    let said = keys(&home, &["status"]);
    for word in ["master.key (mode 600), in the clear", "household-", "jwt-", "kit", "current"] {
        assert!(said.done().out.contains(word), "{word}: {}", said.out);
    }
    let status = status(&home);
    assert_eq!(
        (&status["master"]["form"], &status["master"]["mode"]),
        (&json!("plain"), &json!("600"))
    );
    assert_eq!(states(&status, "household"), ["current"]);
    assert_eq!(states(&status, "tokens"), ["current"]);
    assert_eq!(status["recipients"][0]["label"], "kit");
    assert_eq!(status["books"].as_array().unwrap().len(), 1);
    assert!(!status.to_string().contains("AGE-SECRET"));
}

#[test]
fn every_key_is_renewed_and_nothing_is_lost() {
    let home = wealthy();
    let (before, seen) = (status(&home), net(&home));
    keys(&home, &["rotate", "household"]).done();
    keys(&home, &["rotate", "access-tokens"]).done();
    let owner = ["--as", "Claire", "--password-file", "password"];
    let said = keys(&home, &[&["rotate", "books"][..], &owner].concat());
    assert!(said.done().out.contains("Mon espace"), "{}", said.out);
    let after = status(&home);
    assert_eq!(states(&after, "household"), ["retained", "current"]);
    assert_eq!(states(&after, "tokens"), ["previous", "current"]);
    assert_eq!(
        (&after["books"][0]["retained"], &after["books"][0]["pending"]),
        (&json!(true), &json!(false))
    );
    assert!(after["generation"].as_u64() > before["generation"].as_u64());
    assert_eq!(net(&home), seen);
    let id = after["books"][0]["id"].as_str().unwrap().to_owned();
    keys(&home, &[&["rotate", "books", "--books", &id][..], &owner].concat()).done();
    keys(&home, &[&["rotate", "books", "--books", "Ailleurs"][..], &owner].concat()).refused(&[]);
    assert_eq!(net(&home), seen);
}

#[test]
fn the_master_key_goes_under_a_passphrase_and_back() {
    let home = wealthy();
    let seen = net(&home);
    fs::write(home.path("short"), "court\n").unwrap();
    keys(&home, &["passphrase", "set", "--passphrase-file", "short"]).refused(&["passphrase"]);
    keys(&home, &["passphrase", "set", "--passphrase-file", "passphrase"]).done();
    assert!(!home.path("data/master.key").exists());
    assert_eq!(home.mode("data/master.key.age"), 0o600);
    assert_eq!(status(&home)["master"]["form"], "passphrase");
    assert_eq!(net(&home), seen);
    keys(&home, &["status"]).refused(&["passphrase"]);

    let other = "neuf lanternes au bord du quai 2";
    fs::write(home.path("other"), format!("{other}\n")).unwrap();
    let both =
        ["passphrase", "set", "--passphrase-file", "passphrase", "--new-passphrase-file", "other"];
    keys(&home, &both).done();
    keys(&home, &["status", "--passphrase-file", "passphrase"]).refused(&["does not open"]);
    keys(&home, &["passphrase", "remove", "--passphrase-file", "other"]).done();
    assert!(!home.path("data/master.key.age").exists());
    assert_eq!(net(&home), seen);
    assert!(!home.read("password").contains(other) && home.read("password").contains(PASSWORD));
}

#[test]
fn a_new_kit_opens_the_backups_from_now_on() {
    let home = wealthy();
    let before = status(&home)["recipients"][0]["fingerprint"].clone();
    fs::write(home.path("taken.html"), "").unwrap();
    keys(&home, &["kit", "--out", "taken.html"]).refused(&["exists already"]);
    assert_eq!(status(&home)["recipients"][0]["fingerprint"], before);
    let said = keys(&home, &["kit", "--out", "new.html"]);
    assert!(said.done().out.contains("keep the old kit"), "{}", said.out);
    let recipients = status(&home)["recipients"].clone();
    assert_eq!(recipients.as_array().unwrap().len(), 1);
    assert_ne!(recipients[0]["fingerprint"], before);
    assert!(home.read("new.html").contains(recipients[0]["key"].as_str().unwrap()));
    assert_eq!(home.mode("new.html"), 0o600);
}

#[test]
fn the_households_key_waits_for_the_server_to_stop_and_the_token_key_does_not() {
    let home = wealthy();
    let server = home.serve();
    keys(&home, &["rotate", "household"]).refused(&["another Pécule is at work"]);
    keys(&home, &["rotate", "access-tokens"]).done();
    server.stop().done();
    keys(&home, &["rotate", "household"]).done();
    assert_eq!(states(&status(&home), "tokens"), ["previous", "current"]);
}

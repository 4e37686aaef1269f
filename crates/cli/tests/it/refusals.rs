//! Tests the states in which the program refuses to start, with an advice for each.

use std::fs::{self, OpenOptions};
use std::io::Write as _;

use crate::home::Home;

/// Asserts that neither the server nor another command opens this installation.
fn refuses(home: &Home, words: &[&str]) {
    home.run(&["status", "--data", "data"]).refused(words);
    home.claire(&["report", "assets"]).refused(words);
    home.serve().stop().refused(words);
}

#[test]
fn a_server_without_keys_does_not_start() {
    let home = Home::empty();
    home.serve().stop().refused(&["no keys here yet", "pecule keygen --data data"]);
    home.claire(&["report", "assets"]).refused(&["no keys here yet"]);
    assert!(!home.path("data").exists());
}

#[test]
fn loose_modes_are_refused_with_the_command_that_tightens_them() {
    let home = Home::with_keys();
    for (name, loose, tight, advice) in [
        ("data", 0o755, 0o700, "chmod 700"),
        ("data/master.key", 0o640, 0o600, "chmod 600"),
        ("data/keyring.json", 0o604, 0o600, "chmod 600"),
        ("data/household.db", 0o644, 0o600, "chmod 600"),
    ] {
        home.set_mode(name, loose);
        refuses(&home, &[name, advice]);
        home.set_mode(name, tight);
    }
    home.run(&["status", "--data", "data"]).done();
}

#[test]
fn weak_and_published_keys_are_refused() {
    let home = Home::with_keys();
    let counting: Vec<u8> = (0..32).collect();
    let weak: [(&[u8], &str); 4] = [
        (&[0; 32], "all zeros"),
        (&counting, "plain sequence"),
        (b"correct horse battery staple 42!", "printable text"),
        (b"\x9d\x61\xb1\x9d\xef\xfd\x5a\x60\xba\x84\x4a\xf4\x92\xec\x2c\xc4\x44\x49\xc5\x69\x7b\x32\x69\x19\x70\x3b\xac\x03\x1c\xae\x7f\x60", "published sample"),
    ];
    for (key, word) in weak {
        fs::write(home.path("data/master.key"), key).unwrap();
        refuses(&home, &[word, "pecule keygen"]);
    }
}

#[test]
fn a_key_that_is_not_this_installations_is_refused() {
    let (home, other) = (Home::with_keys(), Home::with_keys());
    fs::copy(other.path("data/master.key"), home.path("data/master.key")).unwrap();
    refuses(&home, &["keyring"]);
}

#[test]
fn a_household_file_that_is_damaged_or_foreign_is_refused() {
    let home = Home::with_keys();
    let file = home.path("data/household.db");
    let whole = fs::read(&file).unwrap();

    fs::write(&file, b"").unwrap();
    refuses(&home, &["household.db", "empty (0 bytes)"]);

    fs::write(&file, &whole[..whole.len() / 2 + 100]).unwrap();
    refuses(&home, &["household.db", "damaged"]);

    let mut plain = b"SQLite format 3\0".to_vec();
    plain.resize(4096, 0);
    fs::write(&file, plain).unwrap();
    refuses(&home, &["household.db"]);

    let other = Home::with_keys();
    fs::copy(other.path("data/household.db"), &file).unwrap();
    refuses(&home, &["household.db"]);

    fs::remove_file(&file).unwrap();
    refuses(&home, &["household.db", "no such file"]);
    assert!(!file.exists(), "a file that is missing is not made anew");

    fs::write(&file, &whole).unwrap();
    home.set_mode("data/household.db", 0o600);
    home.run(&["status", "--data", "data"]).done();
}

#[test]
fn a_keyring_that_was_altered_is_refused() {
    let home = Home::with_keys();
    let mut file = OpenOptions::new().append(true).open(home.path("data/keyring.json")).unwrap();
    file.write_all(b" ").unwrap();
    let text = home.read("data/keyring.json").replace("\"generation\": 1", "\"generation\": 2");
    fs::write(home.path("data/keyring.json"), text.replace("\"generation\":1", "\"generation\":2"))
        .unwrap();
    refuses(&home, &["keyring"]);
}

#[test]
fn a_folder_is_served_once() {
    let home = Home::with_keys();
    let first = home.serve();
    assert!(first.said().contains("http://127.0.0.1:"), "{}", first.said());
    let second = home.run(&["serve", "--data", "data", "--listen", "127.0.0.1:0"]);
    second.refused(&["another Pécule is at work"]);
    first.stop().done();
}

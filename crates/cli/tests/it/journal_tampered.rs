//! Tests the three exit codes of `pecule audit verify` on files altered through SQLCipher with stolen keys.

use std::fs;
use std::path::Path;

use pecule_keys::auth::slots;
use pecule_keys::auth::slots::Context;
use pecule_keys::books::grants;
use pecule_keys::crypto::mac::JournalKey;
use pecule_keys::{Keyring, MasterKey};
use rusqlite::{Connection, params};

use crate::home::{Home, PASSWORD, Said};

const CLAIRE: [&str; 4] = ["--as", "Claire", "--password-file", "password"];

fn verify(home: &Home, more: &[&str]) -> Said {
    home.run(&[&["audit", "verify", "--data", "data"][..], more].concat())
}

fn hex(bytes: &[u8; 32]) -> String {
    bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

fn open(path: &Path, key: &[u8; 32]) -> Connection {
    let connection = Connection::open(path).unwrap();
    let key = hex(key);
    connection
        .execute_batch(&format!("PRAGMA key = \"x'{key}'\"; PRAGMA foreign_keys=OFF;"))
        .unwrap();
    connection
        .execute_batch(
            "DROP TRIGGER IF EXISTS journal_is_never_changed; DROP TRIGGER IF EXISTS journal_is_never_shortened;",
        )
        .unwrap();
    connection
}

fn keys(home: &Home) -> (MasterKey, Keyring) {
    let master = MasterKey::read(&home.path("data/master.key")).unwrap();
    let keyring = Keyring::read(&home.path("data/keyring.json"), &master).unwrap();
    (master, keyring)
}

fn household(home: &Home) -> Connection {
    let (master, keyring) = keys(home);
    open(&home.path("data/household.db"), keyring.household_key(&master).unwrap().bytes())
}

/// Claire's identifier, sealed identity and key identifier, her books and their sealed key.
type Granted = ([u8; 16], String, Vec<u8>, [u8; 16], Vec<u8>);
/// The fields of an entry that its code covers.
type Entry = (i64, Option<[u8; 16]>, Option<[u8; 16]>, [String; 4]);

/// Opens Claire's books with her password and the master key.
fn books(home: &Home) -> Connection {
    let (master, keyring) = keys(home);
    let sql = "SELECT p.id, s.key_id, s.sealed, g.books, g.sealed FROM persons p
        JOIN slots s ON s.person = p.id AND s.kind = 'password' JOIN grants g ON g.person = p.id";
    let (person, key_id, slot, id, grant): Granted = household(home)
        .query_row(sql, [], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
        })
        .unwrap();
    let context = Context { install: keyring.install(), person: &person, key_id: &key_id };
    let identity = slots::open_with_password(&slot, PASSWORD, &context, &master).unwrap();
    let key = grants::open_grant(&identity, &grant).unwrap();
    let id = uuid::Uuid::from_bytes(id);
    open(&home.path(&format!("data/books/{id}.db")), key.bytes())
}

/// Makes a dozen entries in Claire's books, and some in the household's audit log.
fn filled() -> Home {
    let home = Home::with_claire();
    home.claire(&["demo"]).done();
    let connection = household(&home);
    let count: i64 =
        connection.query_row("SELECT count(*) FROM journal", [], |row| row.get(0)).unwrap();
    assert!(count >= 1, "{count}");
    home
}

fn broken(said: &Said, place: &str) {
    assert_eq!(said.code, 3, "{}", said.all());
    assert!(said.out.contains(place), "{place}: {}", said.out);
}

#[test]
fn what_was_altered_with_stolen_keys_ends_with_3_and_its_place() {
    let home = filled();
    assert_eq!(verify(&home, &[]).code, 0);
    assert_eq!(verify(&home, &CLAIRE).code, 0);
    household(&home).execute_batch("UPDATE journal SET object = 'x' WHERE seq = 1").unwrap();
    broken(&verify(&home, &[]), "broken at entry 1: code");
    let json = verify(&home, &["--json"]);
    assert_eq!(json.code, 3);
    let json: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!((&json["broken"]["seq"], &json["broken"]["how"]), (&1.into(), &"code".into()));
}

#[test]
fn books_that_were_altered_end_with_3_and_their_owner_takes_note() {
    for (sql, place) in [
        ("UPDATE journal SET at = at + 1 WHERE seq = 1", "broken at entry 1: code"),
        ("UPDATE changes SET after = replace(after, 'a', 'b') WHERE operation = 1", "images"),
        ("DELETE FROM operations; DELETE FROM journal", "broken at entry 1: cut"),
    ] {
        let home = filled();
        books(&home).execute_batch(sql).unwrap();
        broken(&verify(&home, &CLAIRE), place);
        broken(&verify(&home, &CLAIRE), place);
        let changed = home.claire(&["demo", "--remove"]);
        assert_ne!(changed.code, 0, "{sql}: {}", changed.all());
        let resume = ["audit", "restart-chain", "--data", "data"];
        let said = home.run(&[&resume[..], &CLAIRE].concat());
        assert!(said.done().out.contains("begun anew at"), "{}", said.all());
        assert_eq!(verify(&home, &CLAIRE).code, 0, "{sql}");
        assert_ne!(home.run(&[&resume[..], &CLAIRE].concat()).code, 0, "once");
    }
}

/// Recomputes every code, as an attacker with the key of the audit log can.
fn chain_again(connection: &Connection, journal: &JournalKey, seq: i64) {
    let mut previous = [0_u8; 32];
    for number in 1..=seq {
        let sql = "SELECT at, actor, session, action, object, outcome, details FROM journal WHERE seq = ?1";
        let said: Entry = connection
            .query_row(sql, [number], |row| {
                let texts = [row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?];
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, texts))
            })
            .unwrap();
        let id = |id: Option<[u8; 16]>| id.map_or_else(Vec::new, Vec::from);
        let [action, object, outcome, details] = &said.3;
        let code = journal.chain(
            &previous,
            &[
                &number.to_be_bytes(),
                &said.0.to_be_bytes(),
                &id(said.1),
                &id(said.2),
                action.as_bytes(),
                object.as_bytes(),
                outcome.as_bytes(),
                details.as_bytes(),
            ],
        );
        let sql = "UPDATE journal SET prev_mac = ?2, mac = ?3 WHERE seq = ?1";
        connection.execute(sql, params![number, previous, code]).unwrap();
        previous = code;
    }
}

#[test]
fn a_rewrite_with_the_journals_key_shows_up_to_the_anchor_alone() {
    let home = filled();
    let connection = household(&home);
    let (seq, mac): (i64, [u8; 32]) = connection
        .query_row("SELECT seq, mac FROM journal ORDER BY seq DESC LIMIT 1", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .unwrap();
    let (master, keyring) = keys(&home);
    let mac = hex(&mac);
    let install = uuid::Uuid::from_bytes(*keyring.install().as_bytes());
    let line = format!(
        r#"{{"install":"{install}","file":"household","seq":{seq},"mac":"{mac}","at":"2026-11-22T10:00:00Z"}}"#
    );
    fs::write(home.path("anchor"), line).unwrap();
    let anchored = verify(&home, &["--anchor", "anchor"]);
    assert!(anchored.done().out.contains(&format!("anchored to: entry {seq}")));
    // Another first entry, with every code recomputed under the key of the audit log.
    let journal = JournalKey::household(&master, keyring.install());
    connection.execute_batch("UPDATE journal SET outcome = 'refused' WHERE seq = 1").unwrap();
    chain_again(&connection, &journal, seq);
    drop(connection);
    assert_eq!(verify(&home, &[]).code, 0, "by itself it looks whole");
    broken(&verify(&home, &["--anchor", "anchor"]), &format!("broken at entry {seq}: anchor"));
    household(&home).execute_batch(&format!("DELETE FROM journal WHERE seq = {seq}")).unwrap();
    let cut = verify(&home, &["--anchor", "anchor"]);
    broken(&cut, &format!("broken at entry {seq}: cut"));
    // After an acknowledgement with the anchor, numbering continues after the anchored entry.
    let resumed = home.run(&["audit", "restart-chain", "--data", "data", "--anchor", "anchor"]);
    assert!(
        resumed.done().out.contains(&format!("begun anew at: entry {}", seq + 1)),
        "{}",
        resumed.all()
    );
    assert_eq!(verify(&home, &["--anchor", "anchor"]).code, 0);
    assert_eq!(verify(&home, &[]).code, 0);
}

#[test]
fn what_was_not_checked_ends_with_1() {
    let home = filled();
    assert_eq!(verify(&home, &["--anchor", "nowhere"]).code, 1);
    fs::write(home.path("wrong"), "another password\n").unwrap();
    assert_eq!(verify(&home, &["--as", "Claire", "--password-file", "wrong"]).code, 1);
    fs::remove_file(home.path("data/keyring.json")).unwrap();
    assert_eq!(verify(&home, &[]).code, 1);
}

#[test]
fn how_long_the_journal_is_kept_stands_in_the_configuration() {
    let home = Home::with_claire();
    fs::write(home.path("data/pecule.toml"), "journal-keep-months = 60\n").unwrap();
    let said = home.run(&["config", "--data", "data"]);
    assert!(said.done().out.contains("journal-keep-months"), "{}", said.all());
    assert!(said.out.contains("60"), "{}", said.out);
    let list = home.run(&["audit", "archive", "--data", "data", "--json"]);
    assert_eq!(
        list.done().out.split_whitespace().collect::<String>(),
        r#"{"items":[],"next":null}"#
    );
    let missing = home.run(&["audit", "archive", "--data", "data", "--first", "1", "--out", "x"]);
    assert_ne!(missing.code, 0);
    assert!(!home.path("x").exists());
}

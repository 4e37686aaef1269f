//! Tests that foreign files are refused with the right error and left untouched.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use pecule_store::{Books, Error, FileKey, Household, KeyProof};
use rusqlite::Connection;

use crate::place::{Place, key};

/// Returns pseudorandom bytes.
fn noise(length: usize, seed: usize) -> Vec<u8> {
    let mut state = 0x5eed_0005_u64 + u64::try_from(seed).unwrap();
    (0..length)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            u8::try_from(state & 0xff).unwrap()
        })
        .collect()
}

/// Returns a database of another program, unencrypted or with given `SQLCipher` settings.
fn database(key: Option<&str>, settings: &str, rows: usize) -> Vec<u8> {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("other.db");
    let connection = Connection::open(&path).unwrap();
    if let Some(key) = key {
        connection.execute_batch(&format!("PRAGMA key = \"{key}\"; {settings}")).unwrap();
    }
    connection.execute_batch("CREATE TABLE meta (id INTEGER, what BLOB);").unwrap();
    for _row in 0..rows {
        connection.execute("INSERT INTO meta VALUES (1, randomblob(400))", []).unwrap();
    }
    connection.close().unwrap();
    fs::read(path).unwrap()
}

/// Returns foreign contents, each with the expected error for a verified key.
fn all(own: &[u8], rounds: usize) -> Vec<(String, Vec<u8>, &'static str)> {
    let right = format!("x'{}'", "07".repeat(32));
    let other = format!("x'{}'", "08".repeat(32));
    let old = |version: u8| format!("PRAGMA cipher_compatibility = {version};");
    let mut all = Vec::new();
    for round in 0..rounds {
        let mut put =
            |what: &str, bytes: Vec<u8>, said| all.push((format!("{what} {round}"), bytes, said));
        put("plain SQLite", database(None, "", round), "not ours");
        for version in [1, 2, 3] {
            put(
                "older SQLCipher, a passphrase",
                database(Some("secret"), &old(version), round),
                "damaged",
            );
            put(
                "older SQLCipher, our key",
                database(Some(&right), &old(version), round),
                "damaged",
            );
        }
        put("SQLCipher, another key", database(Some(&other), "", round), "damaged");
        put("SQLCipher, our key, another program", database(Some(&right), "", round), "not ours");
        for (what, head) in [
            ("age", &b"age-encryption.org/v1\n-> X25519 "[..]),
            ("zip", b"PK\x03\x04"),
            ("pgp", &[0x85, 0x02, 0x0c, 0x03]),
            ("keepass", &[0x03, 0xd9, 0xa2, 0x9a, 0x67, 0xfb, 0x4b, 0xb5]),
            ("luks", b"LUKS\xba\xbe\x00\x02"),
            ("noise", b""),
            ("half a head of SQLite", b"SQLite format 3\0"),
        ] {
            let length = [600, 90, 4_096, 8_192, 40_000][round % 5];
            put(what, [head, &noise(length, round)].concat(), "damaged");
        }
        let cut = own.len() * (round + 1) / (rounds + 2);
        put("truncated", own[..cut].to_vec(), "damaged");
        put("truncated to pages", own[..(cut / 4_096 * 4_096).max(4_096)].to_vec(), "damaged");
    }
    all.push(("empty".to_owned(), Vec::new(), "empty"));
    all.push(("one byte".to_owned(), vec![7], "not ours"));
    all
}

fn word(error: &Error) -> &'static str {
    if matches!(error, Error::Empty(_)) {
        "empty"
    } else if matches!(error, Error::NotOurs(_)) {
        "not ours"
    } else if matches!(error, Error::WrongKey(_)) {
        "wrong key"
    } else {
        assert!(matches!(error, Error::Damaged(_)), "{error}");
        "damaged"
    }
}

fn open(place: &Place, path: &Path, is_books: bool, key: &FileKey, proof: KeyProof) -> Error {
    if is_books {
        Books::open(path, key, proof, place.install, Place::books_id()).unwrap_err()
    } else {
        Household::open(path, key, proof, place.install).unwrap_err()
    }
}

#[test]
fn faults_strange_files_are_refused_and_left_alone() {
    let place = Place::new();
    place.household().close().unwrap();
    place.books().close().unwrap();
    let rounds = crate::flips::times(1, 8);
    let mut said: BTreeMap<&str, u32> = BTreeMap::new();
    let mut tried = 0;
    for (is_books, path) in
        [(false, place.folder.household()), (true, place.folder.books(Place::books_id()))]
    {
        let own = fs::read(&path).unwrap();
        for (what, bytes, expected) in all(&own, usize::try_from(rounds).unwrap()) {
            fs::write(&path, &bytes).unwrap();
            let error = open(&place, &path, is_books, &key(), KeyProof::Checked);
            assert_eq!(word(&error), expected, "{what}: {error}");
            // Without a verified key, content that does not decrypt is reported as `WrongKey`.
            let error = open(&place, &path, is_books, &key(), KeyProof::Unchecked);
            let unproven = word(&error);
            assert!(
                unproven == expected || (unproven, expected) == ("wrong key", "damaged"),
                "{what}"
            );
            assert_eq!(fs::read(&path).unwrap(), bytes, "{what} was touched");
            // An empty log counts as absent.
            assert!(
                !pecule_store::file::database::is_unsettled(&path),
                "{what}: a log was written beside it"
            );
            *said.entry(expected).or_default() += 1;
            tried += 1;
        }
        fs::write(&path, &own).unwrap();
        let wrong = FileKey::new([9; 32]);
        let error = open(&place, &path, is_books, &wrong, KeyProof::Unchecked);
        assert_eq!(word(&error), "wrong key");
        assert_eq!(fs::read(&path).unwrap(), own);
    }
    let said: Vec<String> = said.iter().map(|(word, times)| format!("{word} × {times}")).collect();
    println!(
        "faults | strange files | {tried} variants refused and left alone: {}",
        said.join(", ")
    );
}

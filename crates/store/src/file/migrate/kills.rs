//! Tests that a migration killed at any moment leaves the old or the new schema, with the same
//! content.

use crate::file::connect::empty_file;
use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use uuid::Uuid;

use super::*;
use crate::file::connect::Kind;
use crate::file::key::KeyProof;
use crate::file::open;

const ROWS: i64 = 400;
/// The environment variable that names the file to the child process.
const FILE: &str = "PECULE_UPGRADE";
const THIS: &str = "file::migrate::kills::faults_an_upgrade_may_be_killed_at_any_moment";

fn key() -> FileKey {
    FileKey::new([7; 32])
}

fn expected<'a>(path: &'a Path, kind: Kind, key: &'a FileKey) -> Expected<'a> {
    let (install, file) = (Uuid::nil(), Uuid::nil());
    Expected { path, kind, key, proof: KeyProof::Checked, install, file }
}

/// Creates a file of an earlier schema with rows in it.
fn older(path: &Path, kind: Kind, steps: usize) {
    empty_file(path).unwrap();
    let mut connection = connect(path, &key()).unwrap();
    let mark: i32 = if kind == Kind::Books { 0x5043_5542 } else { 0x5043_5548 };
    connection.pragma_update(None, "application_id", mark).unwrap();
    connection.execute_batch("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;").unwrap();
    migrate(&mut connection, kind.steps().get(..steps).unwrap()).unwrap();
    let sql = "INSERT INTO meta (id, install, file, canary) VALUES (1, ?1, ?1, 'Un p\u{e9}cule se garde.')";
    connection.execute(sql, [Uuid::nil().as_bytes()]).unwrap();
    connection
        .execute_batch("CREATE TABLE test_rows (id INTEGER PRIMARY KEY, what BLOB);")
        .unwrap();
    let transaction = connection.unchecked_transaction().unwrap();
    for _row in 0..ROWS {
        let sql = "INSERT INTO test_rows (what) VALUES (randomblob(900))";
        transaction.execute(sql, []).unwrap();
    }
    transaction.commit().unwrap();
    connection.close().unwrap();
}

/// Returns the schema version and the number of rows, after both integrity checks.
fn found(path: &Path) -> (usize, i64) {
    let connection = connect(path, &key()).unwrap();
    assert!(is_sound(&connection).unwrap());
    let number = |sql| connection.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    let version = usize::try_from(number("PRAGMA user_version")).unwrap();
    (version, number("SELECT count(*) FROM test_rows"))
}

#[expect(clippy::disallowed_methods, reason = "the child is told from outside what to open")]
fn told(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

fn kind_of(path: &Path) -> Kind {
    if path.ends_with("household.db") { Kind::Household } else { Kind::Books }
}

/// Opens a file in a child process that may be killed after a delay; returns how long it ran.
#[expect(clippy::disallowed_methods, reason = "another process is killed in real time")]
fn upgraded_elsewhere(path: &Path, after: Option<Duration>) -> Duration {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args([THIS, "--exact", "--nocapture"])
        .env(FILE, path)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let began =
        lines.map_while(Result::ok).find(|line| line.contains("begins")).map(|_| Instant::now());
    let began = began.unwrap();
    if let Some(after) = after {
        std::thread::sleep(after);
        child.kill().unwrap();
    }
    child.wait().unwrap();
    began.elapsed()
}

#[test]
fn faults_an_upgrade_may_be_killed_at_any_moment() {
    if let Some(path) = told(FILE) {
        let path = PathBuf::from(path);
        println!("begins");
        open::open(expected(&path, kind_of(&path), &key())).unwrap();
        return;
    }
    let kills: u32 =
        if told("PECULE_FAULTS").is_some_and(|form| form == "long") { 220 } else { 10 };
    let (mut old, mut new, mut copies) = (0, 0, 0);
    for name in ["household.db", "books.db"] {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join(name);
        let (kind, latest) = (kind_of(&path), kind_of(&path).steps().len());
        older(&path, kind, 6);
        let whole = upgraded_elsewhere(&path, None);
        assert_eq!(found(&path), (latest, ROWS));
        for kill in 0..kills / 2 {
            let place = tempfile::tempdir().unwrap();
            let path = place.path().join(name);
            older(&path, kind, 6);
            upgraded_elsewhere(&path, Some(whole * kill * 2 / kills));
            let (version, rows) = found(&path);
            assert!(version == 6 || version == latest, "{name}: between the schemas, at {version}");
            assert_eq!(rows, ROWS);
            if version == 6 {
                old += 1;
            } else {
                new += 1;
            }
            copies += u32::from(beside(&path, ".before-7").exists());
            drop(open::open(expected(&path, kind, &key())).unwrap());
            assert_eq!(found(&path), (latest, ROWS));
            // The copy made before holds the file as it was.
            assert_eq!(found(&beside(&path, ".before-7")), (6, ROWS));
        }
    }
    println!(
        "faults | kill -9 during upgrades | {kills} kills: {old} left the old schema, {new} the new one, 0 between; \
         {copies} after the copy was begun"
    );
}

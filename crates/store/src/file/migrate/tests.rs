use super::*;
use crate::file::connect::empty_file;

const FIRST: &str = "CREATE TABLE kept (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;";
const SECOND: &str = "ALTER TABLE kept ADD COLUMN note TEXT;";

fn keyed(path: &Path) -> Connection {
    if !path.exists() {
        empty_file(path).unwrap();
    }
    connect(path, &FileKey::new([7; 32])).unwrap()
}

fn version(connection: &Connection) -> i64 {
    connection.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap()
}

#[test]
fn steps_run_once_each_and_in_order() {
    let place = tempfile::tempdir().unwrap();
    let mut connection = keyed(&place.path().join("a.db"));
    migrate(&mut connection, &[FIRST]).unwrap();
    connection.execute("INSERT INTO kept (name) VALUES ('one')", []).unwrap();
    migrate(&mut connection, &[FIRST, SECOND]).unwrap();
    migrate(&mut connection, &[FIRST, SECOND]).unwrap();
    assert_eq!(version(&connection), 2);
    let name: String = connection.query_row("SELECT name FROM kept", [], |row| row.get(0)).unwrap();
    assert_eq!(name, "one");
}

#[test]
fn a_failing_step_keeps_nothing_of_any() {
    let place = tempfile::tempdir().unwrap();
    let mut connection = keyed(&place.path().join("a.db"));
    migrate(&mut connection, &[FIRST]).unwrap();
    let outcome = migrate(&mut connection, &[FIRST, SECOND, "CREATE TABLE kept (id INTEGER);"]);
    assert!(matches!(outcome, Err(Error::Migration(_))), "{outcome:?}");
    assert_eq!(version(&connection), 1);
    assert!(connection.prepare("SELECT note FROM kept").is_err());
}

#[test]
fn a_step_that_leaves_a_dangling_reference_is_refused() {
    let place = tempfile::tempdir().unwrap();
    let mut connection = keyed(&place.path().join("a.db"));
    let step = "CREATE TABLE child (kept INTEGER NOT NULL REFERENCES kept (id)) STRICT;
                INSERT INTO child (kept) VALUES (9);";
    assert!(migrate(&mut connection, &[FIRST, step]).is_err());
    assert_eq!(version(&connection), 0);
    let enforced: bool = connection.query_row("PRAGMA foreign_keys", [], |row| row.get(0)).unwrap();
    assert!(enforced, "references are enforced again");
}

#[expect(clippy::disallowed_methods, reason = "another writer keeps the lock for a while")]
#[test]
fn a_step_waits_for_the_lock_instead_of_failing() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("a.db");
    let mut connection = keyed(&path);
    let other = keyed(&path);
    other.execute_batch("BEGIN IMMEDIATE; CREATE TABLE other (id INTEGER);").unwrap();
    std::thread::scope(|threads| {
        threads.spawn(move || {
            std::thread::sleep(std::time::Duration::from_millis(200));
            other.execute_batch("COMMIT;").unwrap();
        });
        migrate(&mut connection, &[FIRST]).unwrap();
    });
    assert_eq!(version(&connection), 1);
}

#[test]
fn the_copy_made_before_holds_the_file_as_it_was() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("a.db");
    let key = FileKey::new([7; 32]);
    let mut connection = keyed(&path);
    migrate(&mut connection, &[FIRST]).unwrap();
    connection.execute("INSERT INTO kept (name) VALUES ('one')", []).unwrap();
    let expected = Expected {
        path: &path,
        kind: crate::file::connect::Kind::Books,
        key: &key,
        proof: crate::file::key::KeyProof::Checked,
        install: uuid::Uuid::nil(),
        file: uuid::Uuid::nil(),
    };
    let copy = copy_before(&connection, expected, 1).unwrap();
    assert_eq!(copy, place.path().join("a.db.before-2"));
    connection.execute("DELETE FROM kept", []).unwrap();
    let copied = keyed(&copy);
    assert_eq!(version(&copied), 1);
    let count: i64 = copied.query_row("SELECT count(*) FROM kept", [], |row| row.get(0)).unwrap();
    assert_eq!(count, 1);
    drop(copied);
    copy_before(&connection, expected, 1).unwrap();
}

#[test]
fn a_failed_run_leaves_the_file_as_it_was() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("a.db");
    let mut connection = keyed(&path);
    migrate(&mut connection, &[FIRST]).unwrap();
    connection.execute("INSERT INTO kept (name) VALUES ('one')", []).unwrap();
    let copy = place.path().join("a.db.before-2");
    copy_into(&connection, &copy).unwrap();
    let before = std::fs::read(&path).unwrap();
    // The rollback succeeded, so the file must not be touched.
    put_back(connection, &path, 1, &copy).unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), before);
    assert!(copy.exists());
    // The file has changed, so the copy must replace it and the failed file must be kept.
    let connection = keyed(&path);
    connection.execute_batch("DELETE FROM kept; PRAGMA user_version=9;").unwrap();
    put_back(connection, &path, 1, &copy).unwrap();
    let again = keyed(&path);
    assert_eq!(version(&again), 1);
    let count: i64 = again.query_row("SELECT count(*) FROM kept", [], |row| row.get(0)).unwrap();
    assert_eq!(count, 1);
    assert!(place.path().join("a.db.failed").exists());
}

#[test]
fn a_damaged_copy_is_not_taken_for_a_good_one() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("a.db");
    let mut connection = keyed(&path);
    migrate(&mut connection, &[FIRST]).unwrap();
    drop(connection);
    let mut bytes = std::fs::read(&path).unwrap();
    let last = bytes.len() - 2_000;
    bytes[last] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    let verified = verify_copy(&path, &FileKey::new([7; 32]));
    assert!(matches!(verified, Err(Error::Damaged(_))), "{verified:?}");
}

#[test]
fn every_step_begins_with_one_sentence_and_only_strict_tables() {
    for steps in [crate::file::steps::HOUSEHOLD, crate::file::steps::BOOKS] {
        for step in steps {
            assert!(step.starts_with("-- "), "{step}");
            let tables = step.matches("CREATE TABLE").count();
            assert_eq!(tables, step.matches(") STRICT").count(), "{step}");
        }
    }
}

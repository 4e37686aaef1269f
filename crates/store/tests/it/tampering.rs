//! Tests that changes to the audit log by an attacker with the file's key are detected up to the
//! last anchor, without false alarms.

use pecule_store::audit::entry::{Entry, Head};
use pecule_store::audit::verify::{Break, Checked};
use pecule_store::household::Household;
use rusqlite::{Connection, params};

use crate::place::{Place, mac, moment, person};

const ENTRIES: i64 = 40;
const ANCHORED: i64 = 30;
const ROUNDS: u64 = 1_400;

/// A seeded generator of choices, identical at each run.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn below(&mut self, limit: i64) -> i64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        i64::try_from(self.0 % u64::try_from(limit).unwrap()).unwrap()
    }

    /// Returns a number from 1 to a limit.
    fn upto(&mut self, limit: i64) -> i64 {
        self.below(limit) + 1
    }
}

fn filled(place: &Place) -> Household {
    let household = place.household();
    for number in 0..ENTRIES {
        let action =
            ["sign-in", "person-invited", "backup-made"][usize::try_from(number % 3).unwrap()];
        let entry = Entry {
            at: moment(number),
            actor: (number % 4 != 0).then(|| person(1 + u128::from(number % 2 == 0), "").id),
            session: None,
            action,
            object: "object",
            outcome: if number % 5 == 0 { "refused" } else { "done" },
            details: "{}",
        };
        household.write(|edit| edit.record(entry, &mac)).unwrap();
    }
    household
}

/// Connects like an attacker with the file's key, without triggers; a copy of the rows is kept.
fn intruder(place: &Place) -> Connection {
    let connection = Connection::open(place.folder.household()).unwrap();
    let key = format!("PRAGMA key = \"x'{}'\"", "07".repeat(32));
    connection.execute_batch(&key).unwrap();
    let prepare = "DROP TRIGGER journal_is_never_changed; DROP TRIGGER journal_is_never_shortened;
        CREATE TEMP TABLE kept AS SELECT * FROM journal;";
    connection.execute_batch(prepare).unwrap();
    connection
}

/// The authenticated columns of a row.
type Said = (i64, i64, Option<[u8; 16]>, Option<[u8; 16]>, [String; 4]);

/// Recomputes every code from an entry on, like an attacker with the key of the audit log.
pub(crate) fn chain_again(connection: &Connection, from: i64) {
    let seqs: Vec<i64> = connection
        .prepare("SELECT seq FROM journal WHERE seq >= ?1 ORDER BY seq")
        .unwrap()
        .query_map([from], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    for seq in seqs {
        let previous: [u8; 32] = connection
            .query_row("SELECT mac FROM journal WHERE seq = ?1", [seq - 1], |row| row.get(0))
            .unwrap_or([0; 32]);
        let sql = "SELECT seq, at, actor, session, action, object, outcome, details FROM journal WHERE seq = ?1";
        let said: Said = connection
            .query_row(sql, [seq], |row| {
                let texts = [row.get(4)?, row.get(5)?, row.get(6)?, row.get(7)?];
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, texts))
            })
            .unwrap();
        let id = |id: Option<[u8; 16]>| id.map_or_else(Vec::new, Vec::from);
        let [action, object, outcome, details] = &said.4;
        let code = mac(
            &previous,
            &[
                &said.0.to_be_bytes(),
                &said.1.to_be_bytes(),
                &id(said.2),
                &id(said.3),
                action.as_bytes(),
                object.as_bytes(),
                outcome.as_bytes(),
                details.as_bytes(),
            ],
        );
        let sql = "UPDATE journal SET prev_mac = ?2, mac = ?3 WHERE seq = ?1";
        connection.execute(sql, params![seq, previous, code]).unwrap();
    }
}

/// Changes one column of an entry.
fn edit(connection: &Connection, dice: &mut Dice, last: i64) -> String {
    let change = [
        "at = at + 60000",
        "at = 9223372036854775807",
        "actor = x'000102030405060708090a0b0c0d0e0f'",
        "session = x'000102030405060708090a0b0c0d0e0f'",
        "action = action || '-not'",
        "object = ''",
        "outcome = CASE outcome WHEN 'done' THEN 'refused' ELSE 'done' END",
        "details = '{\"device\":\"another\"}'",
        "prev_mac = randomblob(32)",
        "mac = randomblob(32)",
    ][usize::try_from(dice.below(10)).unwrap()];
    let sql = format!("UPDATE journal SET {change} WHERE seq = {}", dice.upto(last));
    connection.execute_batch(&sql).unwrap();
    sql
}

/// Inserts a copy of an entry after another one and renumbers the rest.
fn insert(connection: &Connection, dice: &mut Dice) -> String {
    let (at, copied) = (dice.upto(ENTRIES), dice.upto(ENTRIES));
    let sql = format!(
        "UPDATE journal SET seq = -seq - 1 WHERE seq >= {at};
         UPDATE journal SET seq = -seq WHERE seq < 0;
         INSERT INTO journal (seq, at, actor, session, action, object, outcome, details, prev_mac, mac)
         SELECT {at}, at + 1, actor, session, action, object, outcome, details, prev_mac, mac
         FROM kept WHERE seq = {copied};"
    );
    connection.execute_batch(&format!("PRAGMA ignore_check_constraints=ON; {sql}")).unwrap();
    sql
}

fn reorder(connection: &Connection, dice: &mut Dice) -> String {
    let one = dice.upto(ENTRIES - 1);
    let other = one + dice.upto(ENTRIES - one);
    let sql = format!(
        "UPDATE journal SET seq = 9999 WHERE seq = {one};
         UPDATE journal SET seq = {one} WHERE seq = {other};
         UPDATE journal SET seq = {other} WHERE seq = 9999;"
    );
    connection.execute_batch(&sql).unwrap();
    sql
}

/// Applies one manipulation that verification must detect; returns its name.
fn tamper(connection: &Connection, dice: &mut Dice) -> String {
    match dice.below(7) {
        0 => edit(connection, dice, ENTRIES),
        1 => {
            let sql = format!("DELETE FROM journal WHERE seq = {}", dice.upto(ENTRIES - 1));
            connection.execute_batch(&sql).unwrap();
            sql
        }
        2 => insert(connection, dice),
        3 => reorder(connection, dice),
        4 => {
            let sql = format!("DELETE FROM journal WHERE seq > {}", dice.below(ANCHORED));
            connection.execute_batch(&sql).unwrap();
            sql
        }
        5 => {
            let sql = edit_of_what_is_said(connection, dice);
            chain_again(connection, 1);
            format!("with the journal's key: {sql}")
        }
        _ => {
            // Remove an entry before the last anchor, renumber the later ones and recompute their
            // codes.
            let gone = dice.upto(ANCHORED);
            let sql = format!(
                "DELETE FROM journal WHERE seq = {gone};
                 UPDATE journal SET seq = -seq + 1 WHERE seq > {gone};
                 UPDATE journal SET seq = -seq WHERE seq < 0;"
            );
            connection
                .execute_batch(&format!("PRAGMA ignore_check_constraints=ON; {sql}"))
                .unwrap();
            chain_again(connection, 1);
            format!("with the journal's key: {sql}")
        }
    }
}

/// Changes the content of an entry before the last anchor.
fn edit_of_what_is_said(connection: &Connection, dice: &mut Dice) -> String {
    let change = ["at = at + 1", "action = action || '-not'", "actor = NULL, object = 'nobody'"]
        [usize::try_from(dice.below(3)).unwrap()];
    let sql = format!("UPDATE journal SET {change} WHERE seq = {}", dice.upto(ANCHORED));
    connection.execute_batch(&sql).unwrap();
    sql
}

fn put_back(connection: &Connection) {
    let sql = "BEGIN; DELETE FROM journal; INSERT INTO journal SELECT * FROM kept; COMMIT;";
    connection.execute_batch(sql).unwrap();
}

fn check(household: &Household, anchors: &[Head]) -> Checked {
    household.read(|view| view.check_audit_chain(&mac, anchors)).unwrap()
}

#[test]
fn every_tampering_is_found_up_to_the_last_head_kept_elsewhere() {
    let place = Place::new();
    let household = filled(&place);
    let kept = household.read(|view| view.audit_log_after(0, 100)).unwrap();
    let head = |seq: i64| {
        let line = &kept[usize::try_from(seq - 1).unwrap()];
        Head { seq, mac: line.mac }
    };
    let anchors = [head(10), head(ANCHORED)];
    let connection = intruder(&place);
    let mut dice = Dice(0x5eed_0005);
    let mut missed = Vec::new();
    for _round in 0..ROUNDS {
        let whole = check(&household, &anchors);
        assert_eq!((whole.broken, whole.head.seq, whole.anchored_to), (None, ENTRIES, ANCHORED));
        let done = tamper(&connection, &mut dice);
        let found = check(&household, &anchors);
        if found.broken.is_none() {
            missed.push(done);
        }
        put_back(&connection);
    }
    assert!(missed.is_empty(), "{} of {ROUNDS}: {missed:#?}", missed.len());
    assert_eq!(check(&household, &anchors).broken, None);
}

#[test]
fn what_broke_is_named_with_its_place() {
    let place = Place::new();
    let household = filled(&place);
    let last = household.read(|view| view.audit_head()).unwrap();
    let connection = intruder(&place);
    for (sql, seq, how) in [
        ("UPDATE journal SET action = 'x' WHERE seq = 7", 7, Break::Code),
        ("DELETE FROM journal WHERE seq = 7", 7, Break::Gap),
        ("UPDATE journal SET prev_mac = zeroblob(32) WHERE seq = 7", 7, Break::Link),
        ("UPDATE journal SET at = 9223372036854775807 WHERE seq = 7", 7, Break::Unreadable),
        ("DELETE FROM journal WHERE seq > 35", 36, Break::Cut),
        ("DELETE FROM journal", 1, Break::Cut),
    ] {
        connection.execute_batch(sql).unwrap();
        let broken = check(&household, &[last]).broken.unwrap();
        assert_eq!((broken.seq, broken.how), (seq, how), "{sql}");
        put_back(&connection);
    }
    connection.execute_batch("UPDATE journal SET action = 'x' WHERE seq = 7").unwrap();
    chain_again(&connection, 1);
    let broken = check(&household, &[last]).broken.unwrap();
    assert_eq!((broken.seq, broken.how), (ENTRIES, Break::Anchor));
    assert_eq!(
        check(&household, &[]).broken,
        None,
        "whoever holds the key can rewrite what no head tells of"
    );
}

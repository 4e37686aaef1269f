//! Tests the archive of the audit log, and chains that restart after a break.

use std::io::{Read as _, Write as _};

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use jiff::Timestamp;
use pecule_store::audit::entry::{Entry, Head};
use pecule_store::audit::verify::{Break, Broken, Checked};
use pecule_store::household::Household;
use pecule_store::{Error, KeyProof};
use rusqlite::{Connection, params};
use sha2::{Digest as _, Sha256};

use crate::place::{Place, mac, person};
use crate::tampering::{Dice, chain_again};

/// The number of events per month, and the number of months.
const OF_A_MONTH: i64 = 12;
const MONTHS: i64 = 5;
const ENTRIES: i64 = OF_A_MONTH * MONTHS;
const ROUNDS: u64 = 1_200;

fn day(text: &str) -> Timestamp {
    format!("{text}T00:00:00Z").parse().unwrap()
}

fn entry(month: i64, number: i64) -> Entry<'static> {
    Entry {
        at: Timestamp::from_second(
            day(&format!("2025-{:02}-01", month + 1)).as_second() + 90_000 * (number + 1),
        )
        .unwrap(),
        actor: (number % 3 != 0).then(|| person(1, "").id),
        session: None,
        action: "sign-in",
        object: "session",
        outcome: if number % 5 == 0 { "refused" } else { "done" },
        details: r#"{"device":"Firefox · Linux","place":"local-network"}"#,
    }
}

/// Creates five months of events and archives the first three.
fn sealed(place: &Place) -> Household {
    let household = place.household();
    for month in 0..MONTHS {
        for number in 0..OF_A_MONTH {
            household.write(|edit| edit.record(entry(month, number), &mac)).unwrap();
        }
    }
    let made = household
        .write(|edit| edit.seal_journal(day("2025-04-01"), day("2026-06-01"), &mac))
        .unwrap();
    let spans: Vec<_> = made.iter().map(|segment| (segment.first, segment.last)).collect();
    assert_eq!(spans, [(1, 12), (13, 24), (25, 36)]);
    household
}

fn check(household: &Household, anchors: &[Head]) -> Checked {
    household.read(|view| view.check_audit_chain(&mac, anchors)).unwrap()
}

/// Connects like an attacker with the file's key; tests restore their changes from copies made
/// beforehand.
fn intruder(place: &Place) -> Connection {
    let connection = Connection::open(place.folder.household()).unwrap();
    connection.execute_batch(&format!("PRAGMA key = \"x'{}'\"", "07".repeat(32))).unwrap();
    let prepare = "DROP TRIGGER journal_is_never_changed; DROP TRIGGER journal_is_never_shortened;
        DROP TRIGGER segments_are_never_deleted; DROP TRIGGER segments_are_only_emptied;
        CREATE TEMP TABLE kept AS SELECT * FROM journal;
        CREATE TEMP TABLE kept_segments AS SELECT * FROM journal_segments;
        PRAGMA ignore_check_constraints=ON;";
    connection.execute_batch(prepare).unwrap();
    connection
}

fn put_back(connection: &Connection) {
    let sql = "BEGIN; DELETE FROM journal; INSERT INTO journal SELECT * FROM kept;
        DELETE FROM journal_segments; INSERT INTO journal_segments SELECT * FROM kept_segments; COMMIT;";
    connection.execute_batch(sql).unwrap();
}

fn first_of(segment: i64) -> i64 {
    1 + OF_A_MONTH * segment
}

fn text_of(connection: &Connection, segment: i64) -> String {
    let sql = "SELECT content FROM journal_segments WHERE first_seq = ?1";
    let packed: Vec<u8> = connection.query_row(sql, [first_of(segment)], |row| row.get(0)).unwrap();
    let mut text = String::new();
    GzDecoder::new(packed.as_slice()).read_to_string(&mut text).unwrap();
    text
}

/// Replaces the content of a segment, with a matching digest.
fn repack(connection: &Connection, segment: i64, text: &str) {
    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    packer.write_all(text.as_bytes()).unwrap();
    let packed = packer.finish().unwrap();
    let digest: [u8; 32] = Sha256::digest(&packed).into();
    let sql = "UPDATE journal_segments SET content = ?2, sha256 = ?3 WHERE first_seq = ?1";
    connection.execute(sql, params![first_of(segment), packed, digest]).unwrap();
}

/// The columns of a segment's row.
type Row = (i64, [u8; 32], [u8; 32], [i64; 3], [u8; 32], Option<i64>);

/// Recomputes the code of a segment, like an attacker with the key of the audit log.
fn vouch_again(connection: &Connection, segment: i64) {
    let sql =
        "SELECT last_seq, start_mac, end_mac, first_at, last_at, sealed_at, sha256, removed_at
        FROM journal_segments WHERE first_seq = ?1";
    let (last, start, end, moments, digest, removed): Row = connection
        .query_row(sql, [first_of(segment)], |row| {
            let moments = [row.get(3)?, row.get(4)?, row.get(5)?];
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, moments, row.get(6)?, row.get(7)?))
        })
        .unwrap();
    let code = mac(
        &start,
        &[
            b"pecule-segment-v1",
            &first_of(segment).to_be_bytes(),
            &last.to_be_bytes(),
            &end,
            &moments[0].to_be_bytes(),
            &moments[1].to_be_bytes(),
            &moments[2].to_be_bytes(),
            &digest,
            &removed.map_or_else(Vec::new, |at| at.to_be_bytes().to_vec()),
        ],
    );
    let sql = "UPDATE journal_segments SET code = ?2 WHERE first_seq = ?1";
    connection.execute(sql, params![first_of(segment), code]).unwrap();
}

/// Changes one column of a segment's row.
fn another_column(dice: &mut Dice, first: i64) -> String {
    let change = [
        "last_seq = last_seq + 1",
        "start_mac = randomblob(32)",
        "end_mac = randomblob(32)",
        "first_at = first_at + 1",
        "last_at = last_at - 1",
        "sealed_at = sealed_at + 1",
        "sha256 = randomblob(32)",
        "content = randomblob(200)",
        "content = substr(content, 1, length(content) - 1)",
        "content = NULL, removed_at = sealed_at + 1",
        "removed_at = sealed_at + 1",
        "code = randomblob(32)",
    ][usize::try_from(dice.below(12)).unwrap()];
    format!("UPDATE journal_segments SET {change} WHERE first_seq = {first}")
}

/// Applies one manipulation to the archive or the events after it; returns its name. Verification
/// must detect it.
fn tamper(connection: &Connection, dice: &mut Dice) -> String {
    let segment = dice.below(3);
    let first = first_of(segment);
    let run = |sql: String| {
        connection.execute_batch(&sql).unwrap();
        sql
    };
    match dice.below(9) {
        0 => run(another_column(dice, first)),
        1 => run(format!("DELETE FROM journal_segments WHERE first_seq = {first}")),
        2 => {
            let other = first_of((segment + 1) % 3);
            run(format!(
                "UPDATE journal_segments SET first_seq = -1 WHERE first_seq = {first};
                 UPDATE journal_segments SET first_seq = {first} WHERE first_seq = {other};
                 UPDATE journal_segments SET first_seq = {other} WHERE first_seq = -1;"
            ))
        }
        3 => {
            // Change the content of a segment and its digest.
            let text = text_of(connection, segment).replacen("refused", "done", 1);
            repack(connection, segment, &text);
            format!("repacked {segment}")
        }
        4 => {
            // The same with the key of the audit log, but before the last anchor.
            let text = text_of(connection, segment);
            let gone = usize::try_from(dice.below(OF_A_MONTH)).unwrap();
            let lines: Vec<&str> =
                text.lines().enumerate().filter(|(at, _)| *at != gone).map(|(_, l)| l).collect();
            repack(connection, segment, &(lines.join("\n") + "\n"));
            vouch_again(connection, segment);
            format!("with the journal's key: without line {gone} of {segment}")
        }
        5 => {
            // Change the last code and recompute every later one.
            let sql = "UPDATE journal_segments SET end_mac = randomblob(32) WHERE first_seq = 25;
                UPDATE journal_segments SET content = NULL, removed_at = sealed_at WHERE first_seq = 25;";
            connection.execute_batch(sql).unwrap();
            vouch_again(connection, 2);
            let sql = "UPDATE journal SET prev_mac = (SELECT end_mac FROM journal_segments WHERE first_seq = 25)
                WHERE seq = 37";
            connection.execute_batch(sql).unwrap();
            chain_again(connection, 38);
            "with the journal's key: another ending, and chained again".to_owned()
        }
        6 => run(format!(
            "INSERT INTO journal SELECT {}, at, actor, session, action, object, outcome, details, prev_mac, mac
             FROM kept WHERE seq = {}",
            1 + dice.below(36),
            37 + dice.below(24),
        )),
        7 => {
            // Add a segment that was never archived, and delete its events.
            let last = 37 + dice.below(20);
            run(format!(
                "INSERT INTO journal_segments SELECT 37, {last}, end_mac, randomblob(32), first_at, last_at,
                     sealed_at, sha256, content, removed_at, code FROM kept_segments WHERE first_seq = 25;
                 DELETE FROM journal WHERE seq BETWEEN 37 AND {last};"
            ))
        }
        _ => run(format!("DELETE FROM journal WHERE seq = {}", 37 + dice.below(23))),
    }
}

#[test]
fn sealed_months_are_walked_like_the_rest() {
    let place = Place::new();
    let before = {
        let household = place.household();
        household.write(|edit| edit.record(entry(0, 0), &mac)).unwrap()
    };
    let whole = Place::new();
    let household = sealed(&whole);
    let checked = check(&household, &[]);
    assert_eq!((checked.broken, checked.head.seq), (None, ENTRIES));
    assert_eq!((checked.sealed, checked.anew), ((3, 0), None));
    assert_eq!(checked.first_at, Some(entry(0, 0).at));
    let left = household.read(|view| view.audit_log_after(0, 1)).unwrap();
    assert_eq!(left[0].seq, 37, "what is sealed stands there only once");
    assert_eq!(check(&household, &[before]).anchored_to, 1, "a head from within a segment");
    assert_eq!(household.read(|view| view.verify_audit_chain(&mac, None)).unwrap().seq, ENTRIES);
    let next = household.write(|edit| edit.record(entry(5, 0), &mac)).unwrap();
    assert_eq!(check(&household, &[next]).anchored_to, ENTRIES + 1);
    let again =
        household.write(|edit| edit.seal_journal(day("2025-04-01"), day("2026-06-01"), &mac));
    assert_eq!(again.unwrap(), [], "once");
}

#[test]
fn the_last_entry_is_never_sealed() {
    let place = Place::new();
    let household = sealed(&place);
    let far = day("2040-01-01");
    let made = household.write(|edit| edit.seal_journal(far, far, &mac)).unwrap();
    assert_eq!((made.len(), made[1].last), (2, ENTRIES - 1));
    assert!(!household.read(|view| view.journal_is_to_be_sealed(far)).unwrap());
    assert_eq!(check(&household, &[]).broken, None);
    assert_eq!(household.read(|view| view.audit_head()).unwrap().seq, ENTRIES);
}

#[test]
fn what_a_segment_held_can_go_and_the_chain_goes_on() {
    let place = Place::new();
    let household = sealed(&place);
    let kept = household.read(|view| view.audit_segments()).unwrap();
    let head = Head { seq: kept[0].last, mac: kept[0].end };
    let removed =
        household.write(|edit| edit.empty_audit_segment(1, day("2026-07-01"), &mac)).unwrap();
    assert_eq!(removed.removed_at, Some(day("2026-07-01")));
    let checked = check(&household, &[]);
    assert_eq!((checked.broken, checked.sealed), (None, (3, 1)));
    let other = Head { mac: [9; 32], ..head };
    assert_eq!(check(&household, &[head]).broken, None);
    assert_eq!(check(&household, &[other]).broken.unwrap().how, Break::Anchor);
    let twice = household.write(|edit| edit.empty_audit_segment(1, day("2026-07-01"), &mac));
    assert!(matches!(twice, Err(Error::NotFound)));
}

#[test]
fn a_journal_that_does_not_follow_is_not_sealed() {
    let place = Place::new();
    let household = sealed(&place);
    intruder(&place).execute_batch("UPDATE journal SET action = 'x' WHERE seq = 40").unwrap();
    let refused =
        household.write(|edit| edit.seal_journal(day("2025-05-01"), day("2026-06-01"), &mac));
    assert!(matches!(refused, Err(Error::BrokenChain(40))), "{refused:?}");
    assert_eq!(household.read(|view| view.audit_segments()).unwrap().len(), 3);
}

#[test]
fn the_triggers_let_go_of_nothing_but_what_is_sealed() {
    let place = Place::new();
    sealed(&place).close().unwrap();
    let connection = Connection::open(place.folder.household()).unwrap();
    connection.execute_batch(&format!("PRAGMA key = \"x'{}'\"", "07".repeat(32))).unwrap();
    for sql in [
        "DELETE FROM journal WHERE seq = 37",
        "DELETE FROM journal_segments WHERE first_seq = 1",
        "UPDATE journal_segments SET content = x'00' WHERE first_seq = 1",
        "UPDATE journal_segments SET last_seq = 60 WHERE first_seq = 25",
        "UPDATE journal_segments SET content = NULL, removed_at = 1, end_mac = zeroblob(32)",
    ] {
        let refused = connection.execute(sql, []).unwrap_err();
        assert!(refused.to_string().contains("written_once"), "{sql}: {refused}");
    }
}

#[test]
fn every_tampering_with_segments_is_found() {
    let place = Place::new();
    let household = sealed(&place);
    let head = household.read(|view| view.audit_log_after(0, 100)).unwrap();
    let anchors: Vec<Head> =
        [0, 12, 23].map(|at| Head { seq: head[at].seq, mac: head[at].mac }).into();
    let connection = intruder(&place);
    let mut dice = Dice(0x5eed_0055);
    let mut missed = Vec::new();
    for _round in 0..ROUNDS {
        let whole = check(&household, &anchors);
        assert_eq!((whole.broken, whole.anchored_to), (None, ENTRIES));
        let done = tamper(&connection, &mut dice);
        if check(&household, &anchors).broken.is_none() {
            missed.push(done);
        }
        put_back(&connection);
    }
    assert!(missed.is_empty(), "{} of {ROUNDS}: {missed:#?}", missed.len());
}

#[test]
fn after_a_break_a_new_chain_begins_and_tells_of_it() {
    let place = Place::new();
    let household = sealed(&place);
    let connection = intruder(&place);
    connection.execute_batch("UPDATE journal SET action = 'x' WHERE seq = 40").unwrap();
    let broken = check(&household, &[]).broken.unwrap();
    assert_eq!(broken, Broken { seq: 40, how: Break::Code });
    household.file().set_audit_chain_broken(true);
    let refused = household.write(|edit| edit.record(entry(5, 1), &mac));
    assert!(matches!(refused, Err(Error::JournalBroken)));
    let told = Entry { action: "journal-resumed", ..entry(5, 1) };
    let head = household
        .write_anyway(|edit| edit.begin_journal_anew(broken, ENTRIES + 7, told, &mac))
        .unwrap();
    assert_eq!(head.seq, ENTRIES + 8, "never a number that was used");
    household.file().set_audit_chain_broken(false);
    household.write(|edit| edit.record(entry(5, 2), &mac)).unwrap();
    let checked = check(&household, &[head]);
    assert_eq!((checked.broken, checked.anew), (None, Some(head.seq)));
    assert_eq!((checked.anchored_to, checked.head.seq), (head.seq, head.seq + 1));
    assert_eq!(household.read(|view| view.verify_audit_chain(&mac, Some(head))).unwrap().seq, 69);
    for (sql, how) in [
        ("UPDATE journal SET action = 'sign-in' WHERE seq = 40", Break::Before),
        ("DELETE FROM journal WHERE seq = 12 OR seq = 41", Break::Before),
        ("UPDATE journal_segments SET sealed_at = 1 WHERE first_seq = 1", Break::Before),
        ("UPDATE journal SET action = 'x' WHERE seq = 69", Break::Code),
        ("DELETE FROM journal WHERE seq = 69", Break::Cut),
    ] {
        let last = household.read(|view| view.audit_head()).unwrap();
        connection.execute_batch(&format!("SAVEPOINT one; {sql}; RELEASE one;")).unwrap();
        assert_eq!(check(&household, &[last]).broken.unwrap().how, how, "{sql}");
        connection
            .execute_batch(
                "DELETE FROM journal WHERE seq <= 60; INSERT INTO journal SELECT * FROM kept;
                 UPDATE journal SET action = 'x' WHERE seq = 40;
                 DELETE FROM journal_segments; INSERT INTO journal_segments SELECT * FROM kept_segments;",
            )
            .unwrap();
        if how == Break::Code {
            connection
                .execute_batch("UPDATE journal SET action = 'sign-in' WHERE seq = 69")
                .unwrap();
        }
    }
    connection.execute_batch("DROP TRIGGER chains_are_never_deleted").unwrap();
    connection.execute_batch("DELETE FROM journal_chains").unwrap();
    assert!(check(&household, &[]).broken.is_some(), "nobody wishes a break away");
    drop(connection);
    household.close().unwrap();
    place.reopen(KeyProof::Checked).unwrap().close().unwrap();
}

//! Tests the audit chain.

use pecule_store::audit::entry::{Entry, Head};
use pecule_store::{Error, Household};

use crate::place::{Place, mac, moment, person};

fn entry(action: &str) -> Entry<'_> {
    Entry {
        at: moment(1),
        actor: Some(person(1, "").id),
        session: None,
        action,
        object: "person",
        outcome: "done",
        details: "{}",
    }
}

fn filled(place: &Place) -> Household {
    let household = place.household();
    for number in 0..20 {
        let action = format!("action-{number}");
        household.write(|edit| edit.record(entry(&action), &mac)).unwrap();
    }
    household
}

/// Changes the file directly, like an attacker with the file's key but without the key of the audit
/// log.
fn meddle(place: &Place, sql: &str) {
    let connection = rusqlite::Connection::open(place.folder.household()).unwrap();
    let key = format!("PRAGMA key = \"x'{}'\"", "07".repeat(32));
    connection.execute_batch(&key).unwrap();
    connection
        .execute_batch(
            "DROP TRIGGER journal_is_never_changed; DROP TRIGGER journal_is_never_shortened;",
        )
        .unwrap();
    connection.execute_batch(sql).unwrap();
}

#[test]
fn a_whole_chain_verifies_from_any_known_head() {
    let place = Place::new();
    let household = filled(&place);
    let head = household.read(|view| view.verify_audit_chain(&mac, None)).unwrap();
    assert_eq!(head.seq, 20);
    assert_eq!(household.read(|view| view.audit_head()).unwrap(), head);
    let more = household.write(|edit| edit.record(entry("more"), &mac)).unwrap();
    assert_eq!(household.read(|view| view.verify_audit_chain(&mac, Some(head))).unwrap(), more);
    let lines = household.read(|view| view.journal(Some(3), 10)).unwrap();
    assert_eq!(lines.iter().map(|line| line.seq).collect::<Vec<_>>(), [2, 1]);
    assert_eq!(lines[0].action, "action-1");
}

#[test]
fn the_journal_is_neither_changed_nor_shortened() {
    let place = Place::new();
    filled(&place).close().unwrap();
    let connection = rusqlite::Connection::open(place.folder.household()).unwrap();
    let key = format!("PRAGMA key = \"x'{}'\"", "07".repeat(32));
    connection.execute_batch(&key).unwrap();
    for sql in
        ["UPDATE journal SET action = 'x' WHERE seq = 3", "DELETE FROM journal WHERE seq = 20"]
    {
        let refused = connection.execute(sql, []).unwrap_err();
        assert!(refused.to_string().contains("written_once"), "{refused}");
    }
}

#[test]
fn every_tampering_breaks_the_chain() {
    for (sql, broken) in [
        ("UPDATE journal SET action = 'x' WHERE seq = 7", 7),
        ("UPDATE journal SET actor = NULL WHERE seq = 7", 7),
        ("UPDATE journal SET at = at + 1 WHERE seq = 7", 7),
        ("UPDATE journal SET details = '[]' WHERE seq = 7", 7),
        ("DELETE FROM journal WHERE seq = 7", 7),
        ("DELETE FROM journal WHERE seq = 1", 1),
        (
            "UPDATE journal SET seq = 99 WHERE seq = 7; UPDATE journal SET seq = 7 WHERE seq = 8;
          UPDATE journal SET seq = 8 WHERE seq = 99",
            7,
        ),
    ] {
        let place = Place::new();
        filled(&place).close().unwrap();
        meddle(&place, sql);
        let household = place.reopen(pecule_store::KeyProof::Checked).unwrap();
        let outcome = household.read(|view| view.verify_audit_chain(&mac, None));
        assert!(
            matches!(outcome, Err(Error::BrokenChain(seq)) if seq == broken),
            "{sql}: {outcome:?}"
        );
    }
}

#[test]
fn a_cut_tail_shows_only_against_a_head_kept_elsewhere() {
    let place = Place::new();
    let household = filled(&place);
    let anchor = household.read(|view| view.audit_head()).unwrap();
    household.close().unwrap();
    meddle(&place, "DELETE FROM journal WHERE seq > 15");
    let household = place.reopen(pecule_store::KeyProof::Checked).unwrap();
    let head = household.read(|view| view.verify_audit_chain(&mac, None)).unwrap();
    assert!(head.seq < anchor.seq, "verifies by itself, and is behind its anchor");
    let anchored = household.read(|view| view.verify_audit_chain(&mac, Some(anchor)));
    assert!(matches!(anchored, Err(Error::BrokenChain(20))));
    let rewritten = Head { mac: [9; 32], ..head };
    let anchored = household.read(|view| view.verify_audit_chain(&mac, Some(rewritten)));
    assert!(matches!(anchored, Err(Error::BrokenChain(15))));
}

#[test]
fn an_entry_is_kept_only_with_what_it_records() {
    let place = Place::new();
    let household = place.household();
    let failed: Result<(), Error> = household.write(|edit| {
        edit.record(entry("refused"), &mac)?;
        Err(Error::Conflict)
    });
    assert!(failed.is_err());
    assert_eq!(household.read(|view| view.audit_head()).unwrap().seq, 0);
}

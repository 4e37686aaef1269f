//! Messages about findings: the relay, who wants to be told where, and what was told.

use jiff::Timestamp;
use pecule_domain::id::PersonId;
use rusqlite::{Row, params};
use uuid::Uuid;

use crate::error::Result;
use crate::file::row::{Id as _, at, find_at, id};
use crate::household::backup::targets::Tried;
use crate::household::{Edit, View};

/// The one relay that messages go through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relay {
    /// What its credentials are sealed for.
    pub seal: Uuid,
    /// Where it is, as JSON without secrets.
    pub relay: String,
    /// What lets us in, sealed.
    pub credentials: Option<Vec<u8>>,
    /// The address of the program itself.
    pub link: String,
    /// How the last try went.
    pub tried: Tried,
    /// Since when it waits to be confirmed, because the household was restored.
    pub retired_at: Option<Timestamp>,
}

/// Somebody who wants to be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addressee {
    /// Who.
    pub person: PersonId,
    /// The kind of relay that the address is for.
    pub kind: String,
    /// Where.
    pub address: String,
    /// From which severity on, as a stable word.
    pub severity: String,
    /// Since when.
    pub since: Timestamp,
}

/// How far the telling of a finding to a person is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Message {
    /// What is told.
    pub finding: Uuid,
    /// To whom.
    pub person: PersonId,
    /// When it was sent.
    pub sent_at: Option<Timestamp>,
    /// How many tries went wrong.
    pub failures: u32,
    /// When to try again.
    pub next_at: Timestamp,
}

const RELAY: &str =
    "seal, relay, credentials, link, tried_at, succeeded_at, failure, failures, retired_at";
const ADDRESSEE: &str = "person, kind, address, severity, since";

impl View<'_> {
    /// The relay, where there is one.
    pub fn find_relay(&self) -> Result<Option<Relay>> {
        self.sql.find(&format!("SELECT {RELAY} FROM relay WHERE id = 1"), [], relay)
    }

    /// Everybody who wants to be told.
    pub fn addressees(&self) -> Result<Vec<Addressee>> {
        self.sql.all(&format!("SELECT {ADDRESSEE} FROM addressees ORDER BY person"), [], addressee)
    }

    /// Where somebody wants to be told.
    pub fn find_addressee(&self, person: PersonId) -> Result<Option<Addressee>> {
        let sql = format!("SELECT {ADDRESSEE} FROM addressees WHERE person = ?1");
        self.sql.find(&sql, [person.key()], addressee)
    }

    /// What was told, or tried, of a finding to a person.
    pub fn find_message(&self, finding: Uuid, person: PersonId) -> Result<Option<Message>> {
        let sql = "SELECT finding, person, sent_at, failures, next_at FROM messages
                   WHERE finding = ?1 AND person = ?2";
        self.sql.find(sql, params![finding.into_bytes(), person.key()], |row| {
            Ok(Message {
                finding: Uuid::from_bytes(row.get(0)?),
                person: id(row, 1)?,
                sent_at: find_at(row, 2)?,
                failures: row.get(3)?,
                next_at: at(row, 4)?,
            })
        })
    }
}

impl View<'_> {
    /// Whether something that nobody has taken note of could not be told so many times.
    pub fn has_stuck_messages(&self, failures: u32) -> Result<bool> {
        let sql =
            "SELECT EXISTS (SELECT 1 FROM messages JOIN findings ON findings.id = messages.finding
                   WHERE findings.acknowledged_at IS NULL AND sent_at IS NULL AND failures >= ?1)";
        self.sql.one(sql, [failures], |row| row.get(0))
    }
}

impl Edit<'_> {
    /// Names the relay, in the place of the one before.
    pub fn put_relay(&self, relay: &Relay) -> Result<()> {
        self.sql.run(
            &format!(
                "INSERT OR REPLACE INTO relay (id, {RELAY})
                 VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"
            ),
            params![
                relay.seal.into_bytes(),
                relay.relay,
                relay.credentials,
                relay.link,
                relay.tried.at.map(Timestamp::as_millisecond),
                relay.tried.succeeded_at.map(Timestamp::as_millisecond),
                relay.tried.failure,
                relay.tried.failures,
                relay.retired_at.map(Timestamp::as_millisecond),
            ],
        )?;
        Ok(())
    }

    /// Forgets the relay and what lets us in.
    pub fn remove_relay(&self) -> Result<()> {
        self.sql.touch("DELETE FROM relay WHERE id = 1", [])
    }

    /// Notes how a try of the relay went.
    pub fn note_relay(&self, tried: &Tried) -> Result<()> {
        self.sql.touch(
            "UPDATE relay SET tried_at = ?1, succeeded_at = ?2, failure = ?3, failures = ?4 WHERE id = 1",
            params![
                tried.at.map(Timestamp::as_millisecond),
                tried.succeeded_at.map(Timestamp::as_millisecond),
                tried.failure,
                tried.failures,
            ],
        )
    }

    /// Lets the relay wait to be confirmed, without its credentials: the household was restored.
    pub fn retire_relay(&self, now: Timestamp) -> Result<usize> {
        let sql = "UPDATE relay SET credentials = NULL, retired_at = ?1 WHERE retired_at IS NULL";
        self.sql.run(sql, [now.as_millisecond()])
    }

    /// Notes where somebody wants to be told.
    pub fn put_addressee(&self, addressee: &Addressee) -> Result<()> {
        self.sql.run(
            &format!("INSERT OR REPLACE INTO addressees ({ADDRESSEE}) VALUES (?1, ?2, ?3, ?4, ?5)"),
            params![
                addressee.person.key(),
                addressee.kind,
                addressee.address,
                addressee.severity,
                addressee.since.as_millisecond(),
            ],
        )?;
        Ok(())
    }

    /// Notes that somebody does not want to be told any more.
    pub fn remove_addressee(&self, person: PersonId) -> Result<()> {
        self.sql.touch("DELETE FROM addressees WHERE person = ?1", [person.key()])
    }

    /// Notes how far the telling of a finding is.
    pub fn put_message(&self, message: Message) -> Result<()> {
        self.sql.run(
            "INSERT OR REPLACE INTO messages (finding, person, sent_at, failures, next_at)
             VALUES (?1, ?2, ?3, ?4, ?5)",
            params![
                message.finding.into_bytes(),
                message.person.key(),
                message.sent_at.map(Timestamp::as_millisecond),
                message.failures,
                message.next_at.as_millisecond(),
            ],
        )?;
        Ok(())
    }
}

fn relay(row: &Row<'_>) -> rusqlite::Result<Relay> {
    Ok(Relay {
        seal: Uuid::from_bytes(row.get(0)?),
        relay: row.get(1)?,
        credentials: row.get(2)?,
        link: row.get(3)?,
        tried: Tried {
            at: find_at(row, 4)?,
            succeeded_at: find_at(row, 5)?,
            failure: row.get(6)?,
            failures: row.get(7)?,
        },
        retired_at: find_at(row, 8)?,
    })
}

fn addressee(row: &Row<'_>) -> rusqlite::Result<Addressee> {
    Ok(Addressee {
        person: id(row, 0)?,
        kind: row.get(1)?,
        address: row.get(2)?,
        severity: row.get(3)?,
        since: at(row, 4)?,
    })
}

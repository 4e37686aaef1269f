//! Stores notifications about alerts, with the relay, the recipients and the deliveries.

use jiff::Timestamp;
use pecule_domain::id::PersonId;
use rusqlite::{Row, params};
use uuid::Uuid;

use crate::error::Result;
use crate::file::row::{Id as _, at, find_at, id};
use crate::household::backup::targets::TargetTest;
use crate::household::{Edit, View};

/// The relay that all notifications go through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relay {
    /// The identity that the credentials are sealed for.
    pub seal: Uuid,
    /// The kind and address of the relay, as JSON without secrets.
    pub relay: String,
    /// The sealed credentials.
    pub credentials: Option<Vec<u8>>,
    /// The base URL of the program, for links in notifications.
    pub link: String,
    /// The result of the last attempt.
    pub tried: TargetTest,
    /// Set by a restore: since when the relay waits for confirmation.
    pub retired_at: Option<Timestamp>,
}

/// A person who receives notifications.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    pub person: PersonId,
    /// The kind of relay that the address is for.
    pub kind: String,
    pub address: String,
    /// The lowest severity that is sent, as a stable word.
    pub severity: String,
    pub since: Timestamp,
}

/// The delivery of one alert to one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Message {
    pub finding: Uuid,
    pub person: PersonId,
    pub sent_at: Option<Timestamp>,
    /// The number of failed attempts.
    pub failures: u32,
    /// When to try again.
    pub next_at: Timestamp,
}

const RELAY: &str =
    "seal, relay, credentials, link, tried_at, succeeded_at, failure, failures, retired_at";
const ADDRESSEE: &str = "person, kind, address, severity, since";

impl View<'_> {
    /// Returns the relay, if one is set.
    pub fn find_relay(&self) -> Result<Option<Relay>> {
        self.sql.find(&format!("SELECT {RELAY} FROM relay WHERE id = 1"), [], relay)
    }

    /// Returns every recipient of notifications.
    pub fn addressees(&self) -> Result<Vec<Recipient>> {
        self.sql.all(&format!("SELECT {ADDRESSEE} FROM addressees ORDER BY person"), [], addressee)
    }

    /// Returns the notification address of a person.
    pub fn find_addressee(&self, person: PersonId) -> Result<Option<Recipient>> {
        let sql = format!("SELECT {ADDRESSEE} FROM addressees WHERE person = ?1");
        self.sql.find(&sql, [person.key()], addressee)
    }

    /// Returns the delivery of an alert to a person.
    pub fn find_notification(&self, finding: Uuid, person: PersonId) -> Result<Option<Message>> {
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
    /// Returns whether a notification about an unacknowledged alert failed at least this often.
    pub fn has_stuck_notifications(&self, failures: u32) -> Result<bool> {
        let sql =
            "SELECT EXISTS (SELECT 1 FROM messages JOIN findings ON findings.id = messages.finding
                   WHERE findings.acknowledged_at IS NULL AND sent_at IS NULL AND failures >= ?1)";
        self.sql.one(sql, [failures], |row| row.get(0))
    }
}

impl Edit<'_> {
    /// Sets the relay, replacing the previous one.
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

    /// Removes the relay and its credentials.
    pub fn remove_relay(&self) -> Result<()> {
        self.sql.touch("DELETE FROM relay WHERE id = 1", [])
    }

    /// Stores the result of an attempt.
    pub fn record_relay_test(&self, tried: &TargetTest) -> Result<()> {
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

    /// Removes the relay's credentials after a restore, so that it waits for confirmation.
    pub fn retire_relay(&self, now: Timestamp) -> Result<usize> {
        let sql = "UPDATE relay SET credentials = NULL, retired_at = ?1 WHERE retired_at IS NULL";
        self.sql.run(sql, [now.as_millisecond()])
    }

    /// Adds or replaces the notification address of a person.
    pub fn put_addressee(&self, addressee: &Recipient) -> Result<()> {
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

    /// Unsubscribes a person from notifications.
    pub fn remove_addressee(&self, person: PersonId) -> Result<()> {
        self.sql.touch("DELETE FROM addressees WHERE person = ?1", [person.key()])
    }

    /// Adds or updates a delivery.
    pub fn put_notification(&self, message: Message) -> Result<()> {
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
        tried: TargetTest {
            at: find_at(row, 4)?,
            succeeded_at: find_at(row, 5)?,
            failure: row.get(6)?,
            failures: row.get(7)?,
        },
        retired_at: find_at(row, 8)?,
    })
}

fn addressee(row: &Row<'_>) -> rusqlite::Result<Recipient> {
    Ok(Recipient {
        person: id(row, 0)?,
        kind: row.get(1)?,
        address: row.get(2)?,
        severity: row.get(3)?,
        since: at(row, 4)?,
    })
}

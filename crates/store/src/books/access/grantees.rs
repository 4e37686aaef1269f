//! Who may open these books as their owners know them, pinned inside where only who holds the key writes.

use std::ops::Deref;

use jiff::Timestamp;
use pecule_domain::id::PersonId;
use pecule_domain::money::share::Share;
use rusqlite::{Row, params};
use uuid::Uuid;

use crate::audit::chain;
use crate::audit::chain::{Entry, Head, Mac};
use crate::books::{Books, View};
use crate::error::{Error, Result};
use crate::file::row::{Id as _, at, id, text};
use crate::file::sql::Sql;
use crate::household::books::list::Access;

/// Somebody who may open these books.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grantee {
    /// Who.
    pub person: PersonId,
    /// Their name on that day.
    pub name: String,
    /// The fingerprint of their public key, as an owner took it for theirs.
    pub fingerprint: String,
    /// What they may do.
    pub access: Access,
    /// Which part of these books is theirs.
    pub share: Share,
    /// Since when.
    pub pinned_at: Timestamp,
}

/// A change of those who may open these books.
#[derive(Clone, Copy)]
pub struct Pinning<'a> {
    view: View<'a>,
}

impl<'a> Deref for Pinning<'a> {
    type Target = View<'a>;

    fn deref(&self) -> &View<'a> {
        &self.view
    }
}

/// The tables in which records are found by their identity.
const RECORDS: &[&str] = &[
    "holdings",
    "accounts",
    "assets",
    "banks",
    "operations",
    "tasks",
    "notes",
    "taxonomies",
    "taxons",
];

impl View<'_> {
    /// Who may open these books, by identity.
    pub fn grantees(&self) -> Result<Vec<Grantee>> {
        self.sql.all(
            "SELECT person, name, fingerprint, access, share, pinned_at FROM grantees ORDER BY person",
            [],
            grantee,
        )
    }

    /// The fingerprint of the machine's key, where it may open these books by itself.
    pub fn find_machine(&self) -> Result<Option<String>> {
        self.sql.find("SELECT fingerprint FROM machine WHERE id = 1", [], |row| row.get(0))
    }

    /// Whether a record with this identity lies in these books.
    pub fn holds(&self, record: Uuid) -> Result<bool> {
        let found =
            RECORDS.iter().map(|table| format!("EXISTS (SELECT 1 FROM {table} WHERE id = ?1)"));
        let sql = format!("SELECT {}", found.collect::<Vec<_>>().join(" OR "));
        self.sql.one(&sql, [record.into_bytes()], |row| row.get(0))
    }

    /// The last day of which anything is stated.
    pub fn find_last_statement(&self) -> Result<Option<jiff::civil::Date>> {
        let sql = "SELECT max(on_day) FROM statements";
        self.sql.one(sql, [], |row| crate::file::row::find_text(row, 0))
    }
}

impl Books {
    /// Notes who may open books that were just made; nothing comes before it.
    pub fn pin_first(&self, grantees: &[Grantee]) -> Result<()> {
        self.file.write(|sql| {
            let view = View { sql };
            if chain::head(sql)?.seq != 0 || !view.grantees()?.is_empty() {
                return Err(Error::WrittenOnce);
            }
            grantees.iter().try_for_each(|grantee| put(sql, grantee))
        })
    }

    /// Changes who may open these books, with its line in the journal in the same transaction.
    pub fn change_grantees<T, E: From<Error>>(
        &self,
        entry: Entry<'_>,
        mac: Mac<'_>,
        work: impl FnOnce(Pinning<'_>) -> Result<T, E>,
    ) -> Result<(T, Head), E> {
        self.file.write(|sql| {
            let done = work(Pinning { view: View { sql } })?;
            let head = chain::append(sql, entry, mac)?;
            Ok((done, head))
        })
    }
}

impl Pinning<'_> {
    /// Notes somebody, in the place of what was noted of them.
    pub fn put_grantee(&self, grantee: &Grantee) -> Result<()> {
        put(self.view.sql, grantee)
    }

    /// Forgets somebody, where they were noted.
    pub fn remove_grantee(&self, person: PersonId) -> Result<()> {
        self.view.sql.run("DELETE FROM grantees WHERE person = ?1", [person.key()]).map(drop)
    }

    /// Notes that the machine may open these books by itself, with the fingerprint of its key, or no longer.
    pub fn set_machine(&self, fingerprint: Option<&str>, now: Timestamp) -> Result<()> {
        self.view.sql.run("DELETE FROM machine", [])?;
        if let Some(fingerprint) = fingerprint {
            self.view.sql.run(
                "INSERT INTO machine (id, fingerprint, pinned_at) VALUES (1, ?1, ?2)",
                params![fingerprint, now.as_millisecond()],
            )?;
        }
        Ok(())
    }
}

fn put(sql: Sql<'_>, grantee: &Grantee) -> Result<()> {
    sql.run(
        "INSERT INTO grantees (person, name, fingerprint, access, share, pinned_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (person) DO UPDATE SET name = excluded.name, fingerprint = excluded.fingerprint,
             access = excluded.access, share = excluded.share, pinned_at = excluded.pinned_at",
        params![
            grantee.person.key(),
            grantee.name,
            grantee.fingerprint,
            grantee.access.word(),
            grantee.share.to_string(),
            grantee.pinned_at.as_millisecond(),
        ],
    )
    .map(drop)
}

fn grantee(row: &Row<'_>) -> rusqlite::Result<Grantee> {
    Ok(Grantee {
        person: id(row, 0)?,
        name: row.get(1)?,
        fingerprint: row.get(2)?,
        access: text(row, 3)?,
        share: text(row, 4)?,
        pinned_at: at(row, 5)?,
    })
}

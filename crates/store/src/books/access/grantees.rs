//! Stores who may open these books. The list is inside the encrypted file, so that only holders of
//! its key can change it; the grants in `household.db` are checked against it.

use std::ops::Deref;

use jiff::Timestamp;
use pecule_domain::id::PersonId;
use pecule_domain::money::share::Share;
use rusqlite::{Row, params};
use uuid::Uuid;

use crate::audit::chain;
use crate::audit::entry::{Entry, Head, Mac};
use crate::books::{Books, View};
use crate::error::{Error, Result};
use crate::file::row::{Id as _, at, id, text};
use crate::file::sql::Sql;
use crate::household::books::list::Access;

/// A person who may open these books.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grantee {
    pub person: PersonId,
    /// The person's name when the entry was written.
    pub name: String,
    /// The fingerprint of the person's public key, as confirmed by an owner.
    pub fingerprint: String,
    pub access: Access,
    /// The part of the books that belongs to this person.
    pub share: Share,
    pub pinned_at: Timestamp,
}

/// A write transaction that changes the grantees.
#[derive(Clone, Copy)]
pub struct GranteeChange<'a> {
    view: View<'a>,
}

impl<'a> Deref for GranteeChange<'a> {
    type Target = View<'a>;

    fn deref(&self) -> &View<'a> {
        &self.view
    }
}

/// The tables whose records have an identity.
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
    /// Returns every grantee, ordered by identity.
    pub fn grantees(&self) -> Result<Vec<Grantee>> {
        self.sql.all(
            "SELECT person, name, fingerprint, access, share, pinned_at FROM grantees ORDER BY person",
            [],
            grantee,
        )
    }

    /// Returns the fingerprint of the machine's key, if unattended access is enabled.
    pub fn find_machine(&self) -> Result<Option<String>> {
        self.sql.find("SELECT fingerprint FROM machine WHERE id = 1", [], |row| row.get(0))
    }

    /// Returns whether a record with this identity exists in these books.
    pub fn holds(&self, record: Uuid) -> Result<bool> {
        let found =
            RECORDS.iter().map(|table| format!("EXISTS (SELECT 1 FROM {table} WHERE id = ?1)"));
        let sql = format!("SELECT {}", found.collect::<Vec<_>>().join(" OR "));
        self.sql.one(&sql, [record.into_bytes()], |row| row.get(0))
    }

    /// Returns the date of the latest statement.
    pub fn find_last_statement(&self) -> Result<Option<jiff::civil::Date>> {
        let sql = "SELECT max(on_day) FROM statements";
        self.sql.one(sql, [], |row| crate::file::row::find_text(row, 0))
    }
}

impl Books {
    /// Writes the first grantees of new books, without an audit event.
    ///
    /// Fails with `WrittenOnce` if the audit log or the list is not empty.
    pub fn pin_first(&self, grantees: &[Grantee]) -> Result<()> {
        self.file.write(|sql| {
            let view = View { sql };
            if chain::head(sql)?.seq != 0 || !view.grantees()?.is_empty() {
                return Err(Error::WrittenOnce);
            }
            grantees.iter().try_for_each(|grantee| put(sql, grantee))
        })
    }

    /// Changes the grantees and records one audit event in the same transaction.
    pub fn change_grantees<T, E: From<Error>>(
        &self,
        entry: Entry<'_>,
        mac: Mac<'_>,
        work: impl FnOnce(GranteeChange<'_>) -> Result<T, E>,
    ) -> Result<(T, Head), E> {
        self.file.write(|sql| {
            let done = work(GranteeChange { view: View { sql } })?;
            let head = chain::append(sql, entry, mac)?;
            Ok((done, head))
        })
    }
}

impl GranteeChange<'_> {
    /// Adds or replaces a grantee.
    pub fn put_grantee(&self, grantee: &Grantee) -> Result<()> {
        put(self.view.sql, grantee)
    }

    /// Removes a grantee, if present.
    pub fn remove_grantee(&self, person: PersonId) -> Result<()> {
        self.view.sql.run("DELETE FROM grantees WHERE person = ?1", [person.key()]).map(drop)
    }

    /// Stores the fingerprint of the machine's key; `None` disables unattended access.
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

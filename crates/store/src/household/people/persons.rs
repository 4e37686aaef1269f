//! Stores the people of the household.

use jiff::Timestamp;
use pecule_domain::id::PersonId;
use rusqlite::{Row, params};

use crate::error::{Error, Result};
use crate::file::row::{Id as _, at, find_at, id};
use crate::household::{Edit, View};

/// The maximum number of people in a household.
pub const MOST_PERSONS: u64 = 5;

/// A member of the household.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub id: PersonId,
    /// The sign-in name, as the person writes it.
    pub name: String,
    /// Whether the person is an administrator.
    pub admin: bool,
    pub language: String,
    /// Light, dark, or the system's choice.
    pub theme: String,
    /// The public half of the person's identity, which keys are sealed to.
    pub public_key: String,
    /// Further preferences, as a JSON object.
    pub preferences: String,
    pub created_at: Timestamp,
    /// Since when the person may not sign in; `None` if enabled.
    pub disabled_at: Option<Timestamp>,
}

const COLUMNS: &str =
    "id, name, admin, language, theme, public_key, preferences, created_at, disabled_at";

/// Returns a name as it is compared: lower case, without outer spaces.
pub fn folded(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

impl View<'_> {
    /// Returns every person, ordered by name.
    pub fn persons(&self) -> Result<Vec<Person>> {
        let sql = format!("SELECT {COLUMNS} FROM persons ORDER BY folded_name");
        self.sql.all(&sql, [], person)
    }

    /// Returns the number of people.
    pub fn person_count(&self) -> Result<u64> {
        self.sql.one("SELECT count(*) FROM persons", [], |row| crate::file::row::count(row, 0))
    }

    /// Returns a person, or `NotFound`.
    pub fn person(&self, id: PersonId) -> Result<Person> {
        self.sql.one(&format!("SELECT {COLUMNS} FROM persons WHERE id = ?1"), [id.key()], person)
    }

    /// Returns the time of a person's last sign-in.
    pub fn find_last_sign_in(&self, id: PersonId) -> Result<Option<Timestamp>> {
        self.sql.one(
            "SELECT max(at) FROM journal WHERE actor = ?1 AND action = 'sign-in' AND outcome = 'done'",
            [id.key()],
            |row| find_at(row, 0),
        )
    }

    /// Returns the person with this name, ignoring case.
    pub fn find_person(&self, name: &str) -> Result<Option<Person>> {
        self.sql.find(
            &format!("SELECT {COLUMNS} FROM persons WHERE folded_name = ?1"),
            [folded(name)],
            person,
        )
    }
}

impl Edit<'_> {
    /// Adds a person; fails with `HouseholdFull` for a sixth one and with `Taken` for a used name.
    pub fn add_person(&self, person: &Person) -> Result<()> {
        if self.person_count()? >= MOST_PERSONS {
            return Err(Error::HouseholdFull);
        }
        self.sql.run(
            "INSERT INTO persons (id, name, folded_name, admin, language, theme, public_key,
                 preferences, created_at, disabled_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            params![
                person.id.key(),
                person.name,
                folded(&person.name),
                person.admin,
                person.language,
                person.theme,
                person.public_key,
                person.preferences,
                person.created_at.as_millisecond(),
                person.disabled_at.map(Timestamp::as_millisecond),
            ],
        )?;
        Ok(())
    }

    /// Updates a person, except for the creation time.
    pub fn put_person(&self, person: &Person) -> Result<()> {
        self.sql.touch(
            "UPDATE persons SET name = ?2, folded_name = ?3, admin = ?4, language = ?5, theme = ?6,
                 public_key = ?7, preferences = ?8, disabled_at = ?9
             WHERE id = ?1",
            params![
                person.id.key(),
                person.name,
                folded(&person.name),
                person.admin,
                person.language,
                person.theme,
                person.public_key,
                person.preferences,
                person.disabled_at.map(Timestamp::as_millisecond),
            ],
        )
    }

    /// Removes a person with their slots, sessions and grants; books files are not touched.
    pub fn remove_person(&self, id: PersonId) -> Result<()> {
        self.sql.touch("DELETE FROM persons WHERE id = ?1", [id.key()])
    }
}

fn person(row: &Row<'_>) -> rusqlite::Result<Person> {
    Ok(Person {
        id: id(row, 0)?,
        name: row.get(1)?,
        admin: row.get(2)?,
        language: row.get(3)?,
        theme: row.get(4)?,
        public_key: row.get(5)?,
        preferences: row.get(6)?,
        created_at: at(row, 7)?,
        disabled_at: find_at(row, 8)?,
    })
}

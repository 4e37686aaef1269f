//! Reads and writes the compositions of assets; each lists the components from a date on.

use jiff::civil::Date;
use pecule_domain::id::AssetId;
use pecule_domain::portfolio::composition::{Composition, Part};
use rusqlite::{Params, params};

use crate::books::{Edit, View};
use crate::error::{Error, Result};
use crate::file::row::{Id as _, find_id, id, text};

impl View<'_> {
    /// Returns every composition, ordered by asset and date.
    pub fn compositions(&self) -> Result<Vec<Composition>> {
        self.composed("", [])
    }

    /// Returns the compositions in force on a date: the latest of each asset up to that date.
    pub fn compositions_on(&self, day: Date) -> Result<Vec<Composition>> {
        self.composed(
            "WHERE c.valid_from = (SELECT max(valid_from) FROM compositions
                 WHERE asset = c.asset AND valid_from <= ?1)",
            [day.to_string()],
        )
    }

    /// Returns the compositions of one asset, ordered by date.
    pub fn compositions_of(&self, asset: AssetId) -> Result<Vec<Composition>> {
        self.composed("WHERE c.asset = ?1", [asset.key()])
    }

    /// Returns the composition of an asset that is valid from exactly this date.
    pub fn find_composition(&self, asset: AssetId, from: Date) -> Result<Option<Composition>> {
        let found = self.composed(
            "WHERE c.asset = ?1 AND c.valid_from = ?2",
            params![asset.key(), from.to_string()],
        );
        found.map(|all| all.into_iter().next())
    }

    /// Reads compositions with their parts in one query.
    fn composed(&self, condition: &str, params: impl Params) -> Result<Vec<Composition>> {
        let sql = format!(
            "SELECT c.asset, c.valid_from, c.source, p.part, p.share
             FROM compositions c LEFT JOIN parts p USING (asset, valid_from) {condition}
             ORDER BY c.asset, c.valid_from, p.position"
        );
        let mut all: Vec<Composition> = Vec::new();
        self.sql.each(&sql, params, |row| {
            let (asset, valid_from) = (id(row, 0)?, text(row, 1)?);
            let part = match find_id(row, 3)? {
                Some(asset) => Some(Part { asset, share: text(row, 4)? }),
                None => None,
            };
            match all.last_mut() {
                Some(last) if last.asset == asset && last.valid_from == valid_from => {
                    last.parts.extend(part);
                }
                _ => all.push(Composition {
                    asset,
                    valid_from,
                    parts: part.into_iter().collect(),
                    source: row.get(2)?,
                }),
            }
            Ok(())
        })?;
        Ok(all)
    }
}

impl Edit<'_> {
    /// Adds a composition, or replaces the one of the same asset and date.
    ///
    /// The caller must check beforehand that no cycle results.
    pub fn put_composition(&self, composition: &Composition) -> Result<()> {
        let Composition { asset, valid_from, parts, source } = composition;
        let (asset, day) = (asset.key(), valid_from.to_string());
        if self.find_composition(composition.asset, *valid_from)?.as_ref() == Some(composition) {
            return Ok(());
        }
        self.sql.run(
            "INSERT INTO compositions (asset, valid_from, source) VALUES (?1, ?2, ?3)
             ON CONFLICT (asset, valid_from) DO UPDATE SET source = excluded.source",
            params![asset, day, source],
        )?;
        self.sql
            .run("DELETE FROM parts WHERE asset = ?1 AND valid_from = ?2", params![asset, day])?;
        for (position, part) in parts.iter().enumerate() {
            let position = i64::try_from(position)
                .map_err(|_too_many| Error::Malformed("too many parts".to_owned()))?;
            self.sql.run(
                "INSERT INTO parts (asset, valid_from, position, part, share)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
                params![asset, day, position, part.asset.key(), part.share.to_string()],
            )?;
        }
        Ok(())
    }

    /// Removes the composition of an asset for a date.
    pub fn remove_composition(&self, asset: AssetId, from: Date) -> Result<()> {
        self.sql.touch(
            "DELETE FROM compositions WHERE asset = ?1 AND valid_from = ?2",
            params![asset.key(), from.to_string()],
        )
    }
}

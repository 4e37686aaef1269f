//! Reads and writes allocations of assets over classes and zones, and the default zones of classes.

use std::collections::BTreeMap;

use pecule_domain::id::AssetId;
use pecule_domain::money::share::Share;
use pecule_domain::portfolio::allocation::Allocation;
use pecule_domain::portfolio::class::Class;
use pecule_domain::portfolio::zone::{Zone, default_zone_shares};
use rusqlite::Row;
use rusqlite::params;
use serde::de::DeserializeOwned;

use crate::books::{Edit, View};
use crate::error::{Error, Result};
use crate::file::row::{Id as _, id, malformed, text};

impl View<'_> {
    /// Returns the allocation of an asset; it is empty if none was entered.
    pub fn allocation(&self, asset: AssetId) -> Result<Allocation> {
        let found = self.sql.find(
            "SELECT parts FROM allocations WHERE asset = ?1",
            [asset.key()],
            |row| json(row, 0),
        )?;
        Ok(found.unwrap_or_default())
    }

    /// Returns the allocation of every classified asset, ordered by asset.
    pub fn allocations(&self) -> Result<Vec<(AssetId, Allocation)>> {
        self.sql.all("SELECT asset, parts FROM allocations ORDER BY asset", [], |row| {
            Ok((id(row, 0)?, json(row, 1)?))
        })
    }

    /// Returns the default zones of each class: the owner's, or the program's.
    pub fn default_zones(&self) -> Result<BTreeMap<Class, BTreeMap<Zone, Share>>> {
        let edited = self.sql.all("SELECT class, parts FROM default_zones", [], |row| {
            Ok((text(row, 0)?, json(row, 1)?))
        })?;
        let given = Class::ALL
            .iter()
            .map(|class| (*class, default_zone_shares(*class).into_iter().collect()));
        let mut zones: BTreeMap<_, _> = given.collect();
        zones.extend(edited);
        Ok(zones)
    }
}

impl Edit<'_> {
    /// Replaces the allocation of an asset.
    pub fn put_allocation(&self, asset: AssetId, allocation: &Allocation) -> Result<()> {
        if allocation.classes.is_empty() {
            return self
                .sql
                .run("DELETE FROM allocations WHERE asset = ?1", [asset.key()])
                .map(drop);
        }
        self.sql
            .run(
                "INSERT INTO allocations (asset, parts) VALUES (?1, ?2)
                 ON CONFLICT (asset) DO UPDATE SET parts = excluded.parts",
                params![asset.key(), to_json(allocation)?],
            )
            .map(drop)
    }

    /// Sets the default zones of a class; an empty map means no zone.
    pub fn put_default_zones(&self, class: Class, zones: &BTreeMap<Zone, Share>) -> Result<()> {
        self.sql
            .run(
                "INSERT INTO default_zones (class, parts) VALUES (?1, ?2)
                 ON CONFLICT (class) DO UPDATE SET parts = excluded.parts",
                params![class.key(), to_json(zones)?],
            )
            .map(drop)
    }

    /// Restores the program's default zones of a class.
    pub fn reset_default_zones(&self, class: Class) -> Result<()> {
        self.sql.run("DELETE FROM default_zones WHERE class = ?1", [class.key()]).map(drop)
    }
}

fn json<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    serde_json::from_str(row.get_ref(column)?.as_str()?).map_err(|cause| malformed(column, cause))
}

fn to_json(value: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|cause| Error::Malformed(cause.to_string()))
}

//! Reads and writes assets, and finds the records that refer to them.

use pecule_domain::id::{AccountId, AssetId, HoldingId};
use pecule_domain::portfolio::asset::Asset;
use pecule_domain::portfolio::isin::Isin;
use rusqlite::{Row, params};

use crate::books::{Edit, Page, View, stale_or_missing};
use crate::error::Result;
use crate::file::row::{Id as _, find_text, id, text};

pub(crate) const COLUMNS: &str =
    "id, name, kind, isin, ticker, issuer, currency, unit, notes, version";

/// A reference that prevents the removal of an asset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reference {
    /// A composite asset has it as a component.
    Component {
        composite: AssetId,
        /// The name of the composite.
        name: String,
    },
    /// An account holds it.
    Held {
        holding: HoldingId,
        account: AccountId,
        /// The name of the account.
        name: String,
    },
}

impl View<'_> {
    /// Returns every asset, ordered by name.
    pub fn assets(&self) -> Result<Vec<Asset>> {
        self.sql.all(&format!("SELECT {COLUMNS} FROM assets ORDER BY name"), [], asset)
    }

    /// Returns a page of assets, ordered by name.
    pub fn assets_page(&self, page: &Page) -> Result<Vec<Asset>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM assets WHERE (name, id) > (?1, ?2) ORDER BY name, id LIMIT ?3"
        );
        self.sql.all(&sql, page.bounds(), asset)
    }

    /// Returns an asset, or `NotFound`.
    pub fn asset(&self, id: AssetId) -> Result<Asset> {
        self.sql.one(&format!("SELECT {COLUMNS} FROM assets WHERE id = ?1"), [id.key()], asset)
    }

    /// Returns the asset with exactly this name.
    pub fn find_asset(&self, name: &str) -> Result<Option<Asset>> {
        self.sql.find(&format!("SELECT {COLUMNS} FROM assets WHERE name = ?1"), [name], asset)
    }

    /// Returns the assets with an ISIN, ordered by name. More than one means that it was entered
    /// twice.
    pub fn assets_with_isin(&self, isin: Isin) -> Result<Vec<Asset>> {
        let sql = format!("SELECT {COLUMNS} FROM assets WHERE isin = ?1 ORDER BY name");
        self.sql.all(&sql, [isin.as_str()], asset)
    }

    /// Returns every reference to an asset: composites first, then holdings, each ordered by name.
    pub fn users_of(&self, asset: AssetId) -> Result<Vec<Reference>> {
        let mut users = self.sql.all(
            "SELECT DISTINCT assets.id, assets.name FROM parts
             JOIN assets ON assets.id = parts.asset WHERE parts.part = ?1 ORDER BY assets.name",
            [asset.key()],
            |row| Ok(Reference::Component { composite: id(row, 0)?, name: row.get(1)? }),
        )?;
        users.extend(self.sql.all(
            "SELECT holdings.id, accounts.id, accounts.name FROM holdings
             JOIN accounts ON accounts.id = holdings.account
             WHERE holdings.asset = ?1 ORDER BY accounts.name, holdings.id",
            [asset.key()],
            |row| {
                Ok(Reference::Held {
                    holding: id(row, 0)?,
                    account: id(row, 1)?,
                    name: row.get(2)?,
                })
            },
        )?);
        Ok(users)
    }
}

impl Edit<'_> {
    /// Adds an asset with version 1; the version of `asset` is ignored.
    pub fn add_asset(&self, asset: &Asset) -> Result<()> {
        self.sql
            .run(
                "INSERT INTO assets (id, name, kind, isin, ticker, issuer, currency, unit, notes,
                     version)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 1)",
                params![
                    asset.id.key(),
                    asset.name,
                    asset.kind.key(),
                    asset.isin.as_ref().map(Isin::as_str),
                    asset.ticker,
                    asset.issuer,
                    asset.currency.code(),
                    asset.unit.key(),
                    asset.notes,
                ],
            )
            .map(drop)
    }

    /// Updates an asset; fails with `Stale` if its version has changed.
    pub fn put_asset(&self, asset: &Asset) -> Result<()> {
        let touched = self.sql.run(
            "UPDATE assets SET name = ?3, kind = ?4, isin = ?5, ticker = ?6, issuer = ?7,
                 currency = ?8, unit = ?9, notes = ?10, version = version + 1
             WHERE id = ?1 AND version = ?2",
            params![
                asset.id.key(),
                asset.version,
                asset.name,
                asset.kind.key(),
                asset.isin.as_ref().map(Isin::as_str),
                asset.ticker,
                asset.issuer,
                asset.currency.code(),
                asset.unit.key(),
                asset.notes,
            ],
        )?;
        if touched == 1 {
            Ok(())
        } else {
            Err(stale_or_missing(self.sql, "assets", asset.id.key()))
        }
    }

    /// Removes an asset with its allocation, compositions, prices, tasks and notes; fails with
    /// `InUse` while a composite or a holding refers to it.
    pub fn remove_asset(&self, id: AssetId) -> Result<()> {
        self.sql.touch("DELETE FROM assets WHERE id = ?1", [id.key()])
    }
}

pub(crate) fn asset(row: &Row<'_>) -> rusqlite::Result<Asset> {
    Ok(Asset {
        id: id(row, 0)?,
        name: row.get(1)?,
        kind: text(row, 2)?,
        isin: find_text(row, 3)?,
        ticker: row.get(4)?,
        issuer: row.get(5)?,
        currency: text(row, 6)?,
        unit: text(row, 7)?,
        notes: row.get(8)?,
        version: row.get(9)?,
    })
}

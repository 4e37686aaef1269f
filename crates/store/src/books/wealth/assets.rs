//! Assets, and who uses each.

use pecule_domain::id::{AccountId, AssetId, HoldingId};
use pecule_domain::portfolio::asset::Asset;
use pecule_domain::portfolio::isin::Isin;
use rusqlite::{Row, params};

use crate::books::{Edit, Page, View, stale_or_missing};
use crate::error::Result;
use crate::file::row::{Id as _, find_text, id, text};

pub(crate) const COLUMNS: &str =
    "id, name, kind, isin, ticker, issuer, currency, unit, notes, version";

/// What stands in the way of removing an asset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Use {
    /// Another asset is made of it.
    Component {
        /// That asset.
        composite: AssetId,
        /// What it is called.
        name: String,
    },
    /// An account holds it.
    Held {
        /// The holding.
        holding: HoldingId,
        /// The account.
        account: AccountId,
        /// What the account is called.
        name: String,
    },
}

impl View<'_> {
    /// Every asset, by name.
    pub fn assets(&self) -> Result<Vec<Asset>> {
        self.sql.all(&format!("SELECT {COLUMNS} FROM assets ORDER BY name"), [], asset)
    }

    /// A stretch of the assets, by name.
    pub fn assets_page(&self, page: &Page) -> Result<Vec<Asset>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM assets WHERE (name, id) > (?1, ?2) ORDER BY name, id LIMIT ?3"
        );
        self.sql.all(&sql, page.bounds(), asset)
    }

    /// One asset.
    pub fn asset(&self, id: AssetId) -> Result<Asset> {
        self.sql.one(&format!("SELECT {COLUMNS} FROM assets WHERE id = ?1"), [id.key()], asset)
    }

    /// The asset of exactly this name.
    pub fn find_asset(&self, name: &str) -> Result<Option<Asset>> {
        self.sql.find(&format!("SELECT {COLUMNS} FROM assets WHERE name = ?1"), [name], asset)
    }

    /// The assets with an international number, by name: one, unless it was described twice.
    pub fn assets_with_isin(&self, isin: Isin) -> Result<Vec<Asset>> {
        let sql = format!("SELECT {COLUMNS} FROM assets WHERE isin = ?1 ORDER BY name");
        self.sql.all(&sql, [isin.as_str()], asset)
    }

    /// Who uses an asset: composites first, then holdings, each by name.
    pub fn users_of(&self, asset: AssetId) -> Result<Vec<Use>> {
        let mut users = self.sql.all(
            "SELECT DISTINCT assets.id, assets.name FROM parts
             JOIN assets ON assets.id = parts.asset WHERE parts.part = ?1 ORDER BY assets.name",
            [asset.key()],
            |row| Ok(Use::Component { composite: id(row, 0)?, name: row.get(1)? }),
        )?;
        users.extend(self.sql.all(
            "SELECT holdings.id, accounts.id, accounts.name FROM holdings
             JOIN accounts ON accounts.id = holdings.account
             WHERE holdings.asset = ?1 ORDER BY accounts.name, holdings.id",
            [asset.key()],
            |row| Ok(Use::Held { holding: id(row, 0)?, account: id(row, 1)?, name: row.get(2)? }),
        )?);
        Ok(users)
    }
}

impl Edit<'_> {
    /// Describes an asset; its version is 1 whatever it says.
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

    /// Replaces the description of an asset, which must still be of the version given.
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

    /// Removes an asset that nobody uses, with its allocation, compositions, quotes, tasks and notes.
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

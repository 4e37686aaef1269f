//! Reads and writes the owner's taxonomies, their headings and assignments.

use pecule_domain::id::{AssetId, TaxonId, TaxonomyId};
use pecule_domain::portfolio::taxonomy::{Assignment, Taxon, Taxonomy};
use rusqlite::{Row, params};

use crate::books::{Edit, View};
use crate::error::Result;
use crate::file::row::{Id as _, id, text};

impl View<'_> {
    /// Returns every taxonomy, ordered by name.
    pub fn taxonomies(&self) -> Result<Vec<Taxonomy>> {
        self.sql.all("SELECT id, name FROM taxonomies ORDER BY name", [], taxonomy)
    }

    /// Returns a taxonomy, or `NotFound`.
    pub fn taxonomy(&self, id: TaxonomyId) -> Result<Taxonomy> {
        self.sql.one("SELECT id, name FROM taxonomies WHERE id = ?1", [id.key()], taxonomy)
    }

    /// Returns the headings of a taxonomy, ordered by name.
    pub fn taxons(&self, taxonomy: TaxonomyId) -> Result<Vec<Taxon>> {
        self.sql.all(
            "SELECT id, taxonomy, name FROM taxons WHERE taxonomy = ?1 ORDER BY name",
            [taxonomy.key()],
            taxon,
        )
    }

    /// Returns a heading, or `NotFound`.
    pub fn taxon(&self, id: TaxonId) -> Result<Taxon> {
        self.sql.one("SELECT id, taxonomy, name FROM taxons WHERE id = ?1", [id.key()], taxon)
    }

    /// Returns the assignments to headings of a taxonomy, ordered by asset.
    pub fn assignments(&self, taxonomy: TaxonomyId) -> Result<Vec<Assignment>> {
        self.sql.all(
            "SELECT asset, taxon, share FROM assignments
             WHERE taxon IN (SELECT id FROM taxons WHERE taxonomy = ?1) ORDER BY asset, taxon",
            [taxonomy.key()],
            assignment,
        )
    }

    /// Returns the assignments of an asset in all taxonomies.
    pub fn assignments_of(&self, asset: AssetId) -> Result<Vec<Assignment>> {
        self.sql.all(
            "SELECT asset, taxon, share FROM assignments WHERE asset = ?1 ORDER BY taxon",
            [asset.key()],
            assignment,
        )
    }
}

impl Edit<'_> {
    /// Adds a taxonomy; fails with `Taken` if its name is used.
    pub fn add_taxonomy(&self, taxonomy: &Taxonomy) -> Result<()> {
        let sql = "INSERT INTO taxonomies (id, name) VALUES (?1, ?2)";
        self.sql.run(sql, params![taxonomy.id.key(), taxonomy.name]).map(drop)
    }

    /// Renames a taxonomy, or fails with `NotFound`.
    pub fn put_taxonomy(&self, taxonomy: &Taxonomy) -> Result<()> {
        let sql = "UPDATE taxonomies SET name = ?2 WHERE id = ?1";
        self.sql.touch(sql, params![taxonomy.id.key(), taxonomy.name])
    }

    /// Removes a taxonomy with its headings and assignments.
    pub fn remove_taxonomy(&self, id: TaxonomyId) -> Result<()> {
        self.sql.touch("DELETE FROM taxonomies WHERE id = ?1", [id.key()])
    }

    /// Adds a heading to its taxonomy.
    pub fn add_taxon(&self, taxon: &Taxon) -> Result<()> {
        self.sql
            .run(
                "INSERT INTO taxons (id, taxonomy, name) VALUES (?1, ?2, ?3)",
                params![taxon.id.key(), taxon.taxonomy.key(), taxon.name],
            )
            .map(drop)
    }

    /// Renames a heading, or fails with `NotFound`.
    pub fn put_taxon(&self, taxon: &Taxon) -> Result<()> {
        let sql = "UPDATE taxons SET name = ?2 WHERE id = ?1";
        self.sql.touch(sql, params![taxon.id.key(), taxon.name])
    }

    /// Removes a heading and its assignments.
    pub fn remove_taxon(&self, id: TaxonId) -> Result<()> {
        self.sql.touch("DELETE FROM taxons WHERE id = ?1", [id.key()])
    }

    /// Assigns a part of an asset to a heading; a share of zero removes the assignment.
    pub fn put_assignment(&self, assignment: &Assignment) -> Result<()> {
        let (asset, taxon) = (assignment.asset.key(), assignment.taxon.key());
        if assignment.share.is_none() {
            let sql = "DELETE FROM assignments WHERE asset = ?1 AND taxon = ?2";
            return self.sql.run(sql, params![asset, taxon]).map(drop);
        }
        self.sql
            .run(
                "INSERT INTO assignments (asset, taxon, share) VALUES (?1, ?2, ?3)
                 ON CONFLICT (asset, taxon) DO UPDATE SET share = excluded.share",
                params![asset, taxon, assignment.share.to_string()],
            )
            .map(drop)
    }
}

fn taxonomy(row: &Row<'_>) -> rusqlite::Result<Taxonomy> {
    Ok(Taxonomy { id: id(row, 0)?, name: row.get(1)? })
}

fn taxon(row: &Row<'_>) -> rusqlite::Result<Taxon> {
    Ok(Taxon { id: id(row, 0)?, taxonomy: id(row, 1)?, name: row.get(2)? })
}

fn assignment(row: &Row<'_>) -> rusqlite::Result<Assignment> {
    Ok(Assignment { asset: id(row, 0)?, taxon: id(row, 1)?, share: text(row, 2)? })
}

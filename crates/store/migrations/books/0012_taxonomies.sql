-- Axes of the owner's own, their headings, and what is put under them.
CREATE TABLE taxonomies (
    id   BLOB PRIMARY KEY CHECK (length(id) = 16),
    name TEXT NOT NULL UNIQUE CHECK (length(name) > 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE taxons (
    id       BLOB PRIMARY KEY CHECK (length(id) = 16),
    taxonomy BLOB NOT NULL REFERENCES taxonomies (id) ON DELETE CASCADE,
    name     TEXT NOT NULL CHECK (length(name) > 0),
    UNIQUE (taxonomy, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE assignments (
    asset BLOB NOT NULL REFERENCES assets (id) ON DELETE CASCADE,
    taxon BLOB NOT NULL REFERENCES taxons (id) ON DELETE CASCADE,
    share TEXT NOT NULL,
    PRIMARY KEY (asset, taxon)
) STRICT, WITHOUT ROWID;
CREATE INDEX assignments_by_taxon ON assignments (taxon);

-- How assets split over classes and zones; one row for each asset, as JSON, since the parts of one whole
-- are only ever read and replaced together.
CREATE TABLE allocations (
    asset BLOB PRIMARY KEY REFERENCES assets (id) ON DELETE CASCADE,
    parts TEXT NOT NULL CHECK (json_valid(parts))
) STRICT, WITHOUT ROWID;

-- The zones that a class starts with, where its owner changed them.
CREATE TABLE default_zones (
    class TEXT PRIMARY KEY,
    parts TEXT NOT NULL CHECK (json_valid(parts))
) STRICT, WITHOUT ROWID;

-- The prices that the owner entered or imported.
CREATE TABLE quotes (
    asset  BLOB NOT NULL REFERENCES assets (id) ON DELETE CASCADE,
    on_day TEXT NOT NULL,
    price  TEXT NOT NULL,
    unit   TEXT NOT NULL CHECK (length(unit) = 3),
    source TEXT NOT NULL,
    PRIMARY KEY (asset, on_day)
) STRICT, WITHOUT ROWID;

-- Assets in accounts, and what was stated of each on which day.
CREATE TABLE holdings (
    id        BLOB PRIMARY KEY CHECK (length(id) = 16),
    account   BLOB NOT NULL REFERENCES accounts (id) ON DELETE RESTRICT,
    asset     BLOB NOT NULL REFERENCES assets (id) ON DELETE RESTRICT,
    ownership TEXT NOT NULL,
    share     TEXT NOT NULL,
    notes     TEXT NOT NULL,
    version   INTEGER NOT NULL CHECK (version > 0)
) STRICT, WITHOUT ROWID;
CREATE INDEX holdings_by_account ON holdings (account);
CREATE INDEX holdings_by_asset ON holdings (asset);

CREATE TABLE statements (
    holding  BLOB NOT NULL REFERENCES holdings (id) ON DELETE CASCADE,
    on_day   TEXT NOT NULL,
    quantity TEXT,
    value    TEXT,
    cost     TEXT,
    PRIMARY KEY (holding, on_day),
    CHECK ((quantity IS NULL) <> (value IS NULL))
) STRICT, WITHOUT ROWID;

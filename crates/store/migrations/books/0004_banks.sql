-- The institutions that keep accounts.
CREATE TABLE banks (
    id      BLOB PRIMARY KEY CHECK (length(id) = 16),
    name    TEXT NOT NULL UNIQUE CHECK (length(name) > 0),
    notes   TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0)
) STRICT, WITHOUT ROWID;

-- Where assets are kept.
CREATE TABLE accounts (
    id        BLOB PRIMARY KEY CHECK (length(id) = 16),
    bank      BLOB NOT NULL REFERENCES banks (id) ON DELETE RESTRICT,
    name      TEXT NOT NULL CHECK (length(name) > 0),
    wrapper   TEXT NOT NULL,
    currency  TEXT NOT NULL CHECK (length(currency) = 3),
    opened_on TEXT,
    closed_on TEXT,
    tracking  TEXT NOT NULL,
    notes     TEXT NOT NULL,
    version   INTEGER NOT NULL CHECK (version > 0),
    UNIQUE (bank, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX accounts_by_name ON accounts (name, id);

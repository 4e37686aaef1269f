-- What can be held, described once.
CREATE TABLE assets (
    id       BLOB PRIMARY KEY CHECK (length(id) = 16),
    name     TEXT NOT NULL UNIQUE CHECK (length(name) > 0),
    kind     TEXT NOT NULL,
    isin     TEXT CHECK (length(isin) = 12),
    ticker   TEXT,
    issuer   TEXT,
    currency TEXT NOT NULL CHECK (length(currency) = 3),
    unit     TEXT NOT NULL,
    notes    TEXT NOT NULL,
    version  INTEGER NOT NULL CHECK (version > 0)
) STRICT, WITHOUT ROWID;
CREATE INDEX assets_by_isin ON assets (isin) WHERE isin IS NOT NULL;

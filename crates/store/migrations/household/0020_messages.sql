-- Messages about findings: the one relay that somebody named, who wants to be told where, and what was told.
CREATE TABLE relay (
    id           INTEGER PRIMARY KEY CHECK (id = 1),
    seal         BLOB NOT NULL CHECK (length(seal) = 16),
    relay        TEXT NOT NULL CHECK (json_extract(relay, '$.kind') IN ('smtp', 'push')),
    credentials  BLOB,
    -- The address of the program itself, which messages lead to.
    link         TEXT NOT NULL,
    tried_at     INTEGER,
    succeeded_at INTEGER,
    failure      TEXT,
    failures     INTEGER NOT NULL CHECK (failures >= 0),
    retired_at   INTEGER,
    CHECK ((failure IS NULL) = (failures = 0))
) STRICT;

CREATE TABLE addressees (
    person   BLOB PRIMARY KEY REFERENCES persons (id) ON DELETE CASCADE,
    kind     TEXT NOT NULL CHECK (kind IN ('smtp', 'push')),
    address  TEXT NOT NULL CHECK (address <> ''),
    severity TEXT NOT NULL CHECK (severity IN ('notice', 'warning', 'serious', 'critical')),
    -- What was noticed before is not told.
    since    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE messages (
    finding  BLOB NOT NULL REFERENCES findings (id) ON DELETE CASCADE,
    person   BLOB NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    sent_at  INTEGER,
    failures INTEGER NOT NULL CHECK (failures >= 0),
    next_at  INTEGER NOT NULL,
    PRIMARY KEY (finding, person)
) STRICT, WITHOUT ROWID;

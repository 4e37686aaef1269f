-- A backup that is sealed and about to get its name: a program that is cut short just then knows it again.
CREATE TABLE backup_drafts (
    id          BLOB PRIMARY KEY CHECK (length(id) = 16),
    made_at     INTEGER NOT NULL,
    generation  INTEGER NOT NULL,
    name        TEXT NOT NULL,
    folder      TEXT NOT NULL,
    bytes       INTEGER NOT NULL CHECK (bytes > 0),
    sha256      BLOB NOT NULL CHECK (length(sha256) = 32),
    drill_key   BLOB NOT NULL,
    drill_until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

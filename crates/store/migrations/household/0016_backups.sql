-- Backups that were made and what was proven of each, the one under way, and what is asked of the server.
CREATE TABLE backups (
    id          BLOB PRIMARY KEY CHECK (length(id) = 16),
    made_at     INTEGER NOT NULL,
    generation  INTEGER NOT NULL,
    name        TEXT,
    folder      TEXT NOT NULL,
    bytes       INTEGER CHECK (bytes > 0),
    sha256      BLOB CHECK (length(sha256) = 32),
    state       TEXT NOT NULL CHECK (state IN ('made', 'proven', 'unproven', 'failed')),
    proven_at   INTEGER,
    certificate TEXT CHECK (json_valid(certificate)),
    error       TEXT NOT NULL,
    drill_key   BLOB,
    drill_until INTEGER,
    UNIQUE (folder, name),
    CHECK ((name IS NULL) = (state = 'failed')),
    CHECK ((name IS NULL) = (bytes IS NULL) AND (name IS NULL) = (sha256 IS NULL)),
    CHECK (state <> 'proven' OR proven_at IS NOT NULL)
) STRICT, WITHOUT ROWID;
CREATE INDEX backups_by_day ON backups (made_at);

CREATE TABLE backup_progress (
    id    INTEGER PRIMARY KEY CHECK (id = 1),
    task  TEXT NOT NULL CHECK (task IN ('backup', 'drill')),
    phase TEXT NOT NULL,
    done  INTEGER NOT NULL CHECK (done >= 0),
    total INTEGER NOT NULL CHECK (total >= 0),
    at    INTEGER NOT NULL
) STRICT;

CREATE TABLE backup_requests (
    id       BLOB PRIMARY KEY CHECK (length(id) = 16),
    task     TEXT NOT NULL CHECK (task IN ('backup', 'drill')),
    argument TEXT NOT NULL CHECK (json_valid(argument)),
    asked_at INTEGER NOT NULL,
    state    TEXT NOT NULL CHECK (state IN ('asked', 'running', 'done', 'refused')),
    answer   TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Places elsewhere for backups, what lies at each, and the order in which backups were made whatever the clock said.
CREATE TABLE targets (
    id           BLOB PRIMARY KEY CHECK (length(id) = 16),
    name         TEXT NOT NULL UNIQUE CHECK (name <> ''),
    place        TEXT NOT NULL CHECK (json_extract(place, '$.kind') IN ('folder', 's3', 'webdav')),
    credentials  BLOB,
    absent_days  INTEGER NOT NULL CHECK (absent_days BETWEEN 0 AND 366),
    elsewhere    INTEGER NOT NULL CHECK (elsewhere IN (0, 1)),
    added_at     INTEGER NOT NULL,
    tried_at     INTEGER,
    succeeded_at INTEGER,
    failure      TEXT,
    failures     INTEGER NOT NULL CHECK (failures >= 0),
    retired_at   INTEGER,
    CHECK ((failure IS NULL) = (failures = 0))
) STRICT, WITHOUT ROWID;

CREATE TABLE backup_copies (
    target      BLOB NOT NULL REFERENCES targets (id) ON DELETE CASCADE,
    backup      BLOB NOT NULL REFERENCES backups (id) ON DELETE CASCADE,
    verified_at INTEGER NOT NULL,
    PRIMARY KEY (target, backup)
) STRICT, WITHOUT ROWID;
CREATE INDEX backup_copies_by_backup ON backup_copies (backup);

CREATE TABLE backup_order (
    seq    INTEGER PRIMARY KEY,
    backup BLOB NOT NULL UNIQUE REFERENCES backups (id) ON DELETE CASCADE
) STRICT;

CREATE TRIGGER backups_in_order AFTER INSERT ON backups
BEGIN
    INSERT INTO backup_order (backup) VALUES (NEW.id);
END;

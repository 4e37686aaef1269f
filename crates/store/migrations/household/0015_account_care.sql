-- The care of one's own account: one-time codes, known devices, the lock, personal tokens, notices.
CREATE TABLE one_time_codes (
    code_hash BLOB PRIMARY KEY CHECK (length(code_hash) = 32),
    person    BLOB NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    used_at   INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX one_time_codes_by_person ON one_time_codes (person);

CREATE TABLE devices (
    person     BLOB NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    token_hash BLOB NOT NULL CHECK (length(token_hash) = 32),
    seen_at    INTEGER NOT NULL,
    PRIMARY KEY (person, token_hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX devices_by_token ON devices (token_hash);

ALTER TABLE sessions ADD COLUMN locked_at INTEGER;

CREATE TABLE personal_tokens (
    id         BLOB PRIMARY KEY CHECK (length(id) = 16),
    person     BLOB NOT NULL,
    books      BLOB NOT NULL,
    token_hash BLOB NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    wrapped    BLOB NOT NULL,
    grant_mark BLOB NOT NULL CHECK (length(grant_mark) = 32),
    name       TEXT NOT NULL CHECK (length(name) > 0),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL CHECK (expires_at > created_at),
    used_at    INTEGER,
    FOREIGN KEY (books, person) REFERENCES grants (books, person) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX personal_tokens_by_person ON personal_tokens (person);
CREATE INDEX personal_tokens_by_grant ON personal_tokens (books, person);

CREATE TABLE notices (
    id     BLOB PRIMARY KEY CHECK (length(id) = 16),
    person BLOB NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    kind   TEXT NOT NULL,
    at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX notices_by_person ON notices (person);

CREATE TABLE throttle_by_device (
    subject  TEXT NOT NULL CHECK (subject IN ('person', 'address', 'household', 'device')),
    name     TEXT NOT NULL,
    failures INTEGER NOT NULL CHECK (failures > 0),
    first_at INTEGER NOT NULL,
    last_at  INTEGER NOT NULL,
    PRIMARY KEY (subject, name)
) STRICT, WITHOUT ROWID;
INSERT INTO throttle_by_device (subject, name, failures, first_at, last_at)
SELECT subject, name, failures, first_at, last_at FROM throttle;
DROP TABLE throttle;
ALTER TABLE throttle_by_device RENAME TO throttle;

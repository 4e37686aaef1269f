-- Who is signed in, and the refresh tokens that were already used once.
CREATE TABLE sessions (
    id             BLOB PRIMARY KEY CHECK (length(id) = 16),
    person         BLOB NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    kind           TEXT NOT NULL CHECK (kind IN ('browser', 'api')),
    token_hash     BLOB NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    wrapped        BLOB NOT NULL,
    label          TEXT NOT NULL,
    address        TEXT NOT NULL,
    created_at     INTEGER NOT NULL,
    seen_at        INTEGER NOT NULL,
    idle_until     INTEGER NOT NULL,
    expires_at     INTEGER NOT NULL,
    confirmed_at   INTEGER,
    revoked_at     INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_by_person ON sessions (person);

CREATE TABLE spent_tokens (
    token_hash  BLOB PRIMARY KEY CHECK (length(token_hash) = 32),
    session     BLOB NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    wrapped     BLOB,
    replaced_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX spent_tokens_by_session ON spent_tokens (session);

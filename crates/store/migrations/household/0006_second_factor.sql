-- Authenticator secrets, and sign-ins that wait for their second factor.
CREATE TABLE totp (
    person      BLOB PRIMARY KEY REFERENCES persons (id) ON DELETE CASCADE,
    wrapped     BLOB NOT NULL,
    last_step   INTEGER NOT NULL,
    enrolled_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE pending (
    id         BLOB PRIMARY KEY CHECK (length(id) = 16),
    person     BLOB NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    token_hash BLOB NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    wrapped    BLOB NOT NULL,
    tries      INTEGER NOT NULL CHECK (tries >= 0),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX pending_by_person ON pending (person);

-- One-time invitations, of which only the hash of the secret is kept.
CREATE TABLE invitations (
    id           BLOB PRIMARY KEY CHECK (length(id) = 16),
    token_hash   BLOB NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    made_by      BLOB NOT NULL CHECK (length(made_by) = 16),
    created_at   INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL,
    used_at      INTEGER,
    used_by      BLOB CHECK (length(used_by) = 16),
    withdrawn_at INTEGER,
    CHECK ((used_at IS NULL) = (used_by IS NULL)),
    CHECK (used_at IS NULL OR withdrawn_at IS NULL)
) STRICT, WITHOUT ROWID;

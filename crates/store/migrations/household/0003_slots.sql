-- The sealed identities: one for each way in which a person can unseal theirs.
CREATE TABLE slots (
    person     BLOB NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    kind       TEXT NOT NULL CHECK (kind IN ('password', 'recovery')),
    key_id     TEXT NOT NULL,
    sealed     BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (person, kind)
) STRICT, WITHOUT ROWID;

-- Which books exist, how each was last seen, and to whom each key is granted.
CREATE TABLE books (
    id             BLOB PRIMARY KEY CHECK (length(id) = 16),
    title          TEXT NOT NULL,
    created_at     INTEGER NOT NULL,
    state          TEXT NOT NULL CHECK (state IN ('open', 'settled', 'unsettled')),
    sequence       INTEGER NOT NULL CHECK (sequence >= 0),
    head           BLOB NOT NULL CHECK (length(head) = 32),
    settled_sha256 BLOB CHECK (length(settled_sha256) = 32),
    settled_at     INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE grants (
    books       BLOB NOT NULL REFERENCES books (id) ON DELETE CASCADE,
    person      BLOB NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    access      TEXT NOT NULL CHECK (access IN ('own', 'read')),
    share       TEXT NOT NULL,
    sealed      BLOB NOT NULL,
    fingerprint TEXT NOT NULL,
    created_at  INTEGER NOT NULL,
    PRIMARY KEY (books, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX grants_by_person ON grants (person);

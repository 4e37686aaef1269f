-- Who may open these books, as their owners know them: a key that is exchanged outside is noticed here.
CREATE TABLE grantees (
    person      BLOB PRIMARY KEY CHECK (length(person) = 16),
    name        TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    access      TEXT NOT NULL CHECK (access IN ('own', 'read')),
    share       TEXT NOT NULL,
    pinned_at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The machine itself, where an owner lets it open these books while everybody is signed out.
CREATE TABLE machine (
    id          INTEGER PRIMARY KEY CHECK (id = 1),
    fingerprint TEXT NOT NULL,
    pinned_at   INTEGER NOT NULL
) STRICT;

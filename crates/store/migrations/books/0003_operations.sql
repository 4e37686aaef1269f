-- What was changed as one, with every row before and after, so that it can be undone.
CREATE TABLE operations (
    seq       INTEGER PRIMARY KEY CHECK (seq > 0),
    id        BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    kind      TEXT NOT NULL,
    summary   TEXT NOT NULL CHECK (json_valid(summary)),
    at        INTEGER NOT NULL,
    actor     BLOB CHECK (length(actor) = 16),
    session   BLOB CHECK (length(session) = 16),
    rows      INTEGER NOT NULL CHECK (rows >= 0),
    undoes    INTEGER REFERENCES operations (seq) ON DELETE RESTRICT,
    undone_by INTEGER REFERENCES operations (seq) ON DELETE RESTRICT,
    expired   INTEGER NOT NULL CHECK (expired IN (0, 1))
) STRICT;
CREATE INDEX operations_by_day ON operations (at);

-- Written by triggers that the program makes on every wealth table when it opens the file, so that a
-- new column can never be forgotten. Identities stand in the images as hexadecimal figures.
CREATE TABLE changes (
    id         INTEGER PRIMARY KEY,
    operation  INTEGER NOT NULL REFERENCES operations (seq) ON DELETE RESTRICT,
    table_name TEXT NOT NULL,
    before     TEXT,
    after      TEXT,
    CHECK (before IS NOT NULL OR after IS NOT NULL)
) STRICT;
CREATE INDEX changes_by_operation ON changes (operation, id);

-- What this file is and which installation made it.
CREATE TABLE meta (
    id      INTEGER PRIMARY KEY CHECK (id = 1),
    install BLOB NOT NULL CHECK (length(install) = 16),
    file    BLOB NOT NULL CHECK (length(file) = 16),
    canary  TEXT NOT NULL
) STRICT;

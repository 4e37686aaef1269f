-- Failed sign-ins counted by person and by address, so that a restart forgets none.
CREATE TABLE throttle (
    subject  TEXT NOT NULL CHECK (subject IN ('person', 'address', 'household')),
    name     TEXT NOT NULL,
    failures INTEGER NOT NULL CHECK (failures > 0),
    first_at INTEGER NOT NULL,
    last_at  INTEGER NOT NULL,
    PRIMARY KEY (subject, name)
) STRICT, WITHOUT ROWID;

-- The people of the household, five at most whoever asks.
CREATE TABLE persons (
    id          BLOB PRIMARY KEY CHECK (length(id) = 16),
    name        TEXT NOT NULL CHECK (length(name) > 0),
    folded_name TEXT NOT NULL UNIQUE,
    admin       INTEGER NOT NULL CHECK (admin IN (0, 1)),
    language    TEXT NOT NULL,
    theme       TEXT NOT NULL,
    public_key  TEXT NOT NULL,
    preferences TEXT NOT NULL CHECK (json_valid(preferences)),
    created_at  INTEGER NOT NULL,
    disabled_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE TRIGGER persons_at_most_five BEFORE INSERT ON persons
WHEN (SELECT count(*) FROM persons) >= 5
BEGIN
    SELECT RAISE(ABORT, 'household_full');
END;

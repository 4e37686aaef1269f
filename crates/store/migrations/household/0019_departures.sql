-- Who is about to be removed from the household, and what they were offered before.
CREATE TABLE departures (
    person       BLOB PRIMARY KEY REFERENCES persons (id) ON DELETE CASCADE,
    announced_at INTEGER NOT NULL,
    -- When they first saw it, when they took their sealed books, when they said that they have what they need.
    seen_at      INTEGER,
    taken_at     INTEGER,
    ready_at     INTEGER
) STRICT, WITHOUT ROWID;

-- What the program noticed about accesses and about itself; never anything of anyone's wealth.
CREATE TABLE findings (
    id              BLOB PRIMARY KEY CHECK (length(id) = 16),
    rule            TEXT NOT NULL,
    -- The person concerned, none where it concerns the household.
    subject         BLOB CHECK (length(subject) = 16),
    first_at        INTEGER NOT NULL,
    last_at         INTEGER NOT NULL,
    count           INTEGER NOT NULL CHECK (count > 0),
    acknowledged_at INTEGER,
    acknowledged_by BLOB CHECK (length(acknowledged_by) = 16),
    details         TEXT NOT NULL CHECK (json_valid(details))
) STRICT, WITHOUT ROWID;
CREATE INDEX findings_by_rule ON findings (rule, subject, last_at);

-- The last entry of the journal that the rules have looked at.
CREATE TABLE findings_seen (
    id  INTEGER PRIMARY KEY CHECK (id = 1),
    seq INTEGER NOT NULL CHECK (seq >= 0)
) STRICT;

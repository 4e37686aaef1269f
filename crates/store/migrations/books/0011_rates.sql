-- The exchange rates that the owner entered or imported.
CREATE TABLE rates (
    base    TEXT NOT NULL CHECK (length(base) = 3),
    counter TEXT NOT NULL CHECK (length(counter) = 3 AND counter <> base),
    on_day  TEXT NOT NULL,
    rate    TEXT NOT NULL,
    source  TEXT NOT NULL,
    PRIMARY KEY (base, counter, on_day)
) STRICT, WITHOUT ROWID;

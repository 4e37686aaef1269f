-- What is to be done.
CREATE TABLE tasks (
    id      BLOB PRIMARY KEY CHECK (length(id) = 16),
    title   TEXT NOT NULL CHECK (length(title) > 0),
    asset   BLOB REFERENCES assets (id) ON DELETE CASCADE,
    due_on  TEXT,
    done_on TEXT,
    notes   TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0)
) STRICT, WITHOUT ROWID;
CREATE INDEX tasks_by_asset ON tasks (asset) WHERE asset IS NOT NULL;

-- Dated texts.
CREATE TABLE notes (
    id     BLOB PRIMARY KEY CHECK (length(id) = 16),
    asset  BLOB REFERENCES assets (id) ON DELETE CASCADE,
    on_day TEXT NOT NULL,
    text   TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX notes_by_asset ON notes (asset) WHERE asset IS NOT NULL;

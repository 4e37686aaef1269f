-- The keys that chained the journal before the books' key was renewed, so that earlier entries stay verifiable.
CREATE TABLE journal_keys (
    until_seq INTEGER PRIMARY KEY CHECK (until_seq > 0),
    key       BLOB NOT NULL CHECK (length(key) = 32)
) STRICT;

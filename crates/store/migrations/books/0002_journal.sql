-- What was done in these books: a chain of authenticated entries that is only ever appended to.
CREATE TABLE journal (
    seq      INTEGER PRIMARY KEY CHECK (seq > 0),
    at       INTEGER NOT NULL,
    actor    BLOB CHECK (length(actor) = 16),
    session  BLOB CHECK (length(session) = 16),
    action   TEXT NOT NULL,
    object   TEXT NOT NULL,
    outcome  TEXT NOT NULL,
    details  TEXT NOT NULL CHECK (json_valid(details)),
    prev_mac BLOB NOT NULL CHECK (length(prev_mac) = 32),
    mac      BLOB NOT NULL CHECK (length(mac) = 32)
) STRICT;

CREATE TRIGGER journal_is_never_changed BEFORE UPDATE ON journal
BEGIN
    SELECT RAISE(ABORT, 'written_once');
END;

CREATE TRIGGER journal_is_never_shortened BEFORE DELETE ON journal
BEGIN
    SELECT RAISE(ABORT, 'written_once');
END;

-- Where the chain of the journal began anew after a break that an owner took note of.
CREATE TABLE journal_chains (
    first_seq  INTEGER PRIMARY KEY CHECK (first_seq > 0),
    start_mac  BLOB NOT NULL CHECK (length(start_mac) = 32),
    broken_seq INTEGER NOT NULL,
    how        TEXT NOT NULL,
    at         INTEGER NOT NULL,
    before     BLOB NOT NULL CHECK (length(before) = 32),
    code       BLOB NOT NULL CHECK (length(code) = 32)
) STRICT;

CREATE TRIGGER chains_are_never_changed BEFORE UPDATE ON journal_chains
BEGIN
    SELECT RAISE(ABORT, 'written_once');
END;

CREATE TRIGGER chains_are_never_deleted BEFORE DELETE ON journal_chains
BEGIN
    SELECT RAISE(ABORT, 'written_once');
END;

-- Old months of the journal in sealed segments, where a chain began anew after a break, and how each was last checked.
CREATE TABLE journal_segments (
    first_seq  INTEGER PRIMARY KEY CHECK (first_seq > 0),
    last_seq   INTEGER NOT NULL CHECK (last_seq >= first_seq),
    start_mac  BLOB NOT NULL CHECK (length(start_mac) = 32),
    end_mac    BLOB NOT NULL CHECK (length(end_mac) = 32),
    first_at   INTEGER NOT NULL,
    last_at    INTEGER NOT NULL,
    sealed_at  INTEGER NOT NULL,
    sha256     BLOB NOT NULL CHECK (length(sha256) = 32),
    content    BLOB,
    removed_at INTEGER,
    code       BLOB NOT NULL CHECK (length(code) = 32),
    CHECK ((content IS NULL) = (removed_at IS NOT NULL))
) STRICT;

CREATE TRIGGER segments_are_never_deleted BEFORE DELETE ON journal_segments
BEGIN
    SELECT RAISE(ABORT, 'written_once');
END;

-- The one change: what a segment holds goes, what it was stays.
CREATE TRIGGER segments_are_only_emptied BEFORE UPDATE ON journal_segments
WHEN OLD.content IS NULL OR NEW.content IS NOT NULL
    OR NEW.first_seq IS NOT OLD.first_seq OR NEW.last_seq IS NOT OLD.last_seq
    OR NEW.start_mac IS NOT OLD.start_mac OR NEW.end_mac IS NOT OLD.end_mac
    OR NEW.first_at IS NOT OLD.first_at OR NEW.last_at IS NOT OLD.last_at
    OR NEW.sealed_at IS NOT OLD.sealed_at OR NEW.sha256 IS NOT OLD.sha256
BEGIN
    SELECT RAISE(ABORT, 'written_once');
END;

DROP TRIGGER journal_is_never_shortened;
CREATE TRIGGER journal_is_never_shortened BEFORE DELETE ON journal
WHEN NOT EXISTS (SELECT 1 FROM journal_segments
                 WHERE content IS NOT NULL AND OLD.seq BETWEEN first_seq AND last_seq)
BEGIN
    SELECT RAISE(ABORT, 'written_once');
END;

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

-- `file` is the identity of some books, or of the installation for the household's own journal.
CREATE TABLE journal_checks (
    file       BLOB PRIMARY KEY CHECK (length(file) = 16),
    seq        INTEGER NOT NULL CHECK (seq >= 0),
    mac        BLOB NOT NULL CHECK (length(mac) = 32),
    full_at    INTEGER,
    broken_seq INTEGER,
    broken_how TEXT,
    CHECK ((broken_seq IS NULL) = (broken_how IS NULL))
) STRICT, WITHOUT ROWID;

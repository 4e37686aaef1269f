-- Keys of books that are sealed to the machine itself, because an owner chose that it works on while all are out.
CREATE TABLE unattended (
    books       BLOB PRIMARY KEY REFERENCES books (id) ON DELETE CASCADE,
    sealed      BLOB NOT NULL,
    pending     BLOB,
    retained    BLOB,
    fingerprint TEXT NOT NULL,
    created_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What assets are made of, from a day on.
CREATE TABLE compositions (
    asset      BLOB NOT NULL REFERENCES assets (id) ON DELETE CASCADE,
    valid_from TEXT NOT NULL,
    source     TEXT NOT NULL,
    PRIMARY KEY (asset, valid_from)
) STRICT, WITHOUT ROWID;

CREATE TABLE parts (
    asset      BLOB NOT NULL,
    valid_from TEXT NOT NULL,
    position   INTEGER NOT NULL CHECK (position >= 0),
    part       BLOB NOT NULL REFERENCES assets (id) ON DELETE RESTRICT,
    share      TEXT NOT NULL,
    PRIMARY KEY (asset, valid_from, position),
    UNIQUE (part, asset, valid_from),
    FOREIGN KEY (asset, valid_from) REFERENCES compositions (asset, valid_from) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- What wealth amounted to, as it was known on each day; never rewritten.
CREATE TABLE recorded_days (
    on_day   TEXT NOT NULL,
    currency TEXT NOT NULL CHECK (length(currency) = 3),
    net      TEXT NOT NULL,
    gross    TEXT NOT NULL,
    debts    TEXT NOT NULL,
    source   TEXT NOT NULL,
    detail   TEXT NOT NULL CHECK (json_valid(detail)),
    PRIMARY KEY (on_day, currency)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER recorded_days_are_never_rewritten BEFORE UPDATE ON recorded_days
BEGIN
    SELECT RAISE(ABORT, 'written_once');
END;

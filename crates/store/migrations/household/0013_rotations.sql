-- The keys that are being renewed, and the keys before them, which open what was written earlier.
ALTER TABLE grants ADD COLUMN pending BLOB;
ALTER TABLE grants ADD COLUMN retained BLOB;
ALTER TABLE books ADD COLUMN key_since INTEGER;
ALTER TABLE books ADD COLUMN rotation_due INTEGER NOT NULL DEFAULT 0 CHECK (rotation_due IN (0, 1));

-- When somebody last did something is found without reading the whole journal.
CREATE INDEX journal_by_actor ON journal (actor, action, outcome, at);

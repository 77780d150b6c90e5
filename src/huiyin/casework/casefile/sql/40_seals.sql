-- What changed since the last seal is found by its moment: lines are only ever added, so a tiny index does.
CREATE INDEX IF NOT EXISTS casefile_event_when ON casefile_event USING brin (at) WITH (autosummarize = on);

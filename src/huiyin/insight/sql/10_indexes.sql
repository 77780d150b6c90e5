-- The first contact of a case, for the rates: answered from the index alone. The verbs are predicates.CONTACTS.
DROP INDEX IF EXISTS insight_contact;  -- the one before it did not hold seq
CREATE INDEX IF NOT EXISTS insight_contact_line ON casefile_event (case_id) INCLUDE (at, scope_id, verb, seq)
  WHERE verb IN ('contacted', 'arrived', 'proposed');
-- Steps taken back are few; the index says at once that a case has none.
CREATE INDEX IF NOT EXISTS insight_undone ON casefile_event (case_id) WHERE verb IN ('step_undone', 'handed_back');

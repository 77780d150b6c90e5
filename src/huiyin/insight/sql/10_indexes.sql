-- The first contact of a case, for the rates: answered from the index alone. The verbs are predicates.CONTACTS.
CREATE INDEX IF NOT EXISTS insight_contact ON casefile_event (case_id) INCLUDE (at, scope_id, verb)
  WHERE verb IN ('contacted', 'arrived', 'proposed');

SELECT huiyin_wall('casefile_case', own => 'id');
SELECT huiyin_wall('casefile_requester', own => 'case_id');
SELECT huiyin_wall('casefile_event', own => 'case_id');
SELECT huiyin_wall('casefile_clock', own => 'case_id');
SELECT huiyin_wall('casefile_timer', own => 'case_id');
SELECT huiyin_wall('casefile_attachment', own => 'case_id');
SELECT huiyin_wall('casefile_clockentry');
SELECT huiyin_wall('casefile_seal');
SELECT huiyin_wall('casefile_presence');

-- A ledger line belongs to its clock; the requester may add one (reopening cancels and starts clocks).
DROP POLICY IF EXISTS huiyin_own_clock ON casefile_clockentry;
CREATE POLICY huiyin_own_clock ON casefile_clockentry
  USING (EXISTS (SELECT FROM casefile_clock c WHERE c.id = clock_id AND c.case_id = (SELECT huiyin_case())));

SELECT huiyin_keep_forever('casefile_event');
SELECT huiyin_keep_forever('casefile_clockentry');
SELECT huiyin_keep_forever('casefile_seal');

-- Find a case by the fingerprint of its link, or by its query code, before anybody is known.
CREATE OR REPLACE FUNCTION casefile_find_link(wanted bytea)
RETURNS TABLE (case_id uuid, scope_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT case_id, scope_id FROM casefile_requester WHERE link_digest = wanted
$$;
CREATE OR REPLACE FUNCTION casefile_find_code(wanted bytea)
RETURNS TABLE (case_id uuid, scope_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT case_id, scope_id FROM casefile_requester WHERE code_index = wanted AND code_index <> ''
$$;

-- Full-text search under row-level security: the operator is not leakproof, so the index would not be used
-- below a policy. This function applies the same scopes itself.
CREATE OR REPLACE FUNCTION casefile_search_ids(query tsquery, most int)
RETURNS TABLE (case_id uuid, received_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT id, received_at FROM casefile_case
  WHERE search @@ query AND (huiyin_everywhere() OR scope_id = ANY (huiyin_scopes()))
  ORDER BY received_at DESC LIMIT most
$$;

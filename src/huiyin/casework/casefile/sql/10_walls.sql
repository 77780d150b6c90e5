SELECT huiyin_wall('casefile_case', own => 'id');
SELECT huiyin_wall('casefile_requester', own => 'case_id');
SELECT huiyin_wall('casefile_spentlink');
SELECT huiyin_wall('casefile_event', own => 'case_id');
SELECT huiyin_wall('casefile_clock', own => 'case_id');
SELECT huiyin_wall('casefile_timer', own => 'case_id');
SELECT huiyin_wall('casefile_hold', own => 'case_id');
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

-- Find a case by the fingerprint of its link, or by its query code, before anybody is known. `standing`: good,
-- over (more than `lasting` days since the end, or since they were given anew), or withdrawn.
CREATE OR REPLACE FUNCTION casefile_link_standing(ended timestamptz, renewed timestamptz, lasting int)
RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN ended IS NULL OR huiyin_now() <= greatest(ended, renewed) + make_interval(days => lasting)
    THEN 'good' ELSE 'over' END
$$;
DROP FUNCTION IF EXISTS casefile_find_link(bytea);
CREATE OR REPLACE FUNCTION casefile_find_link(wanted bytea, lasting int)
RETURNS TABLE (case_id uuid, scope_id bigint, generation int, standing text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT r.case_id, r.scope_id, r.link_generation::int,
    casefile_link_standing(c.ended_at, r.link_renewed_at, lasting)
  FROM casefile_requester r JOIN casefile_case c ON c.id = r.case_id WHERE r.link_digest = wanted
  UNION ALL
  SELECT s.case_id, s.scope_id, 0, 'withdrawn' FROM casefile_spentlink s WHERE s.link_digest = wanted
$$;
DROP FUNCTION IF EXISTS casefile_find_code(bytea);
CREATE OR REPLACE FUNCTION casefile_find_code(wanted bytea, lasting int)
RETURNS TABLE (case_id uuid, scope_id bigint, generation int, standing text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT r.case_id, r.scope_id, r.link_generation::int,
    casefile_link_standing(c.ended_at, r.link_renewed_at, lasting)
  FROM casefile_requester r JOIN casefile_case c ON c.id = r.case_id
  WHERE r.code_index = wanted AND r.code_index <> ''
  UNION ALL
  SELECT s.case_id, s.scope_id, 0, 'withdrawn' FROM casefile_spentlink s
  WHERE s.code_index = wanted AND s.code_index <> ''
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

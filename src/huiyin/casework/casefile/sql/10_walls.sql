SELECT huiyin_wall('casefile_case', own => 'id');
SELECT huiyin_wall('casefile_requester', own => 'case_id');
SELECT huiyin_wall('casefile_spentlink');
SELECT huiyin_wall('casefile_event', own => 'case_id');
SELECT huiyin_wall('casefile_clock', own => 'case_id');
SELECT huiyin_wall('casefile_timer', own => 'case_id');
SELECT huiyin_wall('casefile_hold', own => 'case_id');
SELECT huiyin_wall('casefile_attachment', own => 'case_id');
SELECT huiyin_wall('casefile_waitingfile', own => 'case_id');
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
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public AS $$
DECLARE
  scopes bigint[] := CASE WHEN huiyin_everywhere() THEN (SELECT array_agg(id) FROM ground_scope) ELSE huiyin_scopes() END;
  each_scope int := greatest(12000 / greatest(cardinality(scopes), 1), 200);
  horizon timestamptz;
  found int;
BEGIN
  -- A word that stands everywhere is found among the newest 12,000 cases, a rare one by the index of words; so
  -- neither sorts a tenth of all cases (and @@ as a function keeps the planner from doing so: it takes three
  -- parts of one word for independent and rare). Behind the horizon every scope has at most its share of them.
  SELECT coalesce(max(nth.received_at), '-infinity') INTO horizon FROM unnest(scopes) AS s (id)
  CROSS JOIN LATERAL (
    SELECT c.received_at FROM casefile_case c WHERE c.scope_id = s.id
    ORDER BY c.received_at DESC OFFSET each_scope LIMIT 1) nth;
  RETURN QUERY EXECUTE 'SELECT c.id, c.received_at FROM unnest($1) AS s (id)
    JOIN casefile_case c ON c.scope_id = s.id AND c.received_at > $2 WHERE ts_match_vq(c.search, $3)
    ORDER BY c.received_at DESC LIMIT $4' USING scopes, horizon, query, most;
  GET DIAGNOSTICS found = ROW_COUNT;
  IF found < most AND horizon > '-infinity' THEN
    RETURN QUERY EXECUTE 'SELECT c.id, c.received_at FROM casefile_case c
      WHERE c.search @@ $3 AND c.scope_id = ANY ($1) AND c.received_at <= $2
      ORDER BY c.received_at DESC LIMIT $4' USING scopes, horizon, query, most - found;
  END IF;
END $$;

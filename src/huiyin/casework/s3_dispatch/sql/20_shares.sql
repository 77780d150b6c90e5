-- Cross-area cases: one row, seen from several scopes. A live share lets the other scope read the case and
-- what hangs on it, and nothing be written: FOR SELECT only, so not even locked.

-- The cases shared with the scopes of this transaction. As the owner, because it decides what others may see.
CREATE OR REPLACE FUNCTION dispatch_shared() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT coalesce(array_agg(DISTINCT case_id), '{}') FROM dispatch_share
  WHERE revoked_at IS NULL AND to_scope_id = ANY (huiyin_scopes())
$$;

CREATE OR REPLACE FUNCTION dispatch_show_shared(tbl regclass, col text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('DROP POLICY IF EXISTS huiyin_shared ON %s', tbl);
  EXECUTE format('CREATE POLICY huiyin_shared ON %s FOR SELECT
                  USING (%I = ANY ((SELECT dispatch_shared())::uuid[]))', tbl, col);
END $$;

SELECT dispatch_show_shared('casefile_case', 'id');
SELECT dispatch_show_shared('casefile_requester', 'case_id');
SELECT dispatch_show_shared('casefile_event', 'case_id');
SELECT dispatch_show_shared('casefile_clock', 'case_id');
SELECT dispatch_show_shared('casefile_attachment', 'case_id');
SELECT dispatch_show_shared('dispatch_assignment', 'case_id');
SELECT dispatch_show_shared('dispatch_whistle', 'case_id');
SELECT dispatch_show_shared('dispatch_call', 'case_id');
SELECT dispatch_show_shared('dispatch_share', 'case_id');

DROP POLICY IF EXISTS huiyin_shared ON casefile_clockentry;
CREATE POLICY huiyin_shared ON casefile_clockentry FOR SELECT USING (EXISTS (
  SELECT FROM casefile_clock c WHERE c.id = clock_id AND c.case_id = ANY ((SELECT dispatch_shared())::uuid[])));

-- Whoever sees a case or a call may read the name of the place and of the units in it, wherever they belong.
DROP POLICY IF EXISTS huiyin_shared ON places_place;
CREATE POLICY huiyin_shared ON places_place FOR SELECT USING (EXISTS (
  SELECT FROM casefile_case c WHERE c.place_id = places_place.id AND c.id = ANY ((SELECT dispatch_shared())::uuid[])));
DROP POLICY IF EXISTS huiyin_shared ON organisations_organisation;
CREATE POLICY huiyin_shared ON organisations_organisation FOR SELECT USING (
  EXISTS (SELECT FROM dispatch_call c WHERE c.organisation_id = organisations_organisation.id)
  OR EXISTS (SELECT FROM dispatch_assignment a WHERE a.organisation_id = organisations_organisation.id
             AND a.ended_at IS NULL AND a.case_id = ANY ((SELECT dispatch_shared())::uuid[])));

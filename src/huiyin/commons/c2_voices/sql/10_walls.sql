-- Everybody of the estate and around it may read what a vote is about; nobody from elsewhere anything. The roll and
-- the ballots belong to the estate's organisers; an owner who came with the personal link sees the own head.
SELECT huiyin_wall('voices_ownersvote', register => true);
SELECT huiyin_wall('voices_question', register => true);
SELECT huiyin_wall('voices_askedunit');
SELECT huiyin_wall('voices_rollhead', own => 'id');
SELECT huiyin_wall('voices_rollunit', own => 'head_id');
SELECT huiyin_wall('voices_rollowner', own => 'head_id');
SELECT huiyin_wall('voices_ballot', own => 'head_id');
SELECT huiyin_wall('voices_objection', own => 'head_id');
SELECT huiyin_wall('voices_turnedaway', own => 'head_id');
SELECT huiyin_wall('voices_delivery');
SELECT huiyin_wall('voices_paper');
SELECT huiyin_wall('voices_paperentry');
SELECT huiyin_wall('voices_mandate');
SELECT huiyin_wall('voices_voteevent');
SELECT huiyin_wall('voices_voteresult');

SELECT huiyin_keep_forever('voices_askedunit');
SELECT huiyin_keep_forever('voices_rollhead');
SELECT huiyin_keep_forever('voices_rollunit');
SELECT huiyin_keep_forever('voices_rollowner');
SELECT huiyin_keep_forever('voices_ballot');
SELECT huiyin_keep_forever('voices_ballotsecret');
SELECT huiyin_keep_forever('voices_turnedaway');
SELECT huiyin_keep_forever('voices_delivery');
SELECT huiyin_keep_forever('voices_paperentry');
SELECT huiyin_keep_forever('voices_paperscan');
SELECT huiyin_keep_forever('voices_voteevent');
SELECT huiyin_keep_forever('voices_voteresult');
SELECT huiyin_never_delete('voices_ownersvote');
SELECT huiyin_never_delete('voices_paper');
SELECT huiyin_never_delete('voices_mandate');
SELECT huiyin_never_delete('voices_objection');

-- Choices and pictures of ballots: written by whoever may vote or enter, read by nobody before the close, not even by
-- the program itself (SYSTEM passes every other wall, not this one).
CREATE OR REPLACE FUNCTION voices_is_closed(wanted bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT coalesce((SELECT closed_at IS NOT NULL FROM voices_ownersvote WHERE id = wanted), false)
$$;
DO $$
DECLARE
  tbl regclass;
  mine text := '(SELECT huiyin_everywhere()) OR scope_id = ANY ((SELECT huiyin_scopes())::bigint[])';
  written text := 'huiyin_everywhere() OR scope_id = ANY (huiyin_scopes())';
BEGIN
  FOREACH tbl IN ARRAY ARRAY['voices_ballotsecret', 'voices_paperscan']::regclass[] LOOP
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', tbl);
    EXECUTE format('DROP POLICY IF EXISTS huiyin_mine ON %s', tbl);
    EXECUTE format('DROP POLICY IF EXISTS voices_written ON %s', tbl);
    EXECUTE format('CREATE POLICY huiyin_mine ON %s FOR SELECT USING ((%s) AND voices_is_closed(vote_id))', tbl, mine);
    IF tbl = 'voices_ballotsecret'::regclass THEN
      EXECUTE format('CREATE POLICY voices_written ON %s FOR INSERT WITH CHECK (%s OR head_id = huiyin_case())',
                     tbl, written);
    ELSE
      EXECUTE format('CREATE POLICY voices_written ON %s FOR INSERT WITH CHECK (%s)', tbl, written);
    END IF;
  END LOOP;
END $$;

-- The result is everybody's once it is posted.
CREATE OR REPLACE FUNCTION voices_is_posted(wanted bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT coalesce((SELECT posted_at IS NOT NULL FROM voices_ownersvote WHERE id = wanted), false)
$$;
DROP POLICY IF EXISTS voices_everybody ON voices_voteresult;
CREATE POLICY voices_everybody ON voices_voteresult FOR SELECT
  USING (scope_id = ANY ((SELECT huiyin_around())::bigint[]) AND voices_is_posted(vote_id));

-- Where a vote is, for somebody who has not said who they are; what is being prepared is not there.
CREATE OR REPLACE FUNCTION voices_find_vote(wanted text) RETURNS TABLE (vote_id bigint, scope_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT id, scope_id FROM voices_ownersvote WHERE code = wanted AND noticed_at IS NOT NULL
$$;
CREATE OR REPLACE FUNCTION voices_find_link(wanted bytea) RETURNS TABLE (head_id uuid, scope_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT id, scope_id FROM voices_rollhead WHERE link_digest = wanted
$$;

-- Who takes part, by building: units and area, never a choice. Anybody may know it (the notice board shows it).
CREATE OR REPLACE FUNCTION voices_taking_part(wanted bigint)
RETURNS TABLE (building text, units bigint, area bigint, voted_units bigint, voted_area bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT u.building, count(*), coalesce(sum(u.area), 0)::bigint,
    count(*) FILTER (WHERE b.head_id IS NOT NULL),
    coalesce(sum(u.area) FILTER (WHERE b.head_id IS NOT NULL), 0)::bigint
  FROM voices_rollunit u
  LEFT JOIN voices_ballot b ON b.head_id = u.head_id AND b.replaces_id IS NULL
  WHERE u.vote_id = wanted GROUP BY u.building
$$;
CREATE OR REPLACE FUNCTION voices_heads_taking_part(wanted bigint) RETURNS TABLE (heads bigint, area bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT count(*), coalesce(sum(h.area), 0)::bigint FROM voices_ballot b JOIN voices_rollhead h ON h.id = b.head_id
  WHERE b.vote_id = wanted AND b.replaces_id IS NULL
$$;

-- Which homes took part, once the result is posted: home and yes or no. Neither owner nor area stands beside it: the
-- file for recounts has areas, and together they would tell who chose what.
CREATE OR REPLACE FUNCTION voices_list_by_home(wanted bigint) RETURNS TABLE (building text, home text, took_part boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT u.building, u.label, b.head_id IS NOT NULL
  FROM voices_rollunit u
  LEFT JOIN voices_ballot b ON b.head_id = u.head_id AND b.replaces_id IS NULL
  WHERE u.vote_id = wanted AND voices_is_posted(wanted)
$$;

-- How many homes were named before the opening: a vote that names some asks nobody else. Never which.
CREATE OR REPLACE FUNCTION voices_homes_named(wanted bigint) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT count(*) FROM voices_askedunit WHERE vote_id = wanted
$$;

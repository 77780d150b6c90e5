-- "Already reported?" for a stranger at a door: per category the first open case there, and how many there are.
-- Nothing of what was said, by whom or in which home; private cases do not exist here.
DROP FUNCTION IF EXISTS triage_reported(bigint[], text[], text[], interval);  -- took the places of the building
CREATE OR REPLACE FUNCTION triage_reported(place bigint, categories text[], states text[], within interval)
RETURNS TABLE (case_id uuid, category text, received_at timestamptz, state text, times bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT DISTINCT ON (c.category) c.id, c.category, c.received_at, c.state,
    count(*) OVER (PARTITION BY c.category)
  FROM casefile_case c
  WHERE c.building_id = (SELECT places_building(place)) AND c.category = ANY (categories) AND c.category <> '' AND NOT c.private
    AND c.state = ANY (states) AND c.received_at > huiyin_now() - within
  ORDER BY c.category, (c.state = 'merged'), c.received_at
$$;

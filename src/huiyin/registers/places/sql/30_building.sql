-- The building a place lies in; a place that is neither home nor entrance stands for itself. Places do not move:
-- no act changes a parent.
CREATE OR REPLACE FUNCTION places_building(place bigint) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT CASE WHEN s.kind NOT IN ('home', 'entrance') THEN s.id
              WHEN p.kind = 'entrance' THEN coalesce(p.parent_id, p.id) ELSE coalesce(p.id, s.id) END
  FROM places_place s LEFT JOIN places_place p ON p.id = s.parent_id WHERE s.id = place
$$;

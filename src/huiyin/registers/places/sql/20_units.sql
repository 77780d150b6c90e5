SELECT huiyin_wall('places_governanceunit', register => true);
SELECT huiyin_wall('places_unitbuilding', register => true);
SELECT huiyin_wall('places_governanceunitevent');
SELECT huiyin_wall('places_unitbuildingevent');
SELECT huiyin_keep_forever('places_governanceunitevent');
SELECT huiyin_keep_forever('places_unitbuildingevent');

-- Every open building belongs to exactly one unit at a time (mission M18). At most one: the exclusion
-- constraint. At least one: whoever adds a building, by whatever way, it joins the unit its neighbours of the
-- same estate are in; the first building of an estate founds the estate's own unit.
CREATE OR REPLACE FUNCTION places_join_unit(building places_place) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
  home bigint;
BEGIN
  SELECT m.unit_id INTO home FROM places_unitbuilding m JOIN places_place p ON p.id = m.building_id
    WHERE p.parent_id IS NOT DISTINCT FROM building.parent_id AND p.scope_id = building.scope_id
      AND m.until IS NULL
    GROUP BY m.unit_id ORDER BY count(*) DESC, m.unit_id LIMIT 1;
  IF home IS NULL THEN
    INSERT INTO places_governanceunit (scope_id, kind, name, temporary, since)
      SELECT building.scope_id, 'estate', coalesce((SELECT name FROM places_place WHERE id = building.parent_id),
        building.name), false, huiyin_now() RETURNING id INTO home;
  END IF;
  INSERT INTO places_unitbuilding (unit_id, building_id, scope_id, since)
    VALUES (home, building.id, building.scope_id, huiyin_now());
END $$;

CREATE OR REPLACE FUNCTION places_keep_unit() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF NEW.closed_at IS NOT NULL THEN
    UPDATE places_unitbuilding SET until = huiyin_now() WHERE building_id = NEW.id AND until IS NULL;
  ELSIF NOT EXISTS (SELECT FROM places_unitbuilding WHERE building_id = NEW.id AND until IS NULL) THEN
    PERFORM places_join_unit(NEW);
  END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER places_keep_unit AFTER INSERT OR UPDATE OF closed_at, kind ON places_place
  FOR EACH ROW WHEN (NEW.kind = 'building') EXECUTE FUNCTION places_keep_unit();

-- Buildings that were there before there were units.
DO $$ DECLARE b places_place; BEGIN
  FOR b IN SELECT * FROM places_place p WHERE kind = 'building' AND closed_at IS NULL AND NOT EXISTS (
    SELECT FROM places_unitbuilding m WHERE m.building_id = p.id AND m.until IS NULL) LOOP
    PERFORM places_join_unit(b);
  END LOOP;
END $$;

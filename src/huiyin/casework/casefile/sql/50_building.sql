-- The building of a case follows from its place, whoever writes: neighbours and repeats are found by it.
CREATE OR REPLACE FUNCTION casefile_building() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.building_id := places_building(NEW.place_id);
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER casefile_building BEFORE INSERT OR UPDATE OF place_id, building_id ON casefile_case
  FOR EACH ROW EXECUTE FUNCTION casefile_building();

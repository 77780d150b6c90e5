-- The guard of the state machine: only steps of the transition table (states.py) pass, whoever writes.
CREATE TABLE IF NOT EXISTS casefile_move (source text NOT NULL, target text NOT NULL, PRIMARY KEY (source, target));
COMMENT ON TABLE casefile_move IS 'owner writes';

CREATE OR REPLACE FUNCTION casefile_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state IS DISTINCT FROM OLD.state AND NOT EXISTS (
    SELECT FROM casefile_move WHERE source = OLD.state AND target = NEW.state
  ) THEN
    RAISE EXCEPTION 'casefile: no step from % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.id <> OLD.id OR NEW.number <> OLD.number OR NEW.received_at <> OLD.received_at THEN
    RAISE EXCEPTION 'casefile: number and time of receipt never change' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER casefile_guard BEFORE UPDATE ON casefile_case
  FOR EACH ROW EXECUTE FUNCTION casefile_guard();

CREATE OR REPLACE FUNCTION casefile_never_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a case is never deleted' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE OR REPLACE TRIGGER casefile_never_deleted BEFORE DELETE ON casefile_case
  FOR EACH ROW EXECUTE FUNCTION casefile_never_deleted();

-- A new case starts at the beginning; only an imported old record starts as history.
CREATE OR REPLACE FUNCTION casefile_starts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state NOT IN ('received', 'history') THEN
    RAISE EXCEPTION 'casefile: a case cannot start as %', NEW.state USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER casefile_starts BEFORE INSERT ON casefile_case
  FOR EACH ROW WHEN (NEW.state NOT IN ('received', 'history')) EXECUTE FUNCTION casefile_starts();

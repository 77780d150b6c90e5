-- Elections. What hangs on the board is everybody's around it: the election, its steps, the candidates once their list
-- hangs, a confirmed tally. The roll of members is the organisers' alone.
SELECT huiyin_wall('voices_election', register => true);
SELECT huiyin_wall('voices_electionstage', register => true);
SELECT huiyin_wall('voices_stagefile');
SELECT huiyin_wall('voices_stageobjection');
SELECT huiyin_wall('voices_candidate');
SELECT huiyin_wall('voices_electionvoter');
SELECT huiyin_wall('voices_electionsheet');
SELECT huiyin_wall('voices_electionevent');

SELECT huiyin_keep_forever('voices_stagefile');
SELECT huiyin_keep_forever('voices_electionevent');
SELECT huiyin_never_delete('voices_election');
SELECT huiyin_never_delete('voices_electionstage');
SELECT huiyin_never_delete('voices_stageobjection');
SELECT huiyin_never_delete('voices_candidate');
SELECT huiyin_never_delete('voices_electionsheet');

CREATE OR REPLACE FUNCTION voices_find_election(wanted text) RETURNS TABLE (election_id bigint, scope_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT id, scope_id FROM voices_election e WHERE code = wanted
    AND EXISTS (SELECT FROM voices_electionstage s WHERE s.election_id = e.id AND s.posted_at IS NOT NULL)
$$;

-- The ballot's step comes after the list of candidates was posted, so a counted sheet also means a posted list.
CREATE OR REPLACE FUNCTION voices_list_hangs(wanted bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT EXISTS (SELECT FROM voices_electionstage s JOIN voices_election e ON e.id = s.election_id
    JOIN rules_rulepack p ON p.id = e.pack_id
    WHERE e.id = wanted AND s.posted_at IS NOT NULL
      AND (p.content -> 'steps' -> (s.no - 1) -> 'needs') ? 'list'
      -- an upheld objection opens the list: what changes then hangs only once it is posted again
      AND NOT EXISTS (SELECT FROM voices_stageobjection o
                      WHERE o.stage_id = s.id AND o.upheld AND o.made_at >= s.posted_at))
$$;
DROP POLICY IF EXISTS voices_everybody ON voices_candidate;
CREATE POLICY voices_everybody ON voices_candidate FOR SELECT
  USING (scope_id = ANY ((SELECT huiyin_around())::bigint[]) AND withdrawn_at IS NULL AND fit
         AND voices_list_hangs(election_id));
DROP POLICY IF EXISTS voices_everybody ON voices_electionsheet;
CREATE POLICY voices_everybody ON voices_electionsheet FOR SELECT
  USING (scope_id = ANY ((SELECT huiyin_around())::bigint[]) AND confirmed);

-- A tally sheet is never changed but to be confirmed or sent back once; an objection is answered once.
CREATE OR REPLACE FUNCTION voices_sheet_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  free text[] := ARRAY['confirmed', 'confirmed_by', 'confirmed_at'];
BEGIN
  IF to_jsonb(OLD) - free IS DISTINCT FROM to_jsonb(NEW) - free OR OLD.confirmed IS NOT NULL THEN
    RAISE EXCEPTION 'voices: a tally sheet is never changed' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER voices_sheet_stays BEFORE UPDATE ON voices_electionsheet
  FOR EACH ROW EXECUTE FUNCTION voices_sheet_stays();
CREATE OR REPLACE TRIGGER voices_ends_once BEFORE UPDATE ON voices_stageobjection
  FOR EACH ROW EXECUTE FUNCTION voices_ends_once('answered_at', 'answer', 'upheld', 'answered_by');

-- The roll stays as it was once a ballot was counted by it.
CREATE OR REPLACE FUNCTION voices_roll_stays() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public AS $$
DECLARE
  wanted bigint := CASE WHEN TG_OP = 'INSERT' THEN NEW.election_id ELSE OLD.election_id END;
BEGIN
  IF EXISTS (SELECT FROM voices_electionsheet WHERE election_id = wanted) THEN
    RAISE EXCEPTION 'voices: the roll is never changed after a count' USING ERRCODE = 'check_violation';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE OR REPLACE TRIGGER voices_roll_stays BEFORE INSERT OR UPDATE OR DELETE ON voices_electionvoter
  FOR EACH ROW EXECUTE FUNCTION voices_roll_stays();

-- Ends once; what it began with stays. Steps go one by one.
CREATE OR REPLACE FUNCTION voices_election_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  free text[] := ARRAY['state', 'step', 'seats', 'ended_at', 'ended_why'];
BEGIN
  IF to_jsonb(OLD) - free IS DISTINCT FROM to_jsonb(NEW) - free OR OLD.state <> 'running'
      OR NEW.step NOT IN (OLD.step, OLD.step + 1) OR NEW.seats > OLD.seats THEN
    RAISE EXCEPTION 'voices: an election goes forward only, the rest is never changed' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER voices_election_stays BEFORE UPDATE ON voices_election
  FOR EACH ROW EXECUTE FUNCTION voices_election_stays();

-- The record: every line is bound to the one before it (ground/sql/40_chain.sql).
CREATE OR REPLACE TRIGGER voices_election_chain BEFORE INSERT ON voices_electionevent
  FOR EACH ROW EXECUTE FUNCTION huiyin_chain('election_id', '1448037447');
DROP FUNCTION IF EXISTS voices_election_chain();

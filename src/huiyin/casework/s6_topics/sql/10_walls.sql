SELECT huiyin_wall('topics_topic');
SELECT huiyin_wall('topics_membership');
SELECT huiyin_wall('topics_correction');
SELECT huiyin_wall('topics_run');
SELECT huiyin_never_delete('topics_topic');
SELECT huiyin_never_delete('topics_membership');
SELECT huiyin_keep_forever('topics_correction');

-- What a topic is called by stays, and a person's decision is undone by nobody's program: only the words of states.py
-- lead away from it (a test compares the pairs).
CREATE TABLE IF NOT EXISTS topics_move (source text NOT NULL, target text NOT NULL, PRIMARY KEY (source, target));
COMMENT ON TABLE topics_move IS 'owner writes';
DELETE FROM topics_move;
INSERT INTO topics_move VALUES
  ('suggested', 'faded'), ('suggested', 'confirmed'), ('suggested', 'settled'), ('suggested', 'rejected'),
  ('suggested', 'joined'), ('confirmed', 'settled'), ('confirmed', 'rejected'), ('confirmed', 'joined'),
  ('settled', 'confirmed'), ('rejected', 'confirmed');
CREATE OR REPLACE FUNCTION topics_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state <> OLD.state AND NOT EXISTS (
    SELECT FROM topics_move WHERE source = OLD.state AND target = NEW.state
  ) THEN
    RAISE EXCEPTION 'topics: no step from % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.state = 'faded' AND OLD.touched_at IS NOT NULL THEN
    RAISE EXCEPTION 'topics: what a person spoke of does not fade' USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.id, NEW.scope_id, NEW.no, NEW.came, NEW.made_at) IS DISTINCT FROM
     (OLD.id, OLD.scope_id, OLD.no, OLD.came, OLD.made_at)
     OR (OLD.touched_at IS NOT NULL AND NEW.touched_at IS NULL) THEN
    RAISE EXCEPTION 'topics: number and origin are never changed' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER topics_guard BEFORE UPDATE ON topics_topic FOR EACH ROW EXECUTE FUNCTION topics_guard();

-- A membership ends once; what it said stays.
CREATE OR REPLACE FUNCTION topics_membership_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.topic_id, NEW.case_id, NEW.scope_id, NEW.since) IS DISTINCT FROM
     (OLD.topic_id, OLD.case_id, OLD.scope_id, OLD.since)
     OR (OLD.left_at IS NOT NULL AND NEW.left_at IS DISTINCT FROM OLD.left_at) THEN
    RAISE EXCEPTION 'topics: a membership is ended, never changed' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER topics_membership_stays BEFORE UPDATE ON topics_membership
  FOR EACH ROW EXECUTE FUNCTION topics_membership_stays();

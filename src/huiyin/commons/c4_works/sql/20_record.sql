-- What may change when. The pairs of states are those of states.py (a test compares them).
CREATE TABLE IF NOT EXISTS works_move (source text NOT NULL, target text NOT NULL, PRIMARY KEY (source, target));
COMMENT ON TABLE works_move IS 'owner writes';
DELETE FROM works_move;
INSERT INTO works_move VALUES ('planned', 'started'), ('started', 'done'), ('done', 'started'), ('done', 'accepted'),
  ('planned', 'stopped'), ('started', 'stopped');

CREATE OR REPLACE FUNCTION works_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  free text[] := ARRAY['state', 'state_since', 'round', 'accept_until', 'accepted_by', 'ended_why'];
BEGIN
  IF NEW.state <> OLD.state AND NOT EXISTS (
    SELECT FROM works_move WHERE source = OLD.state AND target = NEW.state
  ) THEN
    RAISE EXCEPTION 'works: no step from % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation';
  END IF;
  IF to_jsonb(OLD) - free IS DISTINCT FROM to_jsonb(NEW) - free OR OLD.state IN ('accepted', 'stopped') THEN
    RAISE EXCEPTION 'works: what was begun is never changed' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER works_guard BEFORE UPDATE ON works_project
  FOR EACH ROW EXECUTE FUNCTION works_guard();

-- A stage slips to later days only, and is done once. A home's part stays; what it paid stays.
CREATE OR REPLACE FUNCTION works_stage_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  free text[] := ARRAY['slipped_to', 'slip_why', 'done_on'];
BEGIN
  IF to_jsonb(OLD) - free IS DISTINCT FROM to_jsonb(NEW) - free OR OLD.done_on IS NOT NULL
      OR (OLD.slipped_to IS NOT NULL AND NEW.slipped_to IS NULL)
      OR NEW.slipped_to < coalesce(OLD.slipped_to, OLD.planned_on) THEN
    RAISE EXCEPTION 'works: a stage that was told is never changed' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER works_stage_stays BEFORE UPDATE ON works_stage
  FOR EACH ROW EXECUTE FUNCTION works_stage_stays();
CREATE OR REPLACE FUNCTION works_share_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  free text[] := ARRAY['agrees', 'way', 'said_by', 'said_at', 'receipt', 'paid_at', 'refund_fen'];
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.agrees IS NOT NULL THEN
      RAISE EXCEPTION 'works: what a home agreed to is never changed' USING ERRCODE = 'check_violation';
    END IF;
    RETURN OLD;
  END IF;
  IF to_jsonb(OLD) - free IS DISTINCT FROM to_jsonb(NEW) - free OR (OLD.receipt <> '' AND
      (OLD.receipt, OLD.agrees, OLD.paid_at) IS DISTINCT FROM (NEW.receipt, NEW.agrees, NEW.paid_at)) THEN
    RAISE EXCEPTION 'works: what a home pays is never changed' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER works_share_stays BEFORE UPDATE OR DELETE ON works_share
  FOR EACH ROW EXECUTE FUNCTION works_share_stays();

-- A word of a home comes only while it is asked, of this round.
CREATE OR REPLACE FUNCTION works_only_while() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM works_project WHERE id = NEW.project_id AND state = 'done'
                 AND round = NEW.round AND scope_id = NEW.scope_id) THEN
    RAISE EXCEPTION 'works: words are never changed while nobody is asked' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER works_only_while BEFORE INSERT OR UPDATE ON works_word
  FOR EACH ROW EXECUTE FUNCTION works_only_while();

-- The record: every line is bound to the one before it (ground/sql/40_chain.sql).
CREATE OR REPLACE TRIGGER works_chain BEFORE INSERT ON works_projectevent
  FOR EACH ROW EXECUTE FUNCTION huiyin_chain('project_id', '1448037451');
DROP FUNCTION IF EXISTS works_chain();

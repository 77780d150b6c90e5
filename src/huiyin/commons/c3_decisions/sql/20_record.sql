-- A decision is withdrawn once; nothing else of it ever changes.
CREATE OR REPLACE FUNCTION decisions_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  free text[] := ARRAY['state', 'withdrawn_at', 'withdrawn_why'];
BEGIN
  IF to_jsonb(OLD) - free IS DISTINCT FROM to_jsonb(NEW) - free OR OLD.state <> 'standing'
      OR NEW.state <> 'withdrawn' OR NEW.withdrawn_why = '' THEN
    RAISE EXCEPTION 'decisions: what was decided is never changed' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER decisions_stays BEFORE UPDATE ON decisions_decision
  FOR EACH ROW EXECUTE FUNCTION decisions_stays();

-- The record: every line is bound to the one before it (ground/sql/40_chain.sql).
CREATE OR REPLACE TRIGGER decisions_chain BEFORE INSERT ON decisions_decisionevent
  FOR EACH ROW EXECUTE FUNCTION huiyin_chain('decision_id', '1448037449');
DROP FUNCTION IF EXISTS decisions_chain();

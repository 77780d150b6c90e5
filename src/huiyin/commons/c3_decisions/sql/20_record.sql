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

-- The record: every line is bound to the one before it, as that of a vote. The verifier rebuilds the same text.
CREATE OR REPLACE FUNCTION decisions_chain() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public AS $$
DECLARE
  last decisions_decisionevent;
BEGIN
  PERFORM pg_advisory_xact_lock(1448037449, NEW.decision_id::int);
  SELECT * INTO last FROM decisions_decisionevent WHERE decision_id = NEW.decision_id ORDER BY seq DESC LIMIT 1;
  NEW.seq := coalesce(last.seq, 0) + 1;
  NEW.at := greatest(NEW.at, last.at);
  NEW.prev := coalesce(last.hash, '\x'::bytea);
  NEW.hash := sha256(NEW.prev || convert_to(concat_ws(E'\n', NEW.decision_id::text, NEW.seq::text,
    (extract(epoch FROM NEW.at) * 1000000)::bigint::text, NEW.verb, NEW.actor, NEW.actor_label, NEW.data::text), 'UTF8'));
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER decisions_chain BEFORE INSERT ON decisions_decisionevent
  FOR EACH ROW EXECUTE FUNCTION decisions_chain();

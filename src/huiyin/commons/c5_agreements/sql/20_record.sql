-- What may change when. The pairs of states are those of states.py (a test compares them).
CREATE TABLE IF NOT EXISTS agreements_move (source text NOT NULL, target text NOT NULL, PRIMARY KEY (source, target));
COMMENT ON TABLE agreements_move IS 'owner writes';
DELETE FROM agreements_move;
INSERT INTO agreements_move VALUES ('draft', 'in_force'), ('draft', 'dropped'), ('in_force', 'ended');

CREATE OR REPLACE FUNCTION agreements_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  free text[] := ARRAY['state', 'state_since', 'ends', 'ended_on', 'ended_why'];
BEGIN
  IF NEW.state <> OLD.state AND NOT EXISTS (
    SELECT FROM agreements_move WHERE source = OLD.state AND target = NEW.state
  ) THEN
    RAISE EXCEPTION 'agreements: no step from % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation';
  END IF;
  IF to_jsonb(OLD) - free IS DISTINCT FROM to_jsonb(NEW) - free OR OLD.state IN ('ended', 'dropped')
      OR (NEW.ends <> OLD.ends AND (OLD.state <> 'in_force' OR NEW.ends < OLD.ends)) THEN
    RAISE EXCEPTION 'agreements: what was begun is never changed' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER agreements_guard BEFORE UPDATE ON agreements_agreement
  FOR EACH ROW EXECUTE FUNCTION agreements_guard();

-- Parties and duties come and go while nobody has signed; then they stay.
CREATE OR REPLACE FUNCTION agreements_still_open() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public AS $$
DECLARE
  held jsonb := CASE WHEN TG_OP = 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
  wanted bigint := held ->> 'agreement_id';
BEGIN
  IF TG_TABLE_NAME = 'agreements_duty' THEN
    SELECT agreement_id INTO wanted FROM agreements_party WHERE id = (held ->> 'party_id')::bigint;
  END IF;
  IF NOT EXISTS (SELECT FROM agreements_agreement WHERE id = wanted AND state = 'draft')
      OR EXISTS (SELECT FROM agreements_party WHERE agreement_id = wanted AND signed_on IS NOT NULL) THEN
    RAISE EXCEPTION 'agreements: what was signed is never changed' USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'DELETE' THEN
    RETURN OLD;
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER agreements_still_open BEFORE INSERT OR DELETE ON agreements_party
  FOR EACH ROW EXECUTE FUNCTION agreements_still_open();
CREATE OR REPLACE TRIGGER agreements_still_open BEFORE INSERT OR UPDATE OR DELETE ON agreements_duty
  FOR EACH ROW EXECUTE FUNCTION agreements_still_open();
CREATE OR REPLACE FUNCTION agreements_sign_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF to_jsonb(OLD) - 'signed_on' IS DISTINCT FROM to_jsonb(NEW) - 'signed_on' OR OLD.signed_on IS NOT NULL THEN
    RAISE EXCEPTION 'agreements: what was signed is never changed' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER agreements_sign_once BEFORE UPDATE ON agreements_party
  FOR EACH ROW EXECUTE FUNCTION agreements_sign_once();

-- What became of a duty on a day is said once.
CREATE OR REPLACE FUNCTION agreements_say_once() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  free text[] := ARRAY['state', 'words', 'said_by', 'said_at'];
BEGIN
  IF to_jsonb(OLD) - free IS DISTINCT FROM to_jsonb(NEW) - free OR OLD.state <> 'open' THEN
    RAISE EXCEPTION 'agreements: what became of a duty is never changed' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER agreements_say_once BEFORE UPDATE ON agreements_due
  FOR EACH ROW EXECUTE FUNCTION agreements_say_once();

-- An emergency service is never made longer. What was handed over stays so.
CREATE OR REPLACE FUNCTION agreements_service_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  free text[] := ARRAY['state', 'state_since', 'ended_on', 'ended_why', 'next_vote_id', 'next_decision_id'];
BEGIN
  IF to_jsonb(OLD) - free IS DISTINCT FROM to_jsonb(NEW) - free OR OLD.state <> 'running' THEN
    RAISE EXCEPTION 'agreements: an emergency service is never changed' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER agreements_service_guard BEFORE UPDATE ON agreements_emergencyservice
  FOR EACH ROW EXECUTE FUNCTION agreements_service_guard();
CREATE OR REPLACE FUNCTION agreements_tick_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF to_jsonb(OLD) - 'done_on' IS DISTINCT FROM to_jsonb(NEW) - 'done_on' OR OLD.done_on IS NOT NULL THEN
    RAISE EXCEPTION 'agreements: what was handed over is never changed' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER agreements_tick_once BEFORE UPDATE ON agreements_handoveritem
  FOR EACH ROW EXECUTE FUNCTION agreements_tick_once();

-- The records: every line is bound to the one before it (ground/sql/40_chain.sql).
CREATE OR REPLACE TRIGGER agreements_chain BEFORE INSERT ON agreements_agreementevent
  FOR EACH ROW EXECUTE FUNCTION huiyin_chain('agreement_id', '1448037453');
CREATE OR REPLACE TRIGGER agreements_chain BEFORE INSERT ON agreements_serviceevent
  FOR EACH ROW EXECUTE FUNCTION huiyin_chain('service_id', '1448037455');

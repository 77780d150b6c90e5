-- What may change when. The pairs of states are those of owners_vote/states.py (a test compares them).
CREATE TABLE IF NOT EXISTS voices_move (source text NOT NULL, target text NOT NULL, PRIMARY KEY (source, target));
COMMENT ON TABLE voices_move IS 'owner writes';
DELETE FROM voices_move;
INSERT INTO voices_move VALUES
  ('draft', 'notice'), ('notice', 'open'), ('open', 'closed'), ('closed', 'counted'), ('counted', 'posted'),
  ('posted', 'final'), ('draft', 'cancelled'), ('notice', 'cancelled'), ('open', 'cancelled'),
  ('closed', 'void'), ('counted', 'void'), ('posted', 'void');

CREATE OR REPLACE FUNCTION voices_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state <> OLD.state AND NOT EXISTS (
    SELECT FROM voices_move WHERE source = OLD.state AND target = NEW.state
  ) THEN
    RAISE EXCEPTION 'voices: no step from % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.id <> NEW.id OR OLD.code <> NEW.code OR OLD.made_at <> NEW.made_at OR OLD.made_by <> NEW.made_by THEN
    RAISE EXCEPTION 'voices: the code of a vote is never changed' USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.state <> 'draft' AND (OLD.scope_id, OLD.title, OLD.words, OLD.called_by, OLD.pack_id, OLD.mode, OLD.silence,
      OLD.clause, OLD.repeated, OLD.most_proxies, OLD.opens_on, OLD.closes_at, OLD.noticed_at)
      IS DISTINCT FROM (NEW.scope_id, NEW.title, NEW.words, NEW.called_by, NEW.pack_id, NEW.mode, NEW.silence,
      NEW.clause, NEW.repeated, NEW.most_proxies, NEW.opens_on, NEW.closes_at, NEW.noticed_at) THEN
    RAISE EXCEPTION 'voices: what was announced is never changed' USING ERRCODE = 'check_violation';
  END IF;
  IF (OLD.digest, OLD.area, OLD.heads, OLD.opened_at) IS DISTINCT FROM (NEW.digest, NEW.area, NEW.heads, NEW.opened_at)
      AND NOT (OLD.state = 'notice' AND NEW.state = 'open') THEN
    RAISE EXCEPTION 'voices: the frozen roll is never changed' USING ERRCODE = 'check_violation';
  END IF;
  -- closed_at opens the sealed choices, posted_at shows the result: each is set by its own step and stays.
  IF OLD.closed_at IS DISTINCT FROM NEW.closed_at
      AND NOT (OLD.state = 'open' AND NEW.state = 'closed' AND huiyin_now() >= OLD.closes_at) THEN
    RAISE EXCEPTION 'voices: the moment of the close is never changed' USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.state = 'open' AND NEW.state = 'closed' AND NEW.closed_at IS NULL THEN
    RAISE EXCEPTION 'voices: a close has its moment' USING ERRCODE = 'check_violation';
  END IF;
  IF (OLD.posted_at, OLD.posted_by, OLD.object_until) IS DISTINCT FROM
      (NEW.posted_at, NEW.posted_by, NEW.object_until) AND NOT (OLD.state = 'counted' AND NEW.state = 'posted') THEN
    RAISE EXCEPTION 'voices: the posting is never changed' USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.counted_by <> NEW.counted_by AND NOT (OLD.state = 'closed' AND NEW.state = 'counted') THEN
    RAISE EXCEPTION 'voices: who counted is never changed' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER voices_guard BEFORE UPDATE ON voices_ownersvote
  FOR EACH ROW EXECUTE FUNCTION voices_guard();

CREATE OR REPLACE FUNCTION voices_starts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state <> 'draft' OR NEW.closed_at IS NOT NULL OR NEW.posted_at IS NOT NULL OR NEW.noticed_at IS NOT NULL THEN
    RAISE EXCEPTION 'voices: a vote starts as a draft' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER voices_starts BEFORE INSERT ON voices_ownersvote
  FOR EACH ROW EXECUTE FUNCTION voices_starts();

-- The state of a vote, held until the transaction ends: a close waits for ballots under way, later ones see it.
CREATE OR REPLACE FUNCTION voices_held_state(wanted bigint) RETURNS text
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public AS $$
  SELECT state FROM voices_ownersvote WHERE id = wanted FOR SHARE
$$;

-- A table whose rows may be touched only while the vote is in the states named by the trigger's arguments.
CREATE OR REPLACE FUNCTION voices_only_while() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  wanted bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.vote_id ELSE NEW.vote_id END;
BEGIN
  IF NOT coalesce(voices_held_state(wanted), '') = ANY (TG_ARGV) THEN
    RAISE EXCEPTION 'voices: % is never changed in this state of the vote', TG_TABLE_NAME
      USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'UPDATE' AND OLD.vote_id IS DISTINCT FROM NEW.vote_id THEN
    RAISE EXCEPTION 'voices: the vote of a row is never changed' USING ERRCODE = 'check_violation';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE OR REPLACE TRIGGER voices_only_while BEFORE INSERT OR UPDATE OR DELETE ON voices_question
  FOR EACH ROW EXECUTE FUNCTION voices_only_while('draft');
CREATE OR REPLACE TRIGGER voices_only_while BEFORE INSERT ON voices_rollhead
  FOR EACH ROW EXECUTE FUNCTION voices_only_while('notice');
CREATE OR REPLACE TRIGGER voices_only_while BEFORE INSERT ON voices_rollunit
  FOR EACH ROW EXECUTE FUNCTION voices_only_while('notice');
CREATE OR REPLACE TRIGGER voices_only_while BEFORE INSERT ON voices_delivery
  FOR EACH ROW EXECUTE FUNCTION voices_only_while('open');
CREATE OR REPLACE TRIGGER voices_only_while BEFORE INSERT ON voices_paper
  FOR EACH ROW EXECUTE FUNCTION voices_only_while('open');
CREATE OR REPLACE TRIGGER voices_only_while BEFORE INSERT OR UPDATE ON voices_mandate
  FOR EACH ROW EXECUTE FUNCTION voices_only_while('open');
CREATE OR REPLACE TRIGGER voices_only_while BEFORE INSERT ON voices_voteresult
  FOR EACH ROW EXECUTE FUNCTION voices_only_while('closed');
CREATE OR REPLACE TRIGGER voices_only_while BEFORE INSERT ON voices_objection
  FOR EACH ROW EXECUTE FUNCTION voices_only_while('posted');

CREATE OR REPLACE FUNCTION voices_roll_owner() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF coalesce(voices_state_of_head(NEW.head_id), '') <> 'notice' THEN
    RAISE EXCEPTION 'voices: the frozen roll is never changed' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION voices_state_of_head(wanted uuid) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT v.state FROM voices_rollhead h JOIN voices_ownersvote v ON v.id = h.vote_id WHERE h.id = wanted
$$;
CREATE OR REPLACE TRIGGER voices_roll_owner BEFORE INSERT ON voices_rollowner
  FOR EACH ROW EXECUTE FUNCTION voices_roll_owner();

-- A paper ends once, and only its end is ever written; a proxy is taken back once; an objection is answered once.
CREATE OR REPLACE FUNCTION voices_ends_once() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  free text[] := TG_ARGV;
BEGIN
  IF to_jsonb(OLD) - free IS DISTINCT FROM to_jsonb(NEW) - free OR (to_jsonb(OLD) ->> TG_ARGV[0]) IS NOT NULL THEN
    RAISE EXCEPTION 'voices: % is never changed but to end it once', TG_TABLE_NAME USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER voices_ends_once BEFORE UPDATE ON voices_paper
  FOR EACH ROW EXECUTE FUNCTION voices_ends_once('ended_at', 'ended', 'ended_by');
CREATE OR REPLACE TRIGGER voices_ends_once BEFORE UPDATE ON voices_mandate
  FOR EACH ROW EXECUTE FUNCTION voices_ends_once('revoked_at', 'revoked_by');
CREATE OR REPLACE TRIGGER voices_ends_once BEFORE UPDATE ON voices_objection
  FOR EACH ROW EXECUTE FUNCTION voices_ends_once('answered_at', 'answer', 'upheld', 'answered_by');

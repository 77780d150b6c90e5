-- What may change when. The pairs of states are those of states.py (a test compares them).
CREATE TABLE IF NOT EXISTS fund_move (source text NOT NULL, target text NOT NULL, PRIMARY KEY (source, target));
COMMENT ON TABLE fund_move IS 'owner writes';
DELETE FROM fund_move;
INSERT INTO fund_move VALUES ('draft', 'voting'), ('voting', 'draft'), ('draft', 'urgent'), ('voting', 'posted'),
  ('urgent', 'posted'), ('posted', 'paying'), ('paying', 'ended'), ('draft', 'stopped'), ('voting', 'stopped'),
  ('urgent', 'stopped'), ('posted', 'stopped'), ('paying', 'stopped');

CREATE OR REPLACE FUNCTION fund_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  free text[] := ARRAY['state', 'state_since', 'vote_id', 'project_id', 'ratified', 'ended_why'];
BEGIN
  IF NEW.state <> OLD.state AND NOT EXISTS (
    SELECT FROM fund_move WHERE source = OLD.state AND target = NEW.state
  ) THEN
    RAISE EXCEPTION 'fund: no step from % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.state = 'draft' THEN
    free := free || ARRAY['homes', 'area', 'scope_why', 'approved_fen', 'path', 'danger', 'confirmed_by',
                          'confirmed_at', 'post_by', 'ratify_by'];
  ELSIF OLD.state = 'voting' THEN
    free := free || ARRAY['approved_fen'];
  END IF;
  IF NEW.state = 'posted' AND OLD.state IN ('voting', 'urgent') THEN
    free := free || ARRAY['posted_at', 'post_until', 'approved_fen'];
  END IF;
  IF to_jsonb(OLD) - free IS DISTINCT FROM to_jsonb(NEW) - free OR OLD.state IN ('ended', 'stopped')
      OR (OLD.project_id IS NOT NULL AND NEW.project_id IS DISTINCT FROM OLD.project_id) THEN
    RAISE EXCEPTION 'fund: what was put before the owners is never changed' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER fund_guard BEFORE UPDATE ON fund_funduse
  FOR EACH ROW EXECUTE FUNCTION fund_guard();

-- The homes and their parts stay from the moment it goes before the owners; in an emergency parts may be divided anew
-- until it is posted, because the price comes after the danger.
CREATE OR REPLACE FUNCTION fund_unit_stays() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public AS $$
DECLARE
  one record;
  stands text;
BEGIN
  IF TG_OP = 'DELETE' THEN one := OLD; ELSE one := NEW; END IF;
  SELECT state INTO stands FROM fund_funduse WHERE id = one.use_id AND scope_id = one.scope_id;
  IF stands = 'draft' OR (stands = 'urgent' AND TG_OP = 'UPDATE'
      AND to_jsonb(OLD) - 'amount_fen' = to_jsonb(NEW) - 'amount_fen') THEN
    RETURN one;
  END IF;
  RAISE EXCEPTION 'fund: the homes that share a part are never changed now' USING ERRCODE = 'check_violation';
END $$;
CREATE OR REPLACE TRIGGER fund_unit_stays BEFORE INSERT OR UPDATE OR DELETE ON fund_fundunit
  FOR EACH ROW EXECUTE FUNCTION fund_unit_stays();

CREATE OR REPLACE FUNCTION fund_quotation_stays() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public AS $$
DECLARE
  free text[] := ARRAY['chosen', 'chosen_why'];
BEGIN
  IF NOT EXISTS (SELECT FROM fund_funduse WHERE id = NEW.use_id AND scope_id = NEW.scope_id
                 AND state IN ('draft', 'urgent'))
      OR (TG_OP = 'UPDATE' AND to_jsonb(OLD) - free IS DISTINCT FROM to_jsonb(NEW) - free) THEN
    RAISE EXCEPTION 'fund: a quotation is never changed now' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER fund_quotation_stays BEFORE INSERT OR UPDATE ON fund_quotation
  FOR EACH ROW EXECUTE FUNCTION fund_quotation_stays();

-- Money leaves only while it is paid, and never more than was approved; whoever writes.
CREATE OR REPLACE FUNCTION fund_never_more() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public AS $$
DECLARE
  most bigint;
BEGIN
  SELECT approved_fen INTO most FROM fund_funduse
  WHERE id = NEW.use_id AND scope_id = NEW.scope_id AND state = 'paying' FOR NO KEY UPDATE;
  IF most IS NULL OR NEW.amount_fen
      + (SELECT coalesce(sum(amount_fen), 0) FROM fund_fundpayment WHERE use_id = NEW.use_id) > most THEN
    RAISE EXCEPTION 'fund: more than approved is never paid' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER fund_never_more BEFORE INSERT ON fund_fundpayment
  FOR EACH ROW EXECUTE FUNCTION fund_never_more();

-- An objection comes while it is posted, and is answered once.
CREATE OR REPLACE FUNCTION fund_objection_stays() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public AS $$
DECLARE
  free text[] := ARRAY['answer', 'upheld', 'answered_by', 'answered_at'];
BEGIN
  IF NOT EXISTS (SELECT FROM fund_funduse WHERE id = NEW.use_id AND scope_id = NEW.scope_id AND state = 'posted')
      OR (TG_OP = 'UPDATE' AND (OLD.answered_at IS NOT NULL
          OR to_jsonb(OLD) - free IS DISTINCT FROM to_jsonb(NEW) - free)) THEN
    RAISE EXCEPTION 'fund: an objection is never changed' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER fund_objection_stays BEFORE INSERT OR UPDATE ON fund_fundobjection
  FOR EACH ROW EXECUTE FUNCTION fund_objection_stays();

-- The record: every line is bound to the one before it (ground/sql/40_chain.sql).
CREATE OR REPLACE TRIGGER fund_chain BEFORE INSERT ON fund_fundevent
  FOR EACH ROW EXECUTE FUNCTION huiyin_chain('use_id', '1448037461');

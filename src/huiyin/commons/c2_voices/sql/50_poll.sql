-- Polls. What is asked and what is published is everybody's around it; single voices belong to those who keep the poll,
-- and how many said what exists for nobody before a round is closed.
SELECT huiyin_wall('voices_poll', register => true);
SELECT huiyin_wall('voices_pollround', register => true);
SELECT huiyin_wall('voices_polloption');
SELECT huiyin_wall('voices_pollvoice');
SELECT huiyin_wall('voices_pollevent');
SELECT huiyin_never_delete('voices_poll');
SELECT huiyin_keep_forever('voices_pollvoice');
SELECT huiyin_keep_forever('voices_pollevent');

CREATE OR REPLACE FUNCTION voices_find_poll(wanted text) RETURNS TABLE (poll_id bigint, scope_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT id, scope_id FROM voices_poll p WHERE code = wanted
    AND EXISTS (SELECT FROM voices_pollround r WHERE r.poll_id = p.id AND r.opened_at IS NOT NULL)
$$;

-- Options that can be chosen, or were published; what residents wrote is nobody's before the reasons are there.
CREATE OR REPLACE FUNCTION voices_poll_shows(wanted bigint, hangs boolean) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT EXISTS (SELECT FROM voices_pollround WHERE id = wanted
    AND (state = 'published' OR (hangs AND state IN ('open', 'closed'))))
$$;
DROP POLICY IF EXISTS voices_everybody ON voices_polloption;
CREATE POLICY voices_everybody ON voices_polloption FOR SELECT
  USING (scope_id = ANY ((SELECT huiyin_around())::bigint[]) AND voices_poll_shows(round_id, source <> 'voices'));

-- The voice that stands for a home or a person of it: the later day, then the later entry.
CREATE OR REPLACE FUNCTION voices_poll_standing(wanted bigint) RETURNS SETOF voices_pollvoice
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  (SELECT DISTINCT ON (v.home_id, v.seat) v.* FROM voices_pollvoice v
   WHERE v.round_id = wanted AND v.home_id IS NOT NULL
   ORDER BY v.home_id, v.seat, v.said_on DESC, v.id DESC)
  UNION ALL SELECT v.* FROM voices_pollvoice v WHERE v.round_id = wanted AND v.home_id IS NULL
$$;
REVOKE ALL ON FUNCTION voices_poll_standing(bigint) FROM PUBLIC;
CREATE OR REPLACE FUNCTION voices_poll_part(wanted bigint)
RETURNS TABLE (counted bigint, heard bigint, paper bigint, online bigint, again bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT count(*) FILTER (WHERE s.home_id IS NOT NULL), count(*) FILTER (WHERE s.home_id IS NULL),
    count(*) FILTER (WHERE s.way = 'paper'), count(*) FILTER (WHERE s.way = 'link'),
    (SELECT count(*) FROM (SELECT FROM voices_pollvoice v WHERE v.round_id = wanted AND v.home_id IS NOT NULL
                           GROUP BY v.home_id, v.seat HAVING count(*) > 1) twice)
  FROM voices_poll_standing(wanted) s
$$;
CREATE OR REPLACE FUNCTION voices_poll_counts(wanted bigint) RETURNS TABLE (option_id bigint, counted bigint, heard bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  -- one voice counts once for an option, also where it named two writings of the same
  SELECT coalesce(o.folded_into_id, o.id), count(DISTINCT s.id) FILTER (WHERE s.home_id IS NOT NULL),
    count(DISTINCT s.id) FILTER (WHERE s.home_id IS NULL)
  FROM voices_polloption o
  JOIN voices_pollround r ON r.id = o.round_id AND r.closed_at IS NOT NULL
  JOIN voices_poll_standing(wanted) s ON s.picks @> to_jsonb(o.no) OR (s.norm <> '' AND s.norm = o.norm)
  WHERE o.round_id = wanted GROUP BY 1
$$;

-- What may change when. The pairs of states are those of poll/states.py (a test compares them).
CREATE TABLE IF NOT EXISTS voices_poll_move (
  noun text NOT NULL, source text NOT NULL, target text NOT NULL, PRIMARY KEY (noun, source, target));
COMMENT ON TABLE voices_poll_move IS 'owner writes';
DELETE FROM voices_poll_move;
INSERT INTO voices_poll_move VALUES
  ('poll', 'draft', 'running'), ('poll', 'draft', 'cancelled'), ('poll', 'running', 'finished'),
  ('poll', 'running', 'cancelled'), ('poll_round', 'prepared', 'open'), ('poll_round', 'open', 'closed'),
  ('poll_round', 'closed', 'published');
CREATE OR REPLACE FUNCTION voices_poll_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  free text[] := string_to_array(TG_ARGV[1], ',');
  begun boolean := OLD.state NOT IN ('draft', 'prepared');
BEGIN
  IF NEW.state <> OLD.state AND NOT EXISTS (
    SELECT FROM voices_poll_move WHERE noun = TG_ARGV[0] AND source = OLD.state AND target = NEW.state
  ) THEN
    RAISE EXCEPTION 'voices: no step from % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation';
  END IF;
  IF (begun AND to_jsonb(OLD) - free IS DISTINCT FROM to_jsonb(NEW) - free)
      OR OLD.state IN ('finished', 'cancelled', 'published') THEN
    RAISE EXCEPTION 'voices: what was asked is never changed' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER voices_poll_guard BEFORE UPDATE ON voices_poll
  FOR EACH ROW EXECUTE FUNCTION voices_poll_guard('poll', 'state,outcome,ended_why,ended_at');
CREATE OR REPLACE TRIGGER voices_poll_guard BEFORE UPDATE ON voices_pollround
  FOR EACH ROW EXECUTE FUNCTION voices_poll_guard('poll_round', 'state,closed_at,published_at');

-- A voice comes while its round is open; options are written before it opens, named when it closes, then only decided.
CREATE OR REPLACE FUNCTION voices_poll_only_while() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM voices_pollround WHERE id = NEW.round_id AND state = 'open' AND scope_id = NEW.scope_id) THEN
    RAISE EXCEPTION 'voices: the round is not open' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER voices_poll_only_while BEFORE INSERT ON voices_pollvoice
  FOR EACH ROW EXECUTE FUNCTION voices_poll_only_while();
CREATE OR REPLACE FUNCTION voices_poll_option_stays() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public AS $$
DECLARE
  stands text := (SELECT state FROM voices_pollround WHERE id = coalesce(NEW.round_id, OLD.round_id));
  free text[] := ARRAY['fate', 'reason', 'folded_into_id', 'hidden'];
BEGIN
  IF (TG_OP = 'INSERT' AND stands NOT IN ('prepared', 'closed'))
      OR (TG_OP = 'DELETE' AND stands <> 'prepared')
      OR (TG_OP = 'UPDATE' AND (stands <> 'closed' OR to_jsonb(OLD) - free IS DISTINCT FROM to_jsonb(NEW) - free)) THEN
    RAISE EXCEPTION 'voices: an option of a round that was opened is never changed' USING ERRCODE = 'check_violation';
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;
CREATE OR REPLACE TRIGGER voices_poll_option_stays BEFORE INSERT OR UPDATE OR DELETE ON voices_polloption
  FOR EACH ROW EXECUTE FUNCTION voices_poll_option_stays();

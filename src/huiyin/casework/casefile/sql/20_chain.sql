-- The timeline: every line is bound to the one before it, per case. The verifier rebuilds the same text.
CREATE OR REPLACE FUNCTION casefile_line(e casefile_event) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT concat_ws(E'\n', e.case_id::text, e.seq::text,
    (extract(epoch FROM e.at) * 1000000)::bigint::text, e.verb, e.actor, e.actor_label, e.data::text)
$$;

CREATE OR REPLACE FUNCTION casefile_chain() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  last_seq int;
  last_at timestamptz;
  last_hash bytea;
BEGIN
  IF NEW.seq IS DISTINCT FROM 1 THEN
    SELECT seq, at, hash INTO last_seq, last_at, last_hash FROM casefile_event
      WHERE case_id = NEW.case_id ORDER BY seq DESC LIMIT 1;
  END IF;
  NEW.seq := coalesce(last_seq, 0) + 1;
  NEW.at := greatest(NEW.at, last_at);
  NEW.prev := coalesce(last_hash, '\x'::bytea);
  NEW.hash := sha256(NEW.prev || convert_to(casefile_line(NEW), 'UTF8'));
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER casefile_chain BEFORE INSERT ON casefile_event
  FOR EACH ROW EXECUTE FUNCTION casefile_chain();

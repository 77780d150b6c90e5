-- A record whose lines are bound to one another: BEFORE INSERT ... EXECUTE FUNCTION huiyin_chain('vote_id', key). The
-- first word names the column of the thing a line is about, the second the advisory lock under which its lines are
-- numbered. A line holds the hash of the one before it; a verifier rebuilds the same text (docs/reference/chain.md).
CREATE OR REPLACE FUNCTION huiyin_chain() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public AS $$
DECLARE
  about text := to_jsonb(NEW) ->> TG_ARGV[0];
  last record;
BEGIN
  PERFORM pg_advisory_xact_lock(TG_ARGV[1]::int, about::int);
  EXECUTE format('SELECT seq, at, hash FROM %I WHERE %I = $1 ORDER BY seq DESC LIMIT 1', TG_TABLE_NAME, TG_ARGV[0])
    INTO last USING about::bigint;
  NEW.seq := coalesce(last.seq, 0) + 1;
  NEW.at := greatest(NEW.at, last.at);
  NEW.prev := coalesce(last.hash, '\x'::bytea);
  NEW.hash := sha256(NEW.prev || convert_to(concat_ws(E'\n', about, NEW.seq::text,
    (extract(epoch FROM NEW.at) * 1000000)::bigint::text, NEW.verb, NEW.actor, NEW.actor_label, NEW.data::text), 'UTF8'));
  RETURN NEW;
END $$;

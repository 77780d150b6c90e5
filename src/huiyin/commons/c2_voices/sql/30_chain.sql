-- The record: every line is bound to the one before it (ground/sql/40_chain.sql).
CREATE OR REPLACE TRIGGER voices_chain BEFORE INSERT ON voices_voteevent
  FOR EACH ROW EXECUTE FUNCTION huiyin_chain('vote_id', '1448037445');
DROP FUNCTION IF EXISTS voices_chain();
DROP FUNCTION IF EXISTS voices_line(voices_voteevent);

-- A ballot: only while the vote is open and its time is not over, of this vote's own roll, by a way it allows; a
-- paper one only after two different clerks read the same. It gets its number, its hash and its line of the record.
CREATE OR REPLACE FUNCTION voices_ballot_text(b voices_ballot) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT concat_ws(E'\n', b.id::text, b.vote_id::text, b.head_id::text, b.no::text, b.way,
    coalesce(b.paper_id::text, ''), coalesce(b.mandate_id::text, ''), coalesce(b.replaces_id::text, ''),
    b.commitment, b."by", (extract(epoch FROM b.at) * 1000000)::bigint::text)
$$;

CREATE OR REPLACE FUNCTION voices_take_ballot() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public AS $$
DECLARE
  vote voices_ownersvote;
BEGIN
  SELECT * INTO vote FROM voices_ownersvote WHERE id = NEW.vote_id FOR SHARE;
  NEW.at := huiyin_now();
  IF vote.state IS DISTINCT FROM 'open' OR NEW.at >= vote.closes_at THEN
    RAISE EXCEPTION 'voices: the vote is not open' USING ERRCODE = 'check_violation';
  END IF;
  IF NOT EXISTS (SELECT FROM voices_rollhead WHERE id = NEW.head_id AND vote_id = NEW.vote_id
                 AND scope_id = NEW.scope_id) THEN
    RAISE EXCEPTION 'voices: not a head of this vote' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.replaces_id IS NOT NULL AND (vote.repeated <> 'last' OR NOT EXISTS (
      SELECT FROM voices_ballot WHERE id = NEW.replaces_id AND head_id = NEW.head_id)) THEN
    RAISE EXCEPTION 'voices: this ballot replaces nothing' USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.way = 'online') <> (NEW.paper_id IS NULL) OR (NEW.way = 'proxy') <> (NEW.mandate_id IS NOT NULL) THEN
    RAISE EXCEPTION 'voices: way and evidence do not fit' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.paper_id IS NOT NULL AND NOT EXISTS (
      SELECT FROM voices_paper p JOIN voices_paperentry a ON a.paper_id = p.id AND a.turn = 1
      JOIN voices_paperentry b ON b.paper_id = p.id AND b.round = a.round AND b.turn = 2
      WHERE p.id = NEW.paper_id AND p.head_id = NEW.head_id AND p.ended = '' AND a."by" <> b."by" AND a.mark = b.mark) THEN
    RAISE EXCEPTION 'voices: two clerks have not read the same' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.mandate_id IS NOT NULL AND NOT EXISTS (SELECT FROM voices_mandate WHERE id = NEW.mandate_id
      AND head_id = NEW.head_id AND revoked_at IS NULL) THEN
    RAISE EXCEPTION 'voices: no such authority' USING ERRCODE = 'check_violation';
  END IF;
  PERFORM pg_advisory_xact_lock(1448037445, NEW.vote_id::int);
  NEW.no := coalesce((SELECT max(no) FROM voices_ballot WHERE vote_id = NEW.vote_id), 0) + 1;
  NEW.hash := sha256(convert_to(voices_ballot_text(NEW), 'UTF8'));
  INSERT INTO voices_voteevent (vote_id, scope_id, seq, at, verb, actor, actor_label, data, prev, hash)
    VALUES (NEW.vote_id, NEW.scope_id, 0, NEW.at, 'ballot', NEW."by", '',
            jsonb_build_object('no', NEW.no, 'hash', encode(NEW.hash, 'hex')), '', '');
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER voices_take_ballot BEFORE INSERT ON voices_ballot
  FOR EACH ROW EXECUTE FUNCTION voices_take_ballot();

-- One agent votes for no more owners than was announced, whoever enters at the same time.
CREATE OR REPLACE FUNCTION voices_proxy_limit() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public AS $$
DECLARE
  most int;
BEGIN
  PERFORM pg_advisory_xact_lock(1448037445, NEW.vote_id::int);
  SELECT most_proxies INTO most FROM voices_ownersvote WHERE id = NEW.vote_id;
  IF (SELECT count(*) FROM voices_mandate WHERE vote_id = NEW.vote_id AND agent_index = NEW.agent_index
      AND revoked_at IS NULL) >= most THEN
    RAISE EXCEPTION 'voices: proxy limit' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER voices_proxy_limit BEFORE INSERT ON voices_mandate
  FOR EACH ROW EXECUTE FUNCTION voices_proxy_limit();

-- What an owner adds without being able to write the record gets its line from here.
CREATE OR REPLACE FUNCTION voices_note() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public AS $$
DECLARE
  told jsonb := to_jsonb(NEW);
BEGIN
  INSERT INTO voices_voteevent (vote_id, scope_id, seq, at, verb, actor, actor_label, data, prev, hash)
    VALUES (NEW.vote_id, NEW.scope_id, 0, huiyin_now(), TG_ARGV[0],
            coalesce(told ->> 'by', told ->> 'made_by', ''), '',
            jsonb_strip_nulls(jsonb_build_object('id', NEW.id, 'why', told ->> 'why', 'way', told ->> 'way')), '', '');
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER voices_note AFTER INSERT ON voices_turnedaway
  FOR EACH ROW EXECUTE FUNCTION voices_note('turned_away');
CREATE OR REPLACE TRIGGER voices_note AFTER INSERT ON voices_objection
  FOR EACH ROW EXECUTE FUNCTION voices_note('objected');

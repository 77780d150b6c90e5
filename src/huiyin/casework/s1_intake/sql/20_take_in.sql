-- Intake: one statement takes in any number of requests, each once. See s1_intake/acts.py for the shape of `batch`.
--
-- Per item: the idempotency key decides (known key: same answer again; other content: conflict), then the
-- source reference (an outside number comes in once). New ones get case, requester, first line of the timeline,
-- clocks with their ledgers and timers, attachments and notices, all or nothing.
-- An outside number is known wherever the case lies now: {id, number} of its case, or NULL.
DROP FUNCTION IF EXISTS intake_find_source(text, text);
CREATE FUNCTION intake_find_source(wanted_source text, wanted_ref text) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT jsonb_build_object('id', id, 'number', number) FROM casefile_case
  WHERE source = wanted_source AND source_ref = wanted_ref AND source_ref <> ''
$$;

-- Plain inserts, item after item: each is planned once and costs microseconds. One statement for the whole
-- batch would start some sixty plan nodes for every single request.
CREATE OR REPLACE FUNCTION intake_take_in(batch jsonb)
RETURNS TABLE (ord int, case_id uuid, number text, received_at timestamptz, outcome text)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  t timestamptz := huiyin_now();
  before text := coalesce(current_setting('huiyin.scopes', true), '');
  i record;
  kept record;
  twin jsonb;
  given text;
BEGIN
  -- The wall is opened for exactly the scopes of the batch; the caller has checked the right to file there.
  PERFORM set_config('huiyin.scopes',
    (SELECT '{' || string_agg(DISTINCT x ->> 'scope_id', ',') || '}' FROM jsonb_array_elements(batch) x), true);
  -- The same outside number sent twice at once: the second waits for the first, then finds it. The numbers share
  -- 64 locks, taken in order, so that a long file cannot fill the lock table nor two files wait in a ring.
  PERFORM pg_advisory_xact_lock(1768845928, slot) FROM (
    SELECT DISTINCT hashtext((x ->> 'source') || ' ' || (x ->> 'source_ref')) & 63 AS slot
    FROM jsonb_array_elements(batch) x WHERE x ->> 'source_ref' <> '' ORDER BY slot OFFSET 0
  ) numbered;
  -- Keys are taken in one order, so that two batches with the same keys cannot wait for each other in a ring.
  FOR i IN
    SELECT * FROM ROWS FROM (jsonb_to_recordset(batch) AS (
      id uuid, actor text, key text, digest bytea, region text, scope_id bigint, place_id bigint, place_text text,
      channel text, source text, source_ref text, kind text, title text, content text, category text,
      urgency text, suggested jsonb, danger text, private boolean, entered_by text, actor_label text, state text,
      at timestamptz, occurred_at timestamptz, answer text, answered_at timestamptz, search text,
      name text, phone_sealed bytea, phone_index bytea, tail_index bytea, whose_home text, wants_reply boolean,
      link_digest bytea, code_index bytea, event jsonb,
      clocks jsonb, timers jsonb, notices jsonb, files jsonb, waiting jsonb
    )) WITH ORDINALITY AS item (
      id, actor, key, digest, region, scope_id, place_id, place_text, channel, source, source_ref, kind, title,
      content, category, urgency, suggested, danger, private, entered_by, actor_label, state, at, occurred_at,
      answer, answered_at, search, name, phone_sealed, phone_index, tail_index, whose_home, wants_reply, link_digest,
      code_index, event, clocks, timers, notices, files, waiting, no)
    ORDER BY item.key
  LOOP
    ord := i.no;
    twin := CASE WHEN i.source_ref <> '' THEN intake_find_source(i.source, i.source_ref) END;
    case_id := coalesce((twin ->> 'id')::uuid, i.id);
    number := coalesce(twin ->> 'number', intake_number(i.region, t, i.channel));
    received_at := coalesce(i.at, t);
    INSERT INTO ground_outcome (actor, key, digest, status, answer, created_at)
    VALUES (i.actor, i.key, i.digest, 201,
      jsonb_build_object('id', case_id, 'number', number, 'received_at', received_at), t)
    ON CONFLICT (actor, key) DO NOTHING;
    IF NOT FOUND THEN  -- known, or another transaction has just committed the same key: its answer again
      SELECT o.digest, o.answer INTO STRICT kept FROM ground_outcome o WHERE o.actor = i.actor AND o.key = i.key;
      case_id := (kept.answer ->> 'id')::uuid;
      number := kept.answer ->> 'number';
      received_at := (kept.answer ->> 'received_at')::timestamptz;
      outcome := CASE WHEN kept.digest = i.digest THEN 'repeated' ELSE 'conflict' END;
      RETURN NEXT;
      CONTINUE;
    END IF;
    outcome := CASE WHEN twin IS NULL THEN 'accepted' ELSE 'duplicate' END;
    RETURN NEXT;
    CONTINUE WHEN twin IS NOT NULL;

    given := number;
    INSERT INTO casefile_case (id, number, scope_id, place_id, place_text, channel, source, source_ref, kind, title,
      content, category, urgency, suggested, danger, private, entered_by, state, received_at, occurred_at,
      next_due_at, answer, answered_at, reopened, version, search)
    VALUES (i.id, given, i.scope_id, i.place_id, i.place_text, i.channel, i.source, i.source_ref, i.kind, i.title,
      i.content, i.category, i.urgency, i.suggested, i.danger, i.private, i.entered_by, i.state,
      coalesce(i.at, t), i.occurred_at,
      (SELECT min(t + (c ->> 'seconds')::float8 * interval '1 second') FROM jsonb_array_elements(i.clocks) c),
      i.answer, i.answered_at, 0, 1, array_to_tsvector(string_to_array(i.search, ' ')));
    INSERT INTO casefile_requester (case_id, scope_id, name, phone_sealed, phone_index, tail_index, whose_home,
      wants_reply, link_digest, code_index)
    VALUES (i.id, i.scope_id, i.name, i.phone_sealed, i.phone_index, i.tail_index, i.whose_home, i.wants_reply,
      i.link_digest, i.code_index);
    INSERT INTO casefile_event (case_id, scope_id, seq, at, verb, actor, actor_label, data, prev, hash)
    VALUES (i.id, i.scope_id, 1, t, 'taken_in', i.entered_by, i.actor_label,
      i.event || jsonb_build_object('number', given), '', '');
    IF i.clocks <> '[]' THEN
      INSERT INTO casefile_clock (id, case_id, scope_id, kind, tier, generation, pack_id, target_no,
        started_at, due_at, outcome)
      SELECT c.id, i.id, i.scope_id, c.kind, c.tier, 1, c.pack_id, c.target_no, t,
        t + c.seconds * interval '1 second', 'running'
      FROM jsonb_to_recordset(i.clocks)
        AS c (id uuid, kind text, tier text, pack_id bigint, target_no smallint, seconds float8);
      INSERT INTO casefile_clockentry (clock_id, scope_id, seq, what, at, actor, reason)
      SELECT c.id, i.scope_id, 1, 'start', t, i.entered_by, '' FROM jsonb_to_recordset(i.clocks) AS c (id uuid);
    END IF;
    IF i.timers <> '[]' THEN
      INSERT INTO casefile_timer (case_id, scope_id, clock_id, what, generation, step, due_at, tries)
      SELECT i.id, i.scope_id, w.clock_id, w.what, 1, w.step, t + w.after * interval '1 second', 0
      FROM jsonb_to_recordset(i.timers) AS w (clock_id uuid, what text, step int, after float8);
    END IF;
    IF i.files <> '[]' THEN
      INSERT INTO casefile_attachment (id, case_id, scope_id, stage, mime, name, size, sha256, body, added_at, added_by)
      SELECT f.id, i.id, i.scope_id, 'request', f.mime, f.name, length(f.body), sha256(f.body), f.body, t, i.entered_by
      FROM jsonb_to_recordset(i.files) AS f (id uuid, mime text, name text, body bytea);
    END IF;
    IF i.waiting <> '[]' THEN
      INSERT INTO casefile_waitingfile (id, case_id, scope_id, stage, kind, name, body_sealed, added_at, added_by)
      SELECT w.id, i.id, i.scope_id, 'request', w.kind, w.name, w.body_sealed, t, i.entered_by
      FROM jsonb_to_recordset(i.waiting) AS w (id uuid, kind text, name text, body_sealed bytea);
    END IF;
    IF i.notices <> '[]' THEN
      INSERT INTO ground_notice (id, scope_id, subject_id, topic, recipient, channel, address_sealed, address_index,
        template, params, state, attempts, next_at, created_at, provider_id, error)
      SELECT n.id, i.scope_id, i.id, n.topic, n.recipient, n.channel, n.address_sealed, n.address_index, n.template,
        n.params || jsonb_build_object('number', given), 'queued', 0, t, t, '', ''
      FROM jsonb_to_recordset(i.notices) AS n (id uuid, topic text, recipient text, channel text,
        address_sealed bytea, address_index bytea, template text, params jsonb);
    END IF;
  END LOOP;
  PERFORM set_config('huiyin.scopes', before, true);
END $$;

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

CREATE OR REPLACE FUNCTION intake_take_in(batch jsonb)
RETURNS TABLE (ord int, case_id uuid, number text, received_at timestamptz, outcome text)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  t timestamptz := huiyin_now();
  before text := coalesce(current_setting('huiyin.scopes', true), '');
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
  RETURN QUERY
  WITH item AS MATERIALIZED (
    SELECT i.*, coalesce(i.at, t) AS taken_at, coalesce((twin ->> 'id')::uuid, i.id) AS known_id,
           coalesce(twin ->> 'number', intake_number(i.region, t, i.channel)) AS given_number,
           twin IS NOT NULL AS is_twin
    FROM ROWS FROM (jsonb_to_recordset(batch) AS (
      id uuid, actor text, key text, digest bytea, region text, scope_id bigint, place_id bigint, place_text text,
      channel text, source text, source_ref text, kind text, title text, content text, category text,
      urgency text, suggested jsonb, danger text, private boolean, entered_by text, actor_label text, state text,
      at timestamptz, occurred_at timestamptz, answer text, answered_at timestamptz, search text,
      name text, phone_sealed bytea, phone_index bytea, tail_index bytea, whose_home text, wants_reply boolean,
      link_digest bytea, code_index bytea, event jsonb,
      clocks jsonb, timers jsonb, notices jsonb, files jsonb
    )) WITH ORDINALITY AS i (
      id, actor, key, digest, region, scope_id, place_id, place_text, channel, source, source_ref, kind, title,
      content, category, urgency, suggested, danger, private, entered_by, actor_label, state, at, occurred_at,
      answer, answered_at, search, name, phone_sealed, phone_index, tail_index, whose_home, wants_reply, link_digest,
      code_index, event, clocks, timers, notices, files, ord)
    CROSS JOIN LATERAL (
      SELECT CASE WHEN i.source_ref <> '' THEN intake_find_source(i.source, i.source_ref) END AS twin OFFSET 0
    ) outside
  ), known AS (
    -- LIMIT keeps this a look into the index for each item, however many outcomes there are.
    SELECT item.ord, o.digest = item.digest AS same, o.answer
    FROM item CROSS JOIN LATERAL (
      SELECT digest, answer FROM ground_outcome WHERE actor = item.actor AND key = item.key LIMIT 1
    ) o
  ), kept AS (
    INSERT INTO ground_outcome (actor, key, digest, status, answer, created_at)
    SELECT actor, key, digest, 201, jsonb_build_object('id', known_id, 'number', given_number, 'received_at', taken_at), t
    FROM item WHERE ord NOT IN (SELECT ord FROM known)
    ON CONFLICT (actor, key) DO NOTHING RETURNING actor, key
  ), fresh AS MATERIALIZED (
    SELECT item.* FROM item JOIN kept ON kept.actor = item.actor AND kept.key = item.key WHERE NOT item.is_twin
  ), new_case AS (
    INSERT INTO casefile_case (id, number, scope_id, place_id, place_text, channel, source, source_ref, kind, title,
      content, category, urgency, suggested, danger, private, entered_by, state, received_at, occurred_at,
      next_due_at, answer, answered_at, reopened, version, search)
    SELECT id, given_number, scope_id, place_id, place_text, channel, source, source_ref, kind, title, content,
      category, urgency, suggested, danger, private, entered_by, state, taken_at, occurred_at,
      (SELECT min(t + (c ->> 'seconds')::float8 * interval '1 second') FROM jsonb_array_elements(clocks) c),
      answer, answered_at, 0, 1, array_to_tsvector(string_to_array(search, ' '))
    FROM fresh
  ), new_requester AS (
    INSERT INTO casefile_requester (case_id, scope_id, name, phone_sealed, phone_index, tail_index, whose_home,
      wants_reply, link_digest, code_index)
    SELECT id, scope_id, name, phone_sealed, phone_index, tail_index, whose_home, wants_reply, link_digest, code_index
    FROM fresh
  ), new_event AS (
    INSERT INTO casefile_event (case_id, scope_id, seq, at, verb, actor, actor_label, data, prev, hash)
    SELECT id, scope_id, 1, t, 'taken_in', entered_by, actor_label, event || jsonb_build_object('number', given_number), '', ''
    FROM fresh
  ), new_clock AS (
    INSERT INTO casefile_clock (id, case_id, scope_id, kind, tier, generation, pack_id, target_no,
      started_at, due_at, outcome)
    SELECT c.id, fresh.id, scope_id, c.kind, c.tier, 1, c.pack_id, c.target_no, t,
      t + c.seconds * interval '1 second', 'running'
    FROM fresh, jsonb_to_recordset(fresh.clocks) AS c (id uuid, kind text, tier text, pack_id bigint, target_no smallint, seconds float8)
  ), new_entry AS (
    INSERT INTO casefile_clockentry (clock_id, scope_id, seq, what, at, actor, reason)
    SELECT c.id, scope_id, 1, 'start', t, entered_by, ''
    FROM fresh, jsonb_to_recordset(fresh.clocks) AS c (id uuid)
  ), new_timer AS (
    INSERT INTO casefile_timer (case_id, scope_id, clock_id, what, generation, step, due_at, tries)
    SELECT fresh.id, scope_id, w.clock_id, w.what, 1, w.step, t + w.after * interval '1 second', 0
    FROM fresh, jsonb_to_recordset(fresh.timers) AS w (clock_id uuid, what text, step int, after float8)
  ), new_file AS (
    INSERT INTO casefile_attachment (id, case_id, scope_id, stage, mime, name, size, sha256, body, added_at, added_by)
    SELECT f.id, fresh.id, scope_id, 'request', f.mime, f.name, length(f.body), sha256(f.body), f.body, t, entered_by
    FROM fresh, jsonb_to_recordset(fresh.files) AS f (id uuid, mime text, name text, body bytea)
  ), new_notice AS (
    INSERT INTO ground_notice (id, scope_id, subject_id, topic, recipient, channel, address_sealed, address_index,
      template, params, state, attempts, next_at, created_at, provider_id, error)
    SELECT n.id, scope_id, fresh.id, n.topic, n.recipient, n.channel, n.address_sealed, n.address_index, n.template,
      n.params || jsonb_build_object('number', given_number), 'queued', 0, t, t, '', ''
    FROM fresh, jsonb_to_recordset(fresh.notices) AS n (id uuid, topic text, recipient text, channel text,
      address_sealed bytea, address_index bytea, template text, params jsonb)
  )
  SELECT item.ord::int,
    coalesce((known.answer ->> 'id')::uuid, item.known_id),
    coalesce(known.answer ->> 'number', item.given_number),
    coalesce((known.answer ->> 'received_at')::timestamptz, item.taken_at),
    CASE
      WHEN known.ord IS NOT NULL AND NOT known.same THEN 'conflict'
      WHEN known.ord IS NOT NULL THEN 'repeated'
      WHEN kept.key IS NULL THEN 'retry'
      WHEN item.is_twin THEN 'duplicate'
      ELSE 'accepted'
    END
  FROM item LEFT JOIN known USING (ord) LEFT JOIN kept ON kept.actor = item.actor AND kept.key = item.key
  ORDER BY item.ord;
  PERFORM set_config('huiyin.scopes', before, true);
END $$;

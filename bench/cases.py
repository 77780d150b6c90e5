"""Many cases at once, straight into the tables: most ended, one in twenty open with two running clocks."""

from __future__ import annotations

import psycopg

from bench import homes
from bench.instance import Bench

WORDS = (
    "楼道灯不亮",
    "厨房下水返水",
    "电梯困人",
    "垃圾桶满了",
    "停车占道",
    "狗叫扰民",
    "楼上漏水",
    "路灯坏了",
    "井盖松动",
    "门禁失灵",
    "消防通道堵塞",
    "电动车上楼",
    "水压太低",
    "墙皮脱落",
    "树枝压线",
    "健身器材损坏",
    "快递柜占地",
    "噪音施工",
    "暖气不热",
    "积水难走",
)
OPEN_SHARE = 20
"""One case in so many is open."""

_FILL = """
SET session_replication_role = replica;
INSERT INTO casefile_case (id, number, scope_id, place_id, building_id, place_text, channel, source,
  source_ref, kind, title, content, category, urgency, suggested, danger, private, entered_by, state,
  received_at, next_due_at, answer, answered_at, ended_at, reopened, version, search)
SELECT gen_random_uuid(), '990101-' || to_char(at, 'YYYYMMDD') || '-Q-9' || lpad(i::text, 7, '0') || '-0',
  (%(scopes)s::bigint[])[1 + i %% 2],
  home.id, home.parent_id,
  '', 'Q', '', '', 'help',
  t.said, t.said || i, (ARRAY['0901', '0204', '0402', '0603', '0701', '0805', ''])[1 + t.n %% 7],
  'N', '{}', '', false, 'guest',
  CASE WHEN open THEN (ARRAY['received','dispatched','accepted','proposed'])[1 + i %% 4]
    ELSE 'confirmed' END,
  at, CASE WHEN open THEN now() + (i %% 5000 - 1000) * interval '1 minute' END,
  CASE WHEN open AND i %% 4 < 3 THEN '' ELSE '已处理' END,
  CASE WHEN open AND i %% 4 < 3 THEN NULL ELSE at + interval '1 hour' END,
  CASE WHEN open THEN NULL ELSE at + interval '1 day' END, 0, 1, t.vector
FROM generate_series(%(begin)s::int, %(end)s::int) i
JOIN bench_text t ON t.n = (i::bigint * 7919) %% %(texts)s
CROSS JOIN LATERAL (SELECT i %% %(share)s = 0 AS open, now() - (i %% 525600) * interval '1 minute' AS at) x
JOIN places_place home ON home.id =
  (CASE i %% 2 WHEN 0 THEN %(first)s::bigint[] ELSE %(second)s::bigint[] END)
    [1 + (i::bigint * 31) %% %(homes)s];
INSERT INTO casefile_requester (case_id, scope_id, name, phone_sealed, phone_index, tail_index, whose_home,
  wants_reply, link_digest, code_index)
SELECT c.id, c.scope_id, '', '',
  sha256((substring(c.number FROM '-Q-9([0-9]{7})-')::int / 3)::text::bytea),
  sha256(right(c.number, 4)::bytea), '',
  true, sha256(c.id::text::bytea), sha256(('c' || c.id)::bytea)
FROM casefile_case c LEFT JOIN casefile_requester r ON r.case_id = c.id WHERE r.case_id IS NULL;
INSERT INTO casefile_event (case_id, scope_id, seq, at, verb, actor, actor_label, data, prev, hash)
SELECT c.id, c.scope_id, s, c.received_at + s * interval '5 minutes',
  (ARRAY['taken_in','dispatched','proposed','verdict'])[s], 'guest', '', '{}', '',
  sha256((c.id::text || s)::bytea)
FROM casefile_case c CROSS JOIN generate_series(1, CASE WHEN c.state = 'confirmed' THEN 4 ELSE 2 END) s
WHERE NOT EXISTS (SELECT FROM casefile_event e WHERE e.case_id = c.id);
INSERT INTO casefile_clock (id, case_id, scope_id, kind, tier, generation, pack_id, target_no, started_at,
  due_at, stopped_at, outcome)
SELECT gen_random_uuid(), c.id, c.scope_id, k.kind, 'normal', 1, p.id, k.target, c.received_at,
  coalesce(c.next_due_at + k.later, c.received_at + interval '30 minutes'),
  CASE WHEN c.next_due_at IS NULL THEN c.received_at + interval '20 minutes' END,
  CASE WHEN c.next_due_at IS NULL THEN 'met' ELSE 'running' END
FROM casefile_case c CROSS JOIN (SELECT id FROM rules_rulepack WHERE name = '5341' LIMIT 1) p
JOIN (VALUES ('fix', 2, interval '0'), ('plan', 4, interval '1 day')) k (kind, target, later)
  ON k.kind = 'fix' OR c.next_due_at IS NOT NULL
WHERE NOT EXISTS (SELECT FROM casefile_clock k WHERE k.case_id = c.id);
INSERT INTO casefile_clockentry (clock_id, scope_id, seq, what, at, actor, reason)
SELECT k.id, k.scope_id, 1, 'start', k.started_at, 'guest', '' FROM casefile_clock k
WHERE NOT EXISTS (SELECT FROM casefile_clockentry e WHERE e.clock_id = k.id);
SET session_replication_role = DEFAULT;
"""


def fill(bench: Bench, total: int, *, share: int = OPEN_SHARE) -> int:
    """Bring the number of cases in the clerk's two estates to `total`; returns how many there are.

    `share`: of those that are new, one in so many is open.
    """
    with bench.owner() as owner:
        _texts(owner)
        (present,) = owner.execute(
            "SELECT count(*) FROM casefile_case WHERE number ~ '-Q-9[0-9]{7}-'"
        ).fetchone() or (0,)
        scopes = [
            row[0]
            for row in owner.execute("SELECT id FROM ground_scope WHERE name IN ('E', 'F') ORDER BY id")
        ]
        first, second = homes.plant(owner, scopes)
        values = {
            "scopes": scopes,
            "first": first,
            "second": second,
            "homes": len(first),
            "begin": int(str(present)) + 1,
            "end": total,
            "texts": len(WORDS) ** 2,
            "share": share,
        }
        cursor = psycopg.ClientCursor(owner)  # several statements with values: bound on this side
        cursor.execute(_FILL, values)
        owner.execute("VACUUM ANALYZE")
        (now_there,) = owner.execute("SELECT count(*) FROM casefile_case").fetchone() or (0,)
    return int(str(now_there))


def _texts(owner: psycopg.Connection[tuple[object, ...]]) -> None:
    from huiyin.reading.folding import tokens

    owner.execute("CREATE TABLE IF NOT EXISTS bench_text (n int PRIMARY KEY, said text, vector tsvector)")
    rows = [(i, f"{a}，{b}") for i, (a, b) in enumerate((a, b) for a in WORDS for b in WORDS)]
    with owner.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO bench_text VALUES (%s, %s, array_to_tsvector(%s)) ON CONFLICT DO NOTHING",
            [(n, said, sorted(set(tokens(said)))) for n, said in rows],
        )

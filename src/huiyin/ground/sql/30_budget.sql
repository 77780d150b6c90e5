-- Budgets (ground/budget): uses of the last hour in slices of five minutes. No journal, nothing to recover.
ALTER TABLE ground_use SET UNLOGGED;

CREATE OR REPLACE FUNCTION ground_use_slice() RETURNS int LANGUAGE sql STABLE AS $$
  SELECT (extract(epoch FROM huiyin_now()) / 300)::int
$$;

-- Add uses (0 only asks) and give back what each key used up within the hour, whoever used it.
-- Keys are taken in one order, so that two processes never wait for each other in a ring.
CREATE OR REPLACE FUNCTION ground_use_up(keys bytea[], uses int[]) RETURNS TABLE (key bytea, used bigint)
LANGUAGE sql VOLATILE AS $$
  INSERT INTO ground_use AS kept (key, slice, used)
  SELECT k, ground_use_slice(), u FROM unnest(keys, uses) AS fresh (k, u) WHERE u > 0 ORDER BY k
  ON CONFLICT (key, slice) DO UPDATE SET used = kept.used + excluded.used;
  SELECT kept.key, sum(kept.used) FROM ground_use kept
  WHERE kept.key = ANY (keys) AND kept.slice > ground_use_slice() - 12 GROUP BY kept.key
$$;

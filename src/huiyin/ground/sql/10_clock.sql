-- The one clock. A scratch instance replaces the body (ground/clock.py); installing puts the true one back.
CREATE OR REPLACE FUNCTION huiyin_now() RETURNS timestamptz
LANGUAGE sql STABLE PARALLEL SAFE AS $$ SELECT statement_timestamp() $$;

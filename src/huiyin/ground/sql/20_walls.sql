-- The second wall. Each transaction says in which scopes it may see (tenancy/wall.py); policies obey.

-- Scopes in which the transaction may read and write; '*' is the program itself (see huiyin_everywhere).
-- Plain expressions, so that PostgreSQL folds them into the policies.
CREATE OR REPLACE FUNCTION huiyin_scopes() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce(nullif(nullif(current_setting('huiyin.scopes', true), ''), '*'), '{}')::bigint[]
$$;
CREATE OR REPLACE FUNCTION huiyin_everywhere() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce(current_setting('huiyin.scopes', true) = '*', false)
$$;

-- Scopes whose public register (places, organisations, posts) may be read, on top of the own ones.
CREATE OR REPLACE FUNCTION huiyin_around() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce(nullif(nullif(current_setting('huiyin.around', true), ''), '*'), '{}')::bigint[]
$$;

-- The one case a requester came for.
CREATE OR REPLACE FUNCTION huiyin_case() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT nullif(current_setting('huiyin.case', true), '')::uuid
$$;

-- Put a table behind the wall. `own` names the column that holds the case, if a requester may see such rows;
-- `register` tables may also be read from around. The sub-selects make PostgreSQL ask once per statement; a check of
-- written rows asks for each, which costs less for one row than to prepare for many.
CREATE OR REPLACE FUNCTION huiyin_wall(tbl regclass, own text DEFAULT NULL, register boolean DEFAULT false)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  mine text := '(SELECT huiyin_everywhere()) OR scope_id = ANY ((SELECT huiyin_scopes())::bigint[])';
  written text := 'huiyin_everywhere() OR scope_id = ANY (huiyin_scopes())';
BEGIN
  IF own IS NOT NULL THEN
    mine := mine || format(' OR %I = (SELECT huiyin_case())', own);
    written := written || format(' OR %I = huiyin_case()', own);
  END IF;
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', tbl);
  EXECUTE format('DROP POLICY IF EXISTS huiyin_mine ON %s', tbl);
  EXECUTE format('CREATE POLICY huiyin_mine ON %s USING (%s) WITH CHECK (%s)', tbl, mine, written);
  EXECUTE format('DROP POLICY IF EXISTS huiyin_around ON %s', tbl);
  IF register THEN
    EXECUTE format(
      'CREATE POLICY huiyin_around ON %s FOR SELECT USING (scope_id = ANY ((SELECT huiyin_around())::bigint[]))', tbl);
  END IF;
END $$;

-- Make a table append-only for everybody but the owner: rows are added and read, nothing else.
CREATE OR REPLACE FUNCTION huiyin_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE OR REPLACE FUNCTION huiyin_keep_forever(tbl regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE OR REPLACE TRIGGER huiyin_append_only BEFORE UPDATE OR DELETE ON %s
                  FOR EACH ROW EXECUTE FUNCTION huiyin_append_only()', tbl);
  EXECUTE format('CREATE OR REPLACE TRIGGER huiyin_no_truncate BEFORE TRUNCATE ON %s
                  FOR EACH STATEMENT EXECUTE FUNCTION huiyin_append_only()', tbl);
END $$;

-- Rows that others point to without a foreign key are kept for good.
CREATE OR REPLACE FUNCTION huiyin_not_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are kept for good; close them instead', TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE OR REPLACE FUNCTION huiyin_never_delete(tbl regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE OR REPLACE TRIGGER huiyin_not_deleted BEFORE DELETE ON %s
                  FOR EACH ROW EXECUTE FUNCTION huiyin_not_deleted()', tbl);
  EXECUTE format('CREATE OR REPLACE TRIGGER huiyin_no_truncate BEFORE TRUNCATE ON %s
                  FOR EACH STATEMENT EXECUTE FUNCTION huiyin_not_deleted()', tbl);
END $$;

SELECT huiyin_never_delete('ground_scope');
SELECT huiyin_wall('ground_notice', own => 'subject_id');
-- Nobody at a desk turns an installation in use into a trial, whose cases can be removed.
COMMENT ON TABLE ground_installation IS 'owner writes';

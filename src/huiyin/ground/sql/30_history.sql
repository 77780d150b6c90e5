-- Who did it and why stands beside the histories of the registers (pghistory_context). The library adds to such a
-- row while its transaction runs; afterwards it is as fixed as the history that points to it.
CREATE OR REPLACE FUNCTION huiyin_history_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.created_at = now() AND NEW.created_at = OLD.created_at AND NEW.id = OLD.id THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE OR REPLACE TRIGGER huiyin_history_fixed BEFORE UPDATE OR DELETE ON pghistory_context
  FOR EACH ROW EXECUTE FUNCTION huiyin_history_fixed();
CREATE OR REPLACE TRIGGER huiyin_no_truncate BEFORE TRUNCATE ON pghistory_context
  FOR EACH STATEMENT EXECUTE FUNCTION huiyin_append_only();

-- What hangs, or hung, is everybody's to read around its place; drafts and the record belong to those who keep the board.
SELECT huiyin_wall('board_posting');
SELECT huiyin_wall('board_postingevent');
SELECT huiyin_never_delete('board_posting');
SELECT huiyin_keep_forever('board_postingevent');
DROP POLICY IF EXISTS board_everybody ON board_posting;
CREATE POLICY board_everybody ON board_posting FOR SELECT
  USING (scope_id = ANY ((SELECT huiyin_around())::bigint[]) AND up_at IS NOT NULL);

CREATE OR REPLACE FUNCTION board_find(wanted text) RETURNS TABLE (posting_id bigint, scope_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT id, scope_id FROM board_posting WHERE code = wanted AND up_at IS NOT NULL
$$;

-- What hangs is what people read: its words never change. It is taken down with a reason, and written anew.
CREATE OR REPLACE FUNCTION board_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  free text[] := ARRAY['state', 'noted', 'down_at', 'down_why'];
BEGIN
  IF OLD.up_at IS NOT NULL AND (to_jsonb(OLD) - free IS DISTINCT FROM to_jsonb(NEW) - free
      OR NEW.state = 'draft' OR (OLD.state = 'down' AND NEW.state <> 'down') OR NEW.noted < OLD.noted) THEN
    RAISE EXCEPTION 'board: what hangs is never changed' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER board_stays BEFORE UPDATE ON board_posting
  FOR EACH ROW EXECUTE FUNCTION board_stays();

SELECT huiyin_wall('triage_correction');
SELECT huiyin_wall('triage_sortingrecord');
SELECT huiyin_keep_forever('triage_sortingrecord');
SELECT huiyin_wall('triage_lesson');
SELECT huiyin_keep_forever('triage_lesson');
SELECT huiyin_wall('triage_learningasked');
SELECT huiyin_keep_forever('triage_learningasked');
SELECT huiyin_wall('triage_link', own => 'case_id');
SELECT huiyin_wall('triage_sharedfile', own => 'case_id');
SELECT huiyin_never_delete('triage_link');

-- The requester sees that a part was split off the own case, and the files a case shares with the own one.
DROP POLICY IF EXISTS huiyin_own_parts ON triage_link;
CREATE POLICY huiyin_own_parts ON triage_link FOR SELECT USING (main_id = (SELECT huiyin_case()) AND kind = 'split');
DROP POLICY IF EXISTS huiyin_shared_file ON casefile_attachment;
CREATE POLICY huiyin_shared_file ON casefile_attachment FOR SELECT USING (EXISTS (
  SELECT FROM triage_sharedfile s WHERE s.attachment_id = casefile_attachment.id AND s.case_id = (SELECT huiyin_case())
));

-- A link says what it said: only its ending may be written.
CREATE OR REPLACE FUNCTION triage_link_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.kind, NEW.case_id, NEW.main_id, NEW.scope_id, NEW.state_before, NEW.why, NEW.made_by, NEW.made_by_label, NEW.made_at)
     IS DISTINCT FROM
     (OLD.kind, OLD.case_id, OLD.main_id, OLD.scope_id, OLD.state_before, OLD.why, OLD.made_by, OLD.made_by_label, OLD.made_at)
     OR (OLD.undone_at IS NOT NULL AND NEW.undone_at IS DISTINCT FROM OLD.undone_at) THEN
    RAISE EXCEPTION 'triage: a link between cases is undone, never changed' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER triage_link_stays BEFORE UPDATE ON triage_link
  FOR EACH ROW EXECUTE FUNCTION triage_link_stays();

-- What a joined requester may know of the case theirs is handled with: where it stands and who shares it, no more.
-- One row per case of the group, the main one first: its own home (if the place is one) and telephone fingerprint.
DROP FUNCTION IF EXISTS triage_joint(uuid);
CREATE FUNCTION triage_joint(wanted uuid)
RETURNS TABLE (case_id uuid, is_main boolean, state text, next_due_at timestamptz, home_id bigint, phone_index bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  WITH RECURSIVE up AS (
    SELECT wanted AS id, 0 AS depth
    UNION ALL
    SELECT l.main_id, up.depth + 1 FROM up JOIN triage_link l ON l.case_id = up.id
    WHERE l.kind IN ('merged', 'support') AND l.undone_at IS NULL AND l.left_at IS NULL AND up.depth < 20
  ), top AS (
    SELECT id FROM up ORDER BY depth DESC LIMIT 1
  ), down AS (
    SELECT id, 0 AS depth FROM top
    UNION ALL
    SELECT l.case_id, down.depth + 1 FROM down JOIN triage_link l ON l.main_id = down.id
    WHERE l.kind IN ('merged', 'support') AND l.undone_at IS NULL AND l.left_at IS NULL AND down.depth < 20
  )
  SELECT c.id, c.id = (SELECT id FROM top), c.state, c.next_due_at,
    CASE WHEN p.kind = 'home' THEN p.id END, r.phone_index
  FROM down JOIN casefile_case c ON c.id = down.id LEFT JOIN places_place p ON p.id = c.place_id
  LEFT JOIN casefile_requester r ON r.case_id = c.id
  WHERE c.state <> 'withdrawn'
    AND (huiyin_everywhere() OR wanted = huiyin_case() OR EXISTS (
      SELECT FROM casefile_case w WHERE w.id = wanted AND w.scope_id = ANY (huiyin_scopes())))
  ORDER BY down.depth, c.received_at, c.id
$$;

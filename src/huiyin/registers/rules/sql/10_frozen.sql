-- A published version never changes, and neither does what an area followed when: old cases live by both.
SELECT huiyin_keep_forever('rules_rulepack');
SELECT huiyin_keep_forever('rules_scopepack');
SELECT huiyin_keep_forever('rules_scopepackevent');
SELECT huiyin_wall('rules_scopepackevent');

-- Everybody may know which rules hold where; only somebody at work in an area may choose them.
ALTER TABLE rules_scopepack ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS huiyin_everybody ON rules_scopepack;
CREATE POLICY huiyin_everybody ON rules_scopepack FOR SELECT USING (true);
DROP POLICY IF EXISTS huiyin_mine ON rules_scopepack;
CREATE POLICY huiyin_mine ON rules_scopepack FOR INSERT
  WITH CHECK ((SELECT huiyin_everywhere()) OR scope_id = ANY ((SELECT huiyin_scopes())::bigint[]));

CREATE OR REPLACE FUNCTION rules_same_kind() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.pack_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM rules_rulepack WHERE id = NEW.pack_id AND kind = NEW.kind
  ) THEN
    RAISE EXCEPTION 'rules: a pack is followed as its own kind only' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER rules_same_kind BEFORE INSERT ON rules_scopepack
  FOR EACH ROW EXECUTE FUNCTION rules_same_kind();

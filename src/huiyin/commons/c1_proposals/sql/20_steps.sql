-- What may change when. The pairs of states are those of states.py (a test compares them).
CREATE TABLE IF NOT EXISTS proposals_move (
  noun text NOT NULL, source text NOT NULL, target text NOT NULL, PRIMARY KEY (noun, source, target));
COMMENT ON TABLE proposals_move IS 'owner writes';
DELETE FROM proposals_move;
INSERT INTO proposals_move VALUES
  ('proposal', 'draft', 'raised'), ('proposal', 'raised', 'discussed'), ('proposal', 'discussed', 'answered'),
  ('proposal', 'discussed', 'raised'), ('proposal', 'answered', 'rating'), ('proposal', 'rating', 'settled'),
  ('proposal', 'rating', 'raised'), ('proposal', 'draft', 'dropped'), ('proposal', 'raised', 'dropped'),
  ('proposal', 'discussed', 'dropped'), ('proposal', 'answered', 'dropped'),
  ('meeting', 'planned', 'noticed'), ('meeting', 'noticed', 'open'), ('meeting', 'open', 'held'),
  ('meeting', 'open', 'failed'), ('meeting', 'held', 'posted'), ('meeting', 'planned', 'called_off'),
  ('meeting', 'noticed', 'called_off');

CREATE OR REPLACE FUNCTION proposals_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state <> OLD.state AND NOT EXISTS (
    SELECT FROM proposals_move WHERE noun = TG_ARGV[0] AND source = OLD.state AND target = NEW.state
  ) THEN
    RAISE EXCEPTION 'proposals: no step from % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.id <> NEW.id OR OLD.code <> NEW.code OR OLD.scope_id <> NEW.scope_id OR OLD.made_at <> NEW.made_at THEN
    RAISE EXCEPTION 'proposals: a code is never changed' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER proposals_guard BEFORE UPDATE ON proposals_proposal
  FOR EACH ROW EXECUTE FUNCTION proposals_guard('proposal');
CREATE OR REPLACE TRIGGER proposals_guard BEFORE UPDATE ON proposals_meeting
  FOR EACH ROW EXECUTE FUNCTION proposals_guard('meeting');

-- Once raised, what a proposal is about stays; once settled or dropped, nothing of it changes.
CREATE OR REPLACE FUNCTION proposals_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> 'draft' AND (OLD.title, OLD.words, OLD.place_id, OLD.matter, OLD.pack_id, OLD.origin_kind,
      OLD.origin_id) IS DISTINCT FROM (NEW.title, NEW.words, NEW.place_id, NEW.matter, NEW.pack_id,
      NEW.origin_kind, NEW.origin_id) THEN
    RAISE EXCEPTION 'proposals: what was raised is never changed' USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.state IN ('settled', 'dropped') THEN
    RAISE EXCEPTION 'proposals: it has ended' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER proposals_stays BEFORE UPDATE ON proposals_proposal
  FOR EACH ROW EXECUTE FUNCTION proposals_stays();

-- Ratings come only while it is being rated, of this round; posted minutes stay as they were posted.
CREATE OR REPLACE FUNCTION proposals_only_while() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM proposals_proposal WHERE id = NEW.proposal_id AND state = 'rating'
                 AND round = NEW.round AND scope_id = NEW.scope_id) THEN
    RAISE EXCEPTION 'proposals: ratings are never changed while it is not being rated' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER proposals_only_while BEFORE INSERT OR UPDATE ON proposals_rating
  FOR EACH ROW EXECUTE FUNCTION proposals_only_while();
CREATE OR REPLACE FUNCTION proposals_minutes_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.posted_at IS NOT NULL AND (to_jsonb(OLD) IS DISTINCT FROM to_jsonb(NEW)) THEN
    RAISE EXCEPTION 'proposals: posted minutes are never changed' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER proposals_minutes_stay BEFORE UPDATE ON proposals_meeting
  FOR EACH ROW EXECUTE FUNCTION proposals_minutes_stay();
CREATE OR REPLACE FUNCTION proposals_part_stays() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF EXISTS (SELECT FROM proposals_meeting WHERE id = OLD.meeting_id AND posted_at IS NOT NULL) THEN
    RAISE EXCEPTION 'proposals: posted minutes are never changed' USING ERRCODE = 'check_violation';
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;
CREATE OR REPLACE TRIGGER proposals_part_stays BEFORE UPDATE OR DELETE ON proposals_agendaitem
  FOR EACH ROW EXECUTE FUNCTION proposals_part_stays();
CREATE OR REPLACE TRIGGER proposals_part_stays BEFORE UPDATE OR DELETE ON proposals_seat
  FOR EACH ROW EXECUTE FUNCTION proposals_part_stays();

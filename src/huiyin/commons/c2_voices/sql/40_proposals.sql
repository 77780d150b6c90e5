-- A proposal has passed its owners' vote only when there is one, final, begun for it; whoever writes.
SELECT huiyin_wall('voices_proposalvote', register => true);
SELECT huiyin_keep_forever('voices_proposalvote');
CREATE OR REPLACE FUNCTION voices_proposal_passed() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF NEW.vote_outcome = 'passed' AND NOT EXISTS (
    SELECT FROM voices_proposalvote l JOIN voices_ownersvote v ON v.id = l.vote_id
    WHERE l.proposal_id = NEW.id AND v.state = 'final'
  ) THEN
    RAISE EXCEPTION 'voices: no final vote of the owners on this proposal' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER voices_proposal_passed BEFORE INSERT OR UPDATE OF vote_outcome ON proposals_proposal
  FOR EACH ROW EXECUTE FUNCTION voices_proposal_passed();

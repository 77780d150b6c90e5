SELECT huiyin_wall('closure_verdict', own => 'case_id');
SELECT huiyin_wall('closure_followupcall');
SELECT huiyin_wall('closure_declinereview');
SELECT dispatch_show_shared('closure_verdict', 'case_id');

-- Only the requester's own "solved" makes a case confirmed, whoever writes: checked when the transaction commits.
CREATE OR REPLACE FUNCTION closure_needs_verdict() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM closure_verdict v WHERE v.case_id = NEW.id AND v.solved AND v.by = 'requester'
      AND v.round = NEW.reopened + 1
  ) THEN
    RAISE EXCEPTION 'closure: confirmed needs the word of the requester' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS closure_needs_verdict ON casefile_case;
CREATE CONSTRAINT TRIGGER closure_needs_verdict AFTER UPDATE OF state ON casefile_case
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.state = 'confirmed' AND OLD.state <> 'confirmed') EXECUTE FUNCTION closure_needs_verdict();
SELECT huiyin_wall('closure_withdrawal', own => 'case_id');
SELECT huiyin_never_delete('closure_withdrawal');

-- Only the requester takes a case back, whoever writes: checked when the transaction commits.
CREATE OR REPLACE FUNCTION closure_needs_withdrawal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM closure_withdrawal w WHERE w.case_id = NEW.id AND w.round = NEW.reopened + 1
      AND w.actor = 'requester:' || NEW.id
  ) THEN
    RAISE EXCEPTION 'closure: withdrawn needs the word of the requester' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS closure_needs_withdrawal ON casefile_case;
CREATE CONSTRAINT TRIGGER closure_needs_withdrawal AFTER UPDATE OF state ON casefile_case
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.state = 'withdrawn' AND OLD.state <> 'withdrawn') EXECUTE FUNCTION closure_needs_withdrawal();

SELECT huiyin_wall('closure_owed');
SELECT huiyin_wall('closure_givenback');
SELECT huiyin_keep_forever('closure_givenback');
SELECT huiyin_wall('closure_platformrequest');
SELECT huiyin_never_delete('closure_platformrequest');
SELECT huiyin_wall('closure_platformcall');
SELECT huiyin_keep_forever('closure_platformcall');

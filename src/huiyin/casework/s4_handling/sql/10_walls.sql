SELECT huiyin_wall('handling_plan', own => 'case_id');
SELECT huiyin_wall('handling_regraderequest');
SELECT huiyin_wall('handling_handover');
SELECT huiyin_wall('handling_handoverevent');
SELECT huiyin_keep_forever('handling_handoverevent');
SELECT huiyin_never_delete('handling_handover');

-- What both have signed, or was withdrawn, stays as it is.
CREATE OR REPLACE FUNCTION handling_signed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.incoming_signed_at IS NOT NULL OR OLD.withdrawn_at IS NOT NULL OR NEW.sheet IS DISTINCT FROM OLD.sheet
     OR NEW.note IS DISTINCT FROM OLD.note THEN
    RAISE EXCEPTION 'a signed hand-over does not change' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER handling_signed BEFORE UPDATE ON handling_handover
  FOR EACH ROW EXECUTE FUNCTION handling_signed();
SELECT huiyin_wall('handling_standardanswer', NULL, true);
SELECT huiyin_wall('handling_standardanswerevent');
SELECT huiyin_keep_forever('handling_standardanswerevent');
SELECT huiyin_never_delete('handling_standardanswer');
SELECT huiyin_wall('handling_bulk');
SELECT huiyin_wall('handling_suspension', own => 'case_id');
SELECT huiyin_wall('handling_extensionrequest');
SELECT huiyin_wall('handling_incident', register => true);
SELECT huiyin_wall('handling_incidentchange');
SELECT huiyin_keep_forever('handling_incidentchange');
SELECT huiyin_wall('handling_incidentcase', own => 'case_id');
SELECT huiyin_never_delete('handling_suspension');
SELECT huiyin_never_delete('handling_incident');
SELECT huiyin_never_delete('handling_incidentcase');

-- How many cases rest on the pending list, for everybody to read: numbers only, and none of private cases' places.
CREATE OR REPLACE FUNCTION handling_pending_counts()
RETURNS TABLE (scope_id bigint, reason text, cases bigint, next_review date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT s.scope_id, s.reason, count(*), min(s.review_on) FROM handling_suspension s
  WHERE s.approved AND s.ended_at IS NULL GROUP BY s.scope_id, s.reason
$$;
SELECT huiyin_wall('handling_return');
SELECT huiyin_wall('handling_dispute');
SELECT huiyin_wall('handling_nuisancemark');
SELECT huiyin_never_delete('handling_nuisancemark');
SELECT huiyin_wall('handling_conflict');
SELECT huiyin_never_delete('handling_conflict');
SELECT huiyin_wall('handling_mediation');
SELECT huiyin_wall('handling_mediationparty');
SELECT huiyin_wall('handling_mediator');
SELECT huiyin_wall('handling_mediationnote');
SELECT huiyin_wall('handling_agreement');
SELECT huiyin_wall('handling_milestone');

-- A confidential note is written once.
SELECT huiyin_keep_forever('handling_mediationnote');

-- What a shared case shows elsewhere. Mediations are not among it: they are confidential.
SELECT dispatch_show_shared('handling_plan', 'case_id');
SELECT dispatch_show_shared('handling_regraderequest', 'case_id');

SELECT huiyin_wall('handling_plan', own => 'case_id');
SELECT huiyin_wall('handling_regraderequest');
SELECT huiyin_wall('handling_suspension', own => 'case_id');
SELECT huiyin_wall('handling_extensionrequest');
SELECT huiyin_wall('handling_incident', register => true);
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

-- Everybody around reads who promised what and what came of it; who put his name under it, those who keep it.
SELECT huiyin_wall('agreements_agreement', register => true);
SELECT huiyin_wall('agreements_party', register => true);
SELECT huiyin_wall('agreements_duty', register => true);
SELECT huiyin_wall('agreements_due', register => true);
SELECT huiyin_wall('agreements_given', register => true);
SELECT huiyin_wall('agreements_renewal', register => true);
SELECT huiyin_wall('agreements_picture', register => true);
SELECT huiyin_wall('agreements_signature');
SELECT huiyin_wall('agreements_agreementevent');
SELECT huiyin_wall('agreements_emergencyservice', register => true);
SELECT huiyin_wall('agreements_handoveritem', register => true);
SELECT huiyin_wall('agreements_serviceevent');
SELECT huiyin_keep_forever('agreements_agreementevent');
SELECT huiyin_keep_forever('agreements_serviceevent');
SELECT huiyin_keep_forever('agreements_given');
SELECT huiyin_keep_forever('agreements_renewal');
SELECT huiyin_keep_forever('agreements_picture');
SELECT huiyin_keep_forever('agreements_signature');
SELECT huiyin_never_delete('agreements_agreement');
SELECT huiyin_never_delete('agreements_due');
SELECT huiyin_never_delete('agreements_emergencyservice');
SELECT huiyin_never_delete('agreements_handoveritem');

-- Where a public code leads somebody who has not said who they are. What is still being written is not there.
CREATE OR REPLACE FUNCTION agreements_find(wanted text) RETURNS TABLE (agreement_id bigint, scope_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT id, scope_id FROM agreements_agreement WHERE code = wanted AND state IN ('in_force', 'ended')
$$;
CREATE OR REPLACE FUNCTION agreements_find_service(wanted text) RETURNS TABLE (service_id bigint, scope_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT id, scope_id FROM agreements_emergencyservice WHERE code = wanted
$$;

-- Duties are everybody's to read around their place. Who signed up, and who comes, is read by those who keep the list alone;
-- a volunteer reads the own page by the own code, which the program asks for (links.py, own.py).
SELECT huiyin_wall('volunteers_volunteer');
SELECT huiyin_wall('volunteers_duty', register => true);
SELECT huiyin_wall('volunteers_taking');
SELECT huiyin_wall('volunteers_dutyevent');
SELECT huiyin_wall('volunteers_volunteerevent');
SELECT huiyin_never_delete('volunteers_volunteer');
SELECT huiyin_never_delete('volunteers_duty');
SELECT huiyin_never_delete('volunteers_taking');
SELECT huiyin_keep_forever('volunteers_dutyevent');
SELECT huiyin_keep_forever('volunteers_volunteerevent');

CREATE OR REPLACE FUNCTION volunteers_find_duty(sought text) RETURNS TABLE (duty_id bigint, scope_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT id, scope_id FROM volunteers_duty WHERE code = sought
$$;

CREATE OR REPLACE FUNCTION volunteers_find_person(sought text) RETURNS TABLE (volunteer_id bigint, scope_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT id, scope_id FROM volunteers_volunteer WHERE id = sought::bigint AND left_at IS NULL
$$;

SELECT huiyin_wall('places_place', register => true);
SELECT huiyin_wall('places_home', register => true);
SELECT huiyin_wall('places_zonemember', register => true);
SELECT huiyin_wall('places_qrcode', register => true);
SELECT huiyin_wall('places_placeevent');
SELECT huiyin_wall('places_homeevent');
SELECT huiyin_wall('places_zonememberevent');
SELECT huiyin_wall('places_qrcodeevent');

-- The history of every register is only added to (who was what when is a proof).
SELECT huiyin_keep_forever('places_placeevent');
SELECT huiyin_keep_forever('places_homeevent');
SELECT huiyin_keep_forever('places_zonememberevent');
SELECT huiyin_keep_forever('places_qrcodeevent');

-- Where a printed code hangs, for somebody who has not said who they are. Revoked codes are told as such.
CREATE OR REPLACE FUNCTION places_find_code(wanted text)
RETURNS TABLE (place_id bigint, scope_id bigint, revoked boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT place_id, scope_id, revoked_at IS NOT NULL FROM places_qrcode WHERE code = wanted
$$;

SELECT huiyin_never_delete('places_place');

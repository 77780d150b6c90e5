SELECT huiyin_wall('people_person');
SELECT huiyin_wall('people_personevent');
SELECT huiyin_wall('people_post', register => true);
SELECT huiyin_wall('people_postevent');
SELECT huiyin_wall('people_dutyshift', register => true);
SELECT huiyin_wall('people_reading', own => NULL);
SELECT huiyin_keep_forever('people_reading');
SELECT huiyin_wall('people_dutyshiftevent');
-- Accounts, grants, devices, codes and tokens are the door itself: they are read before anybody is known.

-- The history of every register is only added to (who was what when is a proof).
SELECT huiyin_keep_forever('people_personevent');
SELECT huiyin_keep_forever('people_postevent');
SELECT huiyin_keep_forever('people_accountevent');
SELECT huiyin_keep_forever('people_rolegrantevent');
SELECT huiyin_keep_forever('people_dutyshiftevent');
SELECT huiyin_keep_forever('people_deviceevent');
SELECT huiyin_keep_forever('people_apitokenevent');
SELECT huiyin_keep_forever('people_invitationevent');
SELECT huiyin_keep_forever('people_twopersonrequestevent');

SELECT huiyin_wall('people_twopersonrequest');
SELECT huiyin_wall('people_twopersonrequestevent');

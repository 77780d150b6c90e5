SELECT huiyin_wall('people_person');
SELECT huiyin_wall('people_personevent');
SELECT huiyin_wall('people_post', register => true);
SELECT huiyin_wall('people_postevent');
SELECT huiyin_wall('people_dutyshift', register => true);
SELECT huiyin_wall('people_reading', own => NULL);
SELECT huiyin_keep_forever('people_reading');
-- Accounts, grants, devices, codes and tokens are the door itself: they are read before anybody is known.

-- What was decided is everybody's to read around the place. Its record stays with those who keep it.
SELECT huiyin_wall('decisions_decision', register => true);
SELECT huiyin_wall('decisions_decisionevent');
SELECT huiyin_keep_forever('decisions_decisionevent');
SELECT huiyin_never_delete('decisions_decision');

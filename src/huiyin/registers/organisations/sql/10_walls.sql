SELECT huiyin_wall('organisations_organisation', register => true);
SELECT huiyin_wall('organisations_service', register => true);
SELECT huiyin_wall('organisations_organisationevent');
SELECT huiyin_wall('organisations_serviceevent');

-- The history of every register is only added to (who was what when is a proof).
SELECT huiyin_keep_forever('organisations_organisationevent');
SELECT huiyin_keep_forever('organisations_serviceevent');

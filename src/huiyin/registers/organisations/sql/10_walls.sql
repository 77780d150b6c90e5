SELECT huiyin_wall('organisations_organisation', register => true);
SELECT huiyin_wall('organisations_service', register => true);
SELECT huiyin_wall('organisations_organisationevent');
SELECT huiyin_wall('organisations_serviceevent');

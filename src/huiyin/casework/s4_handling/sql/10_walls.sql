SELECT huiyin_wall('handling_plan', own => 'case_id');
SELECT huiyin_wall('handling_regraderequest');

SELECT huiyin_wall('handling_plan', own => 'case_id');
SELECT huiyin_wall('handling_regraderequest');
SELECT huiyin_wall('handling_standardanswer', NULL, true);
SELECT huiyin_wall('handling_bulk');

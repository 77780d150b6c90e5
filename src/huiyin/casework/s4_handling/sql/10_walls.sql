SELECT huiyin_wall('handling_plan', own => 'case_id');
SELECT huiyin_wall('handling_regraderequest');
SELECT huiyin_wall('handling_return');
SELECT huiyin_wall('handling_dispute');
SELECT huiyin_wall('handling_mediation');
SELECT huiyin_wall('handling_mediationparty');
SELECT huiyin_wall('handling_mediator');
SELECT huiyin_wall('handling_mediationnote');
SELECT huiyin_wall('handling_agreement');
SELECT huiyin_wall('handling_milestone');

-- A confidential note is written once.
SELECT huiyin_keep_forever('handling_mediationnote');

-- What a shared case shows elsewhere. Mediations are not among it: they are confidential.
SELECT dispatch_show_shared('handling_plan', 'case_id');
SELECT dispatch_show_shared('handling_regraderequest', 'case_id');

SELECT huiyin_wall('intake_importfile');
SELECT huiyin_wall('intake_knowncolumns');
SELECT huiyin_wall('intake_intakesheet');
SELECT huiyin_never_delete('intake_intakesheet');

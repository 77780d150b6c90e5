SELECT huiyin_wall('intake_importfile');
SELECT huiyin_wall('intake_knowncolumns');

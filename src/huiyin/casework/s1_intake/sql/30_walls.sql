SELECT huiyin_wall('intake_importfile');

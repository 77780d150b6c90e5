SELECT huiyin_wall('dispatch_assignment', own => 'case_id');

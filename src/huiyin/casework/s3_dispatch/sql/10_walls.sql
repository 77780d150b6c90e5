SELECT huiyin_wall('dispatch_assignment', own => 'case_id');
SELECT huiyin_wall('dispatch_whistle');
SELECT huiyin_wall('dispatch_call');
SELECT huiyin_wall('dispatch_share');
SELECT huiyin_wall('dispatch_supervisioncopy');
SELECT huiyin_wall('dispatch_takeover');

SELECT huiyin_wall('rosters_rosterfile');

SELECT huiyin_wall('triage_correction');

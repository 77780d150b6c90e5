-- The office's order of columns is read by everybody below it, as the registers are.
SELECT huiyin_wall('insight_tablelayout', NULL, true);
SELECT huiyin_wall('insight_tablelayoutevent');
SELECT huiyin_keep_forever('insight_tablelayoutevent');

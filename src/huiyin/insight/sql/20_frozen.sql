SELECT huiyin_wall('insight_frozenmonth');
SELECT huiyin_wall('insight_restatement');
SELECT huiyin_keep_forever('insight_frozenmonth');
SELECT huiyin_keep_forever('insight_restatement');
SELECT huiyin_wall('insight_monthreport');
SELECT huiyin_keep_forever('insight_monthreport');

-- Everybody around reads how a work goes on; what single homes say and pay belongs to those who keep it.
SELECT huiyin_wall('works_project', register => true);
SELECT huiyin_wall('works_stage', register => true);
SELECT huiyin_wall('works_photograph', register => true);
SELECT huiyin_wall('works_costshare', register => true);
SELECT huiyin_wall('works_share');
SELECT huiyin_wall('works_concernedhome');
SELECT huiyin_wall('works_word');
SELECT huiyin_wall('works_projectevent');
SELECT huiyin_keep_forever('works_projectevent');
SELECT huiyin_keep_forever('works_photograph');
SELECT huiyin_keep_forever('works_concernedhome');
SELECT huiyin_never_delete('works_project');
SELECT huiyin_never_delete('works_stage');
SELECT huiyin_never_delete('works_word');

-- Where a public code leads somebody who has not said who they are.
CREATE OR REPLACE FUNCTION works_find(wanted text) RETURNS TABLE (project_id bigint, scope_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT id, scope_id FROM works_project WHERE code = wanted
$$;

-- How many say what: numbers, never a home.
CREATE OR REPLACE FUNCTION works_figures(wanted bigint, at_round int)
RETURNS TABLE (said bigint, fit bigint, asked bigint, agreed bigint, paid bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT w.said, w.fit, s.asked, s.agreed, s.paid
  FROM (SELECT count(*) said, count(*) FILTER (WHERE o.fit) fit FROM works_word o
        WHERE o.project_id = wanted AND o.round = at_round) w,
       (SELECT count(*) asked, count(*) FILTER (WHERE h.agrees) agreed, count(*) FILTER (WHERE h.receipt <> '') paid
        FROM works_share h WHERE h.cost_id = wanted) s
$$;

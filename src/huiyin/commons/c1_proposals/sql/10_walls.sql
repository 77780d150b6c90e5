-- What is being settled is everybody's to read around the place; what single homes say, and the seats of a meeting
-- before its minutes are posted, belong to those who keep it.
SELECT huiyin_wall('proposals_proposal', register => true);
SELECT huiyin_wall('proposals_choice', register => true);
SELECT huiyin_wall('proposals_answer', register => true);
SELECT huiyin_wall('proposals_proposalevent', register => true);
SELECT huiyin_wall('proposals_opinion');
SELECT huiyin_wall('proposals_rating');
SELECT huiyin_wall('proposals_meeting', register => true);
SELECT huiyin_wall('proposals_agendaitem', register => true);
SELECT huiyin_wall('proposals_seat');
SELECT huiyin_wall('proposals_dissent', register => true);
SELECT huiyin_wall('proposals_task', register => true);
SELECT huiyin_wall('proposals_meetingevent');

SELECT huiyin_keep_forever('proposals_proposalevent');
SELECT huiyin_keep_forever('proposals_meetingevent');
SELECT huiyin_keep_forever('proposals_dissent');
SELECT huiyin_never_delete('proposals_proposal');
SELECT huiyin_never_delete('proposals_answer');
SELECT huiyin_never_delete('proposals_opinion');
SELECT huiyin_never_delete('proposals_rating');
SELECT huiyin_never_delete('proposals_meeting');
SELECT huiyin_never_delete('proposals_task');

-- Where a public code leads somebody who has not said who they are; what is being written is not there.
CREATE OR REPLACE FUNCTION proposals_find(wanted text) RETURNS TABLE (proposal_id bigint, scope_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT id, scope_id FROM proposals_proposal WHERE code = wanted AND raised_at IS NOT NULL
$$;
CREATE OR REPLACE FUNCTION proposals_find_meeting(wanted text) RETURNS TABLE (meeting_id bigint, scope_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT id, scope_id FROM proposals_meeting WHERE code = wanted AND noticed_at IS NOT NULL
$$;

-- How many say what: numbers, never a home.
CREATE OR REPLACE FUNCTION proposals_opinions(wanted bigint, at_round int)
RETURNS TABLE (stance text, homes bigint, heard bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT o.stance, count(*) FILTER (WHERE o.home_id IS NOT NULL), count(*) FILTER (WHERE o.home_id IS NULL)
  FROM proposals_opinion o WHERE o.proposal_id = wanted AND o.round = at_round GROUP BY o.stance
$$;
CREATE OR REPLACE FUNCTION proposals_ratings(wanted bigint, at_round int)
RETURNS TABLE (rated bigint, solved bigint, satisfied bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT count(*), count(*) FILTER (WHERE solved), count(*) FILTER (WHERE satisfied)
  FROM proposals_rating WHERE proposal_id = wanted AND round = at_round
$$;

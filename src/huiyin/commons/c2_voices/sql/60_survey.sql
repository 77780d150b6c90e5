-- Surveys. The questions are everybody's around; what a home answered belongs to those who keep the survey.
SELECT huiyin_wall('voices_survey', register => true);
SELECT huiyin_wall('voices_surveyquestion', register => true);
SELECT huiyin_wall('voices_surveysheet');
SELECT huiyin_wall('voices_surveyanswer');
SELECT huiyin_wall('voices_surveycase');
SELECT huiyin_wall('voices_surveyevent');
SELECT huiyin_never_delete('voices_survey');
SELECT huiyin_keep_forever('voices_surveysheet');
SELECT huiyin_keep_forever('voices_surveyanswer');
SELECT huiyin_keep_forever('voices_surveycase');
SELECT huiyin_keep_forever('voices_surveyevent');

CREATE OR REPLACE FUNCTION voices_find_survey(wanted text) RETURNS TABLE (survey_id bigint, scope_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT id, scope_id FROM voices_survey WHERE code = wanted AND opened_at IS NOT NULL
$$;

-- It goes draft, running, closed; what is asked stays from the opening on, sheets come while it runs.
CREATE OR REPLACE FUNCTION voices_survey_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  free text[] := ARRAY['state', 'opened_at', 'closed_at'];
BEGIN
  IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (('draft', 'running'), ('running', 'closed')) THEN
    RAISE EXCEPTION 'voices: no step from % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.state <> 'draft' AND to_jsonb(OLD) - free IS DISTINCT FROM to_jsonb(NEW) - free THEN
    RAISE EXCEPTION 'voices: what was asked is never changed' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER voices_survey_guard BEFORE UPDATE ON voices_survey
  FOR EACH ROW EXECUTE FUNCTION voices_survey_guard();
CREATE OR REPLACE FUNCTION voices_survey_while() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public AS $$
DECLARE
  wanted bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.survey_id ELSE NEW.survey_id END;
BEGIN
  IF NOT EXISTS (SELECT FROM voices_survey WHERE id = wanted AND state = TG_ARGV[0]) THEN
    RAISE EXCEPTION 'voices: the survey stands elsewhere, this is never changed now' USING ERRCODE = 'check_violation';
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;
CREATE OR REPLACE TRIGGER voices_survey_while BEFORE INSERT OR UPDATE OR DELETE ON voices_surveyquestion
  FOR EACH ROW EXECUTE FUNCTION voices_survey_while('draft');
CREATE OR REPLACE TRIGGER voices_survey_while BEFORE INSERT ON voices_surveysheet
  FOR EACH ROW EXECUTE FUNCTION voices_survey_while('running');

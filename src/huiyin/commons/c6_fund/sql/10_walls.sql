-- Everybody around reads what the fund is used for, at what price, and what was paid; which home bears what, and who
-- objected, belongs to those who keep it or watch over it.
SELECT huiyin_wall('fund_funduse', register => true);
SELECT huiyin_wall('fund_quotation', register => true);
SELECT huiyin_wall('fund_fundpayment', register => true);
SELECT huiyin_wall('fund_fundunit');
SELECT huiyin_wall('fund_quotationscan');
SELECT huiyin_wall('fund_fundobjection');
SELECT huiyin_wall('fund_fundevent');
SELECT huiyin_keep_forever('fund_fundevent');
SELECT huiyin_keep_forever('fund_fundpayment');
SELECT huiyin_keep_forever('fund_quotationscan');
SELECT huiyin_never_delete('fund_funduse');
SELECT huiyin_never_delete('fund_quotation');
SELECT huiyin_never_delete('fund_fundobjection');

-- Where a public code leads somebody who has not said who they are; a draft is nobody's yet.
CREATE OR REPLACE FUNCTION fund_find(wanted text) RETURNS TABLE (use_id bigint, scope_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT id, scope_id FROM fund_funduse WHERE code = wanted AND state <> 'draft'
$$;

-- How many objected and were answered: numbers, never a name.
CREATE OR REPLACE FUNCTION fund_objections(wanted bigint) RETURNS TABLE (entered bigint, answered bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT count(*), count(answered_at) FROM fund_fundobjection WHERE use_id = wanted
$$;

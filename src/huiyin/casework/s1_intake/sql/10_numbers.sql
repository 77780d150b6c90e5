-- Case numbers: region, day, channel, running number, check character (ISO 7064 mod 37,36). Never reused.
CREATE SEQUENCE IF NOT EXISTS intake_number;

CREATE OR REPLACE FUNCTION intake_check_character(body text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  letters constant text := '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
  p int := 36;
  s int;
BEGIN
  FOR i IN 1..length(body) LOOP
    CONTINUE WHEN substr(body, i, 1) = '-';
    s := (p + strpos(letters, substr(body, i, 1)) - 1) % 36;
    IF s = 0 THEN s := 36; END IF;
    p := (s * 2) % 37;
  END LOOP;
  RETURN substr(letters, (37 - p) % 36 + 1, 1);
END $$;

CREATE OR REPLACE FUNCTION intake_number(region text, at timestamptz, channel text) RETURNS text
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  running bigint := nextval('intake_number');
  body text := region || '-' || to_char(at AT TIME ZONE 'Asia/Shanghai', 'YYYYMMDD') || '-' || channel || '-'
    || CASE WHEN running < 1000000 THEN lpad(running::text, 6, '0') ELSE running::text END;
BEGIN
  RETURN body || '-' || intake_check_character(body);
END $$;

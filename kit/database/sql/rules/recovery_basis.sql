-- a number restored or not restored names the base of its series
SELECT file, line, 'basis' AS "column", metric AS found FROM staged_claim
WHERE regexp_matches(metric, '(_restored|sensors_online)$') AND unit <> 'hours' AND theme = 'recovery' AND basis IS NULL

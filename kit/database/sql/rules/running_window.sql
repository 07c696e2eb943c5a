-- a running total says from when to when it counts, as start/as-of, or by when, as <as-of
SELECT file, line, 'period_printed' AS "column", coalesce(period_printed, 'nothing') AS found FROM staged_claim
WHERE "window" = 'running' AND period_start IS NULL AND NOT regexp_matches(coalesce(period_printed, ''), '^<|/')

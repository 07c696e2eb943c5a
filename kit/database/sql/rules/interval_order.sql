-- an interval ends after it starts
SELECT file, line, 'at_latest' AS "column", at_earliest || ' to ' || at_latest AS found
FROM staged_observation
WHERE at_latest < at_earliest
UNION ALL
SELECT file, line, 'onset_latest', onset_earliest || ' to ' || onset_latest
FROM staged_outage
WHERE onset_latest < onset_earliest
UNION ALL
SELECT file, line, 'ended_latest', ended_earliest || ' to ' || ended_latest
FROM staged_outage
WHERE ended_latest < ended_earliest
UNION ALL
SELECT file, line, 'ended_latest', 'ended by ' || ended_latest || ', onset not before ' || onset_earliest
FROM staged_outage
WHERE ended_latest <= onset_earliest
UNION ALL
SELECT file, line, 'trigger_latest', trigger_earliest || ' to ' || trigger_latest
FROM staged_outage
WHERE trigger_latest < trigger_earliest
UNION ALL
SELECT file, line, 'period_end', period_start || ' to ' || period_end FROM staged_claim WHERE period_end < period_start
UNION ALL
SELECT file, line, 'said_latest', said_earliest || ' to ' || said_latest
FROM staged_attribution
WHERE said_latest < said_earliest
UNION ALL
SELECT file, line, 'at_latest', at_earliest || ' to ' || at_latest FROM staged_event WHERE at_latest < at_earliest

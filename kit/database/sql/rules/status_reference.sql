-- supersedes and confirms name facts that have a row
SELECT t.file, t.line, t."column", word AS found
FROM (
    SELECT file, line, 'supersedes' AS "column", unnest(string_split(supersedes, ' ')) AS word FROM staged_claim
    UNION ALL SELECT file, line, 'confirms', unnest(string_split(confirms, ' ')) FROM staged_claim
    UNION ALL SELECT file, line, 'confirms', unnest(string_split(confirms, ' ')) FROM staged_observation
    UNION ALL SELECT file, line, 'confirms', unnest(string_split(confirms, ' ')) FROM staged_attribution
    UNION ALL SELECT file, line, 'confirms', unnest(string_split(confirms, ' ')) FROM staged_event
) t
WHERE word <> '' AND word NOT IN (
    SELECT fact_id FROM staged_claim
    UNION SELECT fact_id FROM staged_observation
    UNION SELECT fact_id FROM staged_attribution
    UNION SELECT fact_id FROM staged_event
    UNION SELECT fact_id FROM staged_left_out
)

-- corrections, conflicts and open questions name row_ids of evidence of their own outage
WITH evidence AS (
    SELECT row_id, outage_id FROM staged_observation UNION ALL SELECT row_id, outage_id FROM staged_claim
    UNION ALL SELECT row_id, outage_id FROM staged_attribution UNION ALL SELECT row_id, outage_id FROM staged_event
)
SELECT t.file, t.line, t."column", t.word AS found
FROM (
    SELECT file, line, outage_id, 'row_ids' AS "column", unnest(string_split(row_ids, ' ')) AS word
    FROM staged_correction
    UNION ALL
    SELECT file, line, outage_id, 'right_row_ids', unnest(string_split(right_row_ids, ' ')) FROM staged_correction
    UNION ALL
    SELECT file, line, outage_id, 'row_ids', unnest(string_split(row_ids, ' ')) FROM staged_conflict
    UNION ALL
    SELECT file, line, outage_id, 'row_ids', unnest(string_split(row_ids, ' ')) FROM staged_open_question
    UNION ALL
    SELECT file, line, outage_id, 'preferred_row_id', preferred_row_id
    FROM staged_conflict
    WHERE preferred_row_id IS NOT NULL
) t
WHERE NOT EXISTS (FROM evidence e WHERE e.row_id = t.word AND e.outage_id IS NOT DISTINCT FROM t.outage_id)

-- a row_id stands once in all tables of evidence
SELECT file, line, 'row_id' AS "column", row_id AS found
FROM (
    SELECT file, line, row_id, 1 AS place FROM staged_observation
    UNION ALL SELECT file, line, row_id, 2 FROM staged_claim
    UNION ALL SELECT file, line, row_id, 3 FROM staged_attribution
    UNION ALL SELECT file, line, row_id, 4 FROM staged_event
)
QUALIFY min(place) OVER (PARTITION BY row_id) < place

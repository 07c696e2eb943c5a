-- part_of names the scope_id of another claim of the same outage
SELECT c.file, c.line, 'part_of' AS "column", c.part_of AS found
FROM staged_claim c
WHERE c.part_of IS NOT NULL
    AND NOT EXISTS (
        FROM staged_claim w
        WHERE w.scope_id = c.part_of
            AND w.row_id <> c.row_id
            AND w.outage_id IS NOT DISTINCT FROM c.outage_id
    )

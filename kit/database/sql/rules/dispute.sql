-- a disputed answer to a blame stands with it in a conflict that prefers none
SELECT a.file, a.line, 'verdict' AS "column", a.verdict::VARCHAR AS found FROM staged_attribution a
WHERE a.verdict = 'disputed' AND a.refutes IS NOT NULL AND NOT EXISTS (
    FROM staged_conflict k
    WHERE k.preferred_row_id IS NULL AND list_has_all(string_split(k.row_ids, ' '), [a.row_id, a.refutes])
)

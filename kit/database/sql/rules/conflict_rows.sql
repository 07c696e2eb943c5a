-- a conflict is between two rows at least, and prefers one of them or none
SELECT file, line, 'row_ids' AS "column", row_ids AS found FROM staged_conflict WHERE NOT contains(row_ids, ' ')
UNION ALL
SELECT file, line, 'preferred_row_id', preferred_row_id FROM staged_conflict
WHERE preferred_row_id IS NOT NULL AND NOT list_contains(string_split(row_ids, ' '), preferred_row_id)

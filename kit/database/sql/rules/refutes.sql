-- refutes names the row_id of another attribution
SELECT a.file, a.line, 'refutes' AS "column", a.refutes AS found FROM staged_attribution a
WHERE a.refutes IS NOT NULL
    AND NOT EXISTS (FROM staged_attribution b WHERE b.row_id = a.refutes AND b.row_id <> a.row_id)

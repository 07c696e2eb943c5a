-- a number restored or not restored names the base of its series
SELECT c.file, c.line, 'basis' AS "column", c.metric AS found
FROM staged_claim c
JOIN staged_metric m USING (metric)
WHERE m.role IN ('restored', 'partly_restored', 'not_restored', 'online') AND c.theme = 'recovery' AND c.basis IS NULL

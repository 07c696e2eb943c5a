-- a metric of things hit, cancelled, in use or restored says what it counts and of what kind that is; no other does
SELECT file, line, 'counts' AS "column", coalesce(counts::VARCHAR, 'nothing') || ' for ' || role AS found
FROM staged_metric
WHERE (role IN ('affected', 'cancelled', 'in_use', 'restored', 'partly_restored', 'not_restored', 'online'))
    <> (counts IS NOT NULL)
    OR (counts IS NULL) <> (victims IS NULL)
UNION ALL
SELECT file, line, 'kind', kind || ' for ' || role
FROM staged_metric
WHERE counts IS NOT NULL AND kind NOT IN ('count', 'share')
    OR role IN ('direct_loss', 'insured_loss', 'other_loss') AND kind <> 'money'

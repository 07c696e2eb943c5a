-- a share of things affected, cancelled or restored lies between 0 and 100 percent
SELECT c.file, c.line, 'low' AS "column", coalesce(c.low, c.high)::VARCHAR AS found
FROM staged_claim c
JOIN staged_metric m USING (metric)
WHERE m.kind = 'share'
    AND m.role IN ('affected', 'cancelled', 'restored', 'partly_restored', 'not_restored', 'online')
    AND c.status = 'accepted'
    AND (c.low < 0 OR c.high > 100 OR c.low > 100)

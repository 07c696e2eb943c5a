-- a cost of redundancy, as a factor, a premium or a share, names its strategy and how it was found
SELECT c.file, c.line, CASE WHEN c.strategy IS NULL THEN 'strategy' ELSE 'method' END AS "column", 'nothing' AS found
FROM staged_claim c
JOIN staged_metric m USING (metric)
WHERE c.theme = 'cost_premium'
    AND m.role IN ('cost_factor', 'cost_factor_inverse', 'cost_premium', 'cost_share')
    AND (c.strategy IS NULL OR c.method IS NULL)

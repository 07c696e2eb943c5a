-- What redundancy is said to cost: each published number as a factor of what its own source compares it with (`basis`;
-- bases are not the same), with the kind of statement that it is: a model, a survey, one firm's case, or an opinion.
WITH factors AS (
    SELECT
        CASE c.strategy
            WHEN 'stand_in' THEN 'stand_in'
            WHEN 'on_premises' THEN 'own_data_centre'
            WHEN 'single_cloud' THEN 'zones'
            WHEN 'multi_region' THEN 'two_regions'
            ELSE 'two_clouds'
        END AS strategy,
        c.scope, c.scope_ko, c.basis,
        CASE m.role
            WHEN 'cost_factor_inverse' THEN 1 / c.high
            WHEN 'cost_factor' THEN c.low
            WHEN 'cost_share' THEN c.low / 100
            ELSE 1 + c.low / 100
        END AS low,
        CASE m.role
            WHEN 'cost_factor_inverse' THEN 1 / c.low
            WHEN 'cost_factor' THEN c.high
            WHEN 'cost_share' THEN c.high / 100
            ELSE 1 + c.high / 100
        END AS high,
        c.method::VARCHAR AS kind,
        c.measured_by AS said_by, k.source
    FROM claim c JOIN metric m USING (metric) JOIN citation k USING (row_id)
    WHERE c.theme = 'cost_premium'
        AND m.role IN ('cost_factor', 'cost_factor_inverse', 'cost_premium', 'cost_share')
        AND c.status = 'accepted'
        AND c.low IS NOT NULL
        AND ($outage IS NULL OR c.outage_id = $outage)
)
SELECT strategy, kind, low, high, scope, scope_ko, basis, said_by, list(DISTINCT source ORDER BY source) AS sources
FROM factors GROUP BY ALL
ORDER BY strategy, kind, low, scope

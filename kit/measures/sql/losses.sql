-- Losses as published, one row a scope, kind and bounds; never pooled across scopes.
SELECT
    c.outage_id, o.name AS outage, o.name_ko AS outage_ko, o.review::VARCHAR AS review, c.scope, c.scope_ko,
    c.metric AS kind, m.name AS kind_name, m.name_ko AS kind_name_ko, c.entity_id,
    e.name AS entity, e.name_ko AS entity_ko, e.kind::VARCHAR AS entity_kind, e.sector, c.low, c.high,
    c.unit AS currency,
    CASE WHEN c.metric = 'insured_loss' THEN c.low END AS insured_low,
    CASE WHEN c.metric = 'insured_loss' THEN c.high END AS insured_high,
    bool_or(c.is_approximate) AS is_approximate, c.status::VARCHAR AS status,
    string_agg(
        DISTINCT coalesce(c.measured_by, k.source.publisher),
        ', ' ORDER BY coalesce(c.measured_by, k.source.publisher)
    ) AS said_by,
    max(c.said_on) AS said_on, list(DISTINCT k.source ORDER BY k.source) AS sources
FROM claim c
JOIN outage o USING (outage_id)
JOIN metric m USING (metric)
JOIN citation k USING (row_id)
LEFT JOIN entity e ON e.entity_id = c.entity_id
WHERE m.kind = 'money' AND c.theme IN ('loss', 'other') AND ($outage IS NULL OR c.outage_id = $outage)
    AND m.role IN ('direct_loss', 'insured_loss', 'other_loss')
GROUP BY ALL
ORDER BY
    c.outage_id, c.unit, c.metric, c.scope, c.low, c.high, c.status::VARCHAR, said_by, said_on, e.sector, c.entity_id

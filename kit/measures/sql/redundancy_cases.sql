-- What redundancy did in practice: hours until an organisation was back, with how it was duplicated. Cases are
-- what-ifs; none of them is a rate.
SELECT
    c.outage_id, o.name AS outage, o.name_ko AS outage_ko, o.review::VARCHAR AS review,
    e.name AS entity, e.name_ko AS entity_ko, c.strategy::VARCHAR AS strategy, c.scope, c.scope_ko,
    c.low AS hours_low, c.high AS hours_high,
    bool_or(c.is_approximate) AS is_approximate, max(c.said_on) AS said_on,
    list(DISTINCT k.source ORDER BY k.source) AS sources
FROM claim c
JOIN outage o USING (outage_id)
JOIN citation k USING (row_id)
LEFT JOIN entity e ON e.entity_id = c.entity_id
WHERE c.metric = 'outage_duration'
    AND c.theme IN ('geo_redundancy', 'common_cause')
    AND c.strategy IS NOT NULL
    AND c.status = 'accepted'
    AND ($outage IS NULL OR c.outage_id = $outage)
GROUP BY ALL
ORDER BY c.outage_id, hours_high DESC, entity

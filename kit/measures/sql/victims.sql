-- How many were hit, as counted by somebody: one row a count of victims (customers, devices, organisations, systems),
-- with what was counted, its scope, and who counted. Flights have a measure of their own; a count among units that were
-- examined (759 of 2,232) keeps their number. `is_whole`: of a population or of the provider, not of one victim. Counts
-- of different scopes are never added.
SELECT
    c.outage_id, o.name AS outage, o.name_ko AS outage_ko, o.review::VARCHAR AS review, c.row_id, c.entity_id,
    e.name AS entity, e.name_ko AS entity_ko, c.unit AS counted, c.scope, c.scope_ko, c.low, c.high,
    c.out_of_low, c.out_of_high, c.is_approximate, c."window"::VARCHAR AS "window", c.period_printed AS period,
    e.entity_id IS NULL OR e.kind IN ('population', 'place')
        OR coalesce(o.provider_id IN (e.entity_id, coalesce(e.parent_id, '')), false) AS is_whole,
    coalesce(c.measured_by, k.source.publisher) AS said_by, c.said_on, [k.source] AS sources
FROM claim c
JOIN outage o USING (outage_id)
JOIN metric m USING (metric)
JOIN citation k USING (row_id)
LEFT JOIN entity e ON e.entity_id = c.entity_id
WHERE c.status = 'accepted' AND m.kind = 'count' AND m.role = 'affected' AND m.counts <> 'flights'
    AND ($outage IS NULL OR c.outage_id = $outage)
ORDER BY c.outage_id, c.unit, c.scope, c.low DESC, c.high DESC NULLS FIRST, c.said_on, c.row_id

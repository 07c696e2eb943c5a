-- Flights cancelled by airline, window and scope. Rival counts of the same airline, window, period and scope stand
-- together as one range; day totals, totals so far and totals of the whole outage are different windows and never meet,
-- nor do different scopes. A bound from one side (more than 1,100) stands alone only where nobody gives a count, and
-- one that the table `conflict` sets aside not at all.
SELECT
    c.outage_id, o.name AS outage, o.name_ko AS outage_ko, o.review::VARCHAR AS review, c.entity_id,
    e.name AS entity, e.name_ko AS entity_ko, e.kind::VARCHAR AS entity_kind, e.country, c.scope, c.scope_ko,
    c."window"::VARCHAR AS "window",
    CASE WHEN c."window" IN ('day', 'running') THEN left(ltrim(c.period_printed, '<>~'), 10) END AS day,
    CASE WHEN c."window" <> 'day' THEN c.period_start END AS from_utc,
    CASE WHEN c."window" <> 'day' THEN c.period_end END AS as_of_utc,
    coalesce(min(c.low) FILTER (c.high IS NOT NULL), max(c.low)) AS low,
    coalesce(max(c.high) FILTER (c.low IS NOT NULL), min(c.high)) AS high,
    bool_or(c.is_approximate) AS is_approximate,
    list(
        DISTINCT coalesce(c.measured_by, k.source.publisher) ORDER BY coalesce(c.measured_by, k.source.publisher)
    ) AS counted_by,
    count(*) AS claims, list(DISTINCT k.source ORDER BY k.source) AS sources
FROM claim c
JOIN outage o USING (outage_id)
JOIN citation k USING (row_id)
JOIN entity e ON e.entity_id = c.entity_id
ANTI JOIN outweighed w ON w.row_id = c.row_id
WHERE c.metric = 'flights_cancelled' AND c.status = 'accepted' AND ($outage IS NULL OR c.outage_id = $outage)
GROUP BY ALL
ORDER BY outage_id, entity_kind, entity, "window", day, as_of_utc, scope

-- Who could repair an outage, and how: the vendor, the provider or each customer; remotely, on site or by itself. Hours
-- since the onset: until all was back where a source says so (`hours_*`), else until the last restoration that somebody
-- dated (`last_dated_hours`).
WITH dated AS (
    SELECT
        outage_id, max(ended_latest) AS last_dated, count(*) AS functions,
        count(*) FILTER (end_state = 'ended') AS functions_ended
    FROM impact GROUP BY outage_id
),
cited AS (
    SELECT x.outage_id, list(DISTINCT k.source ORDER BY k.source) AS sources
    FROM (
        SELECT outage_id, row_id FROM observation
        UNION ALL SELECT outage_id, row_id FROM event
        UNION ALL SELECT outage_id, row_id FROM attribution
    ) x
    JOIN citation k USING (row_id) GROUP BY x.outage_id
)
SELECT
    o.outage_id, o.name AS outage, o.name_ko AS outage_ko, o.review::VARCHAR AS review, o.layer::VARCHAR AS layer,
    o.cause::VARCHAR AS cause, o.repair_by::VARCHAR AS repair_by, o.repair_mode::VARCHAR AS repair_mode,
    o.end_state::VARCHAR AS end_state,
    CASE
        WHEN o.ended_earliest IS NOT NULL THEN greatest(0, epoch(o.ended_earliest - o.onset_latest) / 3600)
    END AS hours_low,
    epoch(o.ended_latest - o.onset_earliest) / 3600 AS hours_high,
    epoch(d.last_dated - o.onset_earliest) / 3600 AS last_dated_hours,
    coalesce(d.functions, 0) AS functions, coalesce(d.functions_ended, 0) AS functions_ended,
    coalesce(c.sources, []) AS sources
FROM outage o
LEFT JOIN dated d USING (outage_id)
LEFT JOIN cited c USING (outage_id)
WHERE (o.repair_by IS NOT NULL OR o.repair_mode IS NOT NULL) AND ($outage IS NULL OR o.outage_id = $outage)
ORDER BY o.repair_by, o.repair_mode, hours_high DESC NULLS FIRST, o.outage_id

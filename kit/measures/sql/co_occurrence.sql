-- The histories that co-occurrence is tested on: one row a provider (component empty) and one a component, with the
-- merged times it was down for certain and those of its exposure, in hours since 1970, as lists. `reports` are the
-- records that a component shares or does not share with another.
WITH chosen AS (
    SELECT provider FROM report_count
    WHERE incidents > 0 AND ($outage IS NULL OR provider IN (SELECT provider FROM incident WHERE outage_id = $outage))
),
windows AS (
    SELECT
        provider, list(epoch(opens) / 3600 ORDER BY opens) AS opens, list(epoch(closes) / 3600 ORDER BY opens) AS closes
    FROM exposure WHERE opens < closes GROUP BY provider
),
down AS (
    SELECT
        provider, component, list(epoch(starts) / 3600 ORDER BY starts) AS starts,
        list(epoch(ends) / 3600 ORDER BY starts) AS ends
    FROM down_time WHERE bound = 'low' GROUP BY provider, component
),
named AS (
    SELECT i.provider, c.component, list(DISTINCT i.report_id ORDER BY i.report_id) AS reports
    FROM incident i
    JOIN report_component c USING (report_id)
    WHERE i.excluded_because IS NULL
    GROUP BY i.provider, c.component
    UNION ALL
    SELECT provider, NULL, list(report_id ORDER BY report_id)
    FROM incident
    WHERE excluded_because IS NULL
    GROUP BY provider
)
SELECT
    CASE WHEN d.component IS NULL THEN 'provider' ELSE 'component' END AS kind,
    d.provider, d.component, len(n.reports) AS incidents, w.opens, w.closes, d.starts, d.ends, n.reports,
    (SELECT sum(maintenance) FROM report_count JOIN chosen USING (provider))::BIGINT AS maintenance,
    (SELECT sum(flagged) FROM report_count JOIN chosen USING (provider))::BIGINT AS flagged,
    (SELECT sum(undated) FROM report_count JOIN chosen USING (provider))::BIGINT AS undated,
    (SELECT sum(quarantined) FROM report_count JOIN chosen USING (provider))::BIGINT AS quarantined,
    []::STRUCT(source_id VARCHAR)[] AS sources
FROM down d JOIN chosen USING (provider) JOIN windows w USING (provider)
JOIN named n ON n.provider = d.provider AND n.component IS NOT DISTINCT FROM d.component
ORDER BY kind, incidents DESC, d.provider, d.component

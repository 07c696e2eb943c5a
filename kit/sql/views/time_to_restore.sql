-- One row a unit whose restoration is timed, for the estimators: an entity that an outage hit (its longest function), or a loaded report.
-- (lower_hours, upper_hours] holds the true time; an empty upper end is open: the unit was down for at least lower_hours.
WITH spans AS (
    SELECT
        *,
        greatest(0, epoch(coalesce(ended_earliest, last_down, began_latest) - began_latest)) / 3600 AS lower_hours,
        CASE WHEN end_state = 'ended' THEN epoch(ended_latest - began_earliest) / 3600 END AS upper_hours
    FROM impact
),
entities AS (
    SELECT
        s.outage_id, s.entity_id, max(s.lower_hours) AS lower_hours,
        CASE WHEN bool_and(s.upper_hours IS NOT NULL) THEN max(s.upper_hours) END AS upper_hours,
        min(s.began_earliest) AS began_earliest,
        max(s.last_down) AS last_seen_at,
        CASE WHEN bool_and(s.end_state = 'ended') THEN 'ended' WHEN bool_or(s.end_state = 'open_as_of') THEN 'open_as_of' ELSE 'unknown' END
            AS end_state,
        list_sort(list_distinct(flatten(list(s.source_ids)))) AS source_ids
    FROM spans s
    GROUP BY s.outage_id, s.entity_id
),
flags AS (SELECT report_id, string_agg(DISTINCT rule, ' ' ORDER BY rule) AS rules FROM flag WHERE rule NOT IN ('zone_assumed', 'stale') GROUP BY report_id)
SELECT
    t.outage_id || '/' || t.entity_id AS unit_id, 'impact' AS kind, t.outage_id, e.name AS provider, e.sector, NULL::VARCHAR AS component,
    e.country AS region, o.cause::VARCHAR AS cause, NULL::TINYINT AS severity, year(t.began_earliest) AS year,
    t.lower_hours, t.upper_hours, 0.0 AS entry_hours, t.end_state::end_state_kind AS end_state, t.began_earliest AS began_at, t.last_seen_at,
    NULL::VARCHAR AS excluded_because, t.source_ids
FROM entities t JOIN outage o USING (outage_id) JOIN entity e ON e.entity_id = t.entity_id
UNION ALL
SELECT
    r.report_id, 'report', x.outage_id, r.provider, NULL, c.component, c.region, NULL, r.severity_rank, year(r.began_at),
    greatest(0, epoch(coalesce(r.ended_earliest, r.last_seen_at, r.began_latest, r.began_at) - coalesce(r.began_latest, r.began_at))) / 3600,
    CASE WHEN r.end_state = 'ended' THEN epoch(r.ended_latest - coalesce(r.began_earliest, r.began_at)) / 3600 END,
    0.0, r.end_state, r.began_at, r.last_seen_at,
    CASE WHEN r.kind = 'maintenance' THEN 'maintenance' WHEN f.rules IS NOT NULL THEN 'flagged: ' || f.rules END,
    []::VARCHAR[]
FROM report r
LEFT JOIN flags f USING (report_id)
LEFT JOIN (SELECT report_id, min(outage_id) AS outage_id FROM outage_report GROUP BY report_id) x USING (report_id)
LEFT JOIN (SELECT report_id, min(component) AS component, min(region) AS region FROM report_component GROUP BY report_id) c
    USING (report_id)

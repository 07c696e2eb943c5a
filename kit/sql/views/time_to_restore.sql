-- One row a unit whose restoration is timed, for the estimators: an entity that an outage hit (its longest function), or a loaded report.
-- (lower_hours, upper_hours] holds the true time; an empty upper end is open: the unit was down for at least lower_hours. entry_hours is when watching
-- began, for feeds that list only what is going on; watched_hours is that time for any report, mitigated_*_hours bound its mitigation, where printed,
-- normal_*_hours the return of an entity to normal operations, where a source tells it, and feed_seen_at is the last word of its provider on anything.
WITH spans AS (
    SELECT
        *,
        greatest(0, epoch(coalesce(ended_earliest, last_down, began_latest) - began_latest)) / 3600 AS lower_hours,
        CASE WHEN end_state = 'ended' THEN epoch(ended_latest - began_earliest) / 3600 END AS upper_hours,
        CASE WHEN normal_latest IS NOT NULL
            THEN greatest(0, epoch(coalesce(normal_earliest, ended_earliest, last_down, began_latest) - began_latest)) / 3600 END AS normal_low_hours,
        epoch(normal_latest - began_earliest) / 3600 AS normal_high_hours
    FROM impact
),
entities AS (
    SELECT
        s.outage_id, s.entity_id, max(s.lower_hours) AS lower_hours,
        CASE WHEN bool_and(s.upper_hours IS NOT NULL) THEN max(s.upper_hours) END AS upper_hours,
        max(s.normal_low_hours) AS normal_low_hours, max(s.normal_high_hours) AS normal_high_hours,
        min(s.began_earliest) AS began_earliest,
        max(s.last_down) AS last_seen_at,
        CASE WHEN bool_and(s.end_state = 'ended') THEN 'ended' WHEN bool_or(s.end_state = 'open_as_of') THEN 'open_as_of' ELSE 'unknown' END
            AS end_state,
        list_sort(flatten(list(s.row_ids))) AS row_ids
    FROM spans s
    GROUP BY s.outage_id, s.entity_id
)
SELECT
    t.outage_id || '/' || t.entity_id AS unit_id, 'impact' AS kind, t.outage_id, e.name AS provider, e.sector, NULL::VARCHAR AS component,
    e.country AS region, o.cause::VARCHAR AS cause, NULL::TINYINT AS severity, year(t.began_earliest) AS year,
    t.lower_hours, t.upper_hours, 0::DOUBLE AS entry_hours, t.end_state::end_state_kind AS end_state, t.began_earliest AS began_at, t.last_seen_at,
    NULL::VARCHAR AS excluded_because, t.row_ids, NULL::DOUBLE AS mitigated_low_hours, NULL::DOUBLE AS mitigated_high_hours,
    NULL::DOUBLE AS watched_hours, NULL::TIMESTAMPTZ AS feed_seen_at, t.normal_low_hours, t.normal_high_hours
FROM entities t JOIN outage o USING (outage_id) JOIN entity e ON e.entity_id = t.entity_id
UNION ALL
SELECT
    i.report_id, 'report', i.outage_id, i.provider, NULL, c.component, c.region, NULL, i.severity_rank, year(i.began_at),
    greatest(0, epoch(i.certain_end - i.certain_start)) / 3600, epoch(i.possible_end - i.possible_start) / 3600,
    CASE WHEN i.format IN ('aws_currentevents', 'azure_rss') THEN greatest(0, epoch(i.watched_from - i.certain_start)) / 3600 ELSE 0 END,
    i.end_state, i.began_at, i.last_seen_at, i.excluded_because, []::VARCHAR[],
    CASE WHEN i.mitigated_at IS NOT NULL THEN greatest(0, epoch(i.mitigated_at - i.certain_start)) / 3600 END,
    CASE WHEN i.mitigated_at IS NOT NULL THEN greatest(0, epoch(i.mitigated_at - i.possible_start)) / 3600 END,
    greatest(0, epoch(i.watched_from - i.certain_start)) / 3600,
    max(i.last_seen_at) OVER (PARTITION BY i.provider), NULL, NULL
FROM incident i
LEFT JOIN (SELECT report_id, min(component) AS component, min(region) AS region FROM report_component GROUP BY report_id) c
    USING (report_id)

-- One row a unit whose restoration is timed, for the estimators: an entity that an outage hit (its longest function),
-- or a loaded report. (lower_hours, upper_hours] holds the true time; an empty upper end is open: the unit was down for
-- at least lower_hours. entry_hours is when watching began, for feeds that list only what is going on; watched_hours is
-- that time for any report, mitigated_*_hours bound its mitigation, where printed, normal_*_hours the return of an
-- entity to normal operations, where a source tells it, and feed_seen_at is the last word of its provider on anything.
SELECT
    t.outage_id || '/' || t.entity_id AS unit_id, 'impact' AS kind, t.outage_id, e.name AS provider, e.sector,
    NULL::VARCHAR AS component, e.country AS region, o.cause::VARCHAR AS cause, NULL::TINYINT AS severity,
    year(t.began_earliest) AS year, t.lower_hours, t.upper_hours, 0::DOUBLE AS entry_hours, t.end_state,
    t.began_earliest AS began_at, t.last_seen_at, NULL::VARCHAR AS excluded_because, t.row_ids,
    NULL::DOUBLE AS mitigated_low_hours, NULL::DOUBLE AS mitigated_high_hours,
    NULL::DOUBLE AS watched_hours, NULL::TIMESTAMPTZ AS feed_seen_at, t.normal_low_hours, t.normal_high_hours
FROM entity_restored t JOIN outage o USING (outage_id) JOIN entity e ON e.entity_id = t.entity_id
UNION ALL
SELECT
    i.report_id, 'report', i.outage_id, i.provider, NULL, c.component, c.region, NULL,
    i.severity_rank, year(i.began_at),
    greatest(0, epoch(i.certain_end - i.certain_start)) / 3600, epoch(i.possible_end - i.possible_start) / 3600,
    CASE
        WHEN i.format IN ('aws_currentevents', 'azure_rss')
            THEN greatest(0, epoch(i.watched_from - i.certain_start)) / 3600
        ELSE 0
    END,
    i.end_state, i.began_at, i.last_seen_at, i.excluded_because, []::VARCHAR[],
    CASE WHEN i.mitigated_at IS NOT NULL THEN greatest(0, epoch(i.mitigated_at - i.certain_start)) / 3600 END,
    CASE WHEN i.mitigated_at IS NOT NULL THEN greatest(0, epoch(i.mitigated_at - i.possible_start)) / 3600 END,
    greatest(0, epoch(i.watched_from - i.certain_start)) / 3600,
    max(i.last_seen_at) OVER (PARTITION BY i.provider), NULL, NULL
FROM incident i
LEFT JOIN (
    SELECT report_id, min(component) AS component, min(region) AS region FROM report_component GROUP BY report_id
) c USING (report_id)

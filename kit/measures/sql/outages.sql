-- Every outage with its times, its cause and how much is known of it.
SELECT
    o.outage_id, o.name, o.name_ko, p.name AS provider, p.name_ko AS provider_ko, o.country, o.cause::VARCHAR AS cause,
    o.layer::VARCHAR AS layer, o.trigger_earliest, o.trigger_latest, o.onset_earliest, o.onset_latest,
    o.ended_earliest, o.ended_latest, o.end_state::VARCHAR AS end_state,
    epoch(o.ended_earliest - o.onset_latest) / 3600 AS hours_low,
    epoch(o.ended_latest - o.onset_earliest) / 3600 AS hours_high,
    o.repair_by::VARCHAR AS repair_by, o.repair_mode::VARCHAR AS repair_mode, o.review::VARCHAR AS review,
    o.note, o.note_ko, count(e.row_id) AS evidence_rows
FROM outage o
LEFT JOIN entity p ON p.entity_id = o.provider_id
LEFT JOIN (
    SELECT outage_id, row_id FROM observation UNION ALL SELECT outage_id, row_id FROM claim
    UNION ALL SELECT outage_id, row_id FROM attribution UNION ALL SELECT outage_id, row_id FROM event
) e USING (outage_id)
WHERE $outage IS NULL OR o.outage_id = $outage
GROUP BY ALL
ORDER BY o.onset_earliest DESC

-- Every row of evidence in one shape, with what it is about and its source. `low` to `high` in `unit` is the number of
-- a claim or the amount of a step, `at_printed` the time as printed, `text` the scope, the cause or the sentence.
SELECT
    e.outage_id, e.row_id, e.fact_id, e.table_name, e.status::VARCHAR AS status,
    n.name AS entity, n.name_ko AS entity_ko, e.what, m.name AS metric, m.name_ko AS metric_ko, e.low, e.high, e.unit,
    e.at_printed, e.is_approximate, e.text, e.text_ko, e.said_on, e.note, e.note_ko, [k.source] AS sources
FROM evidence e
JOIN citation k USING (row_id)
LEFT JOIN entity n USING (entity_id)
LEFT JOIN metric m ON m.metric = e.what AND e.table_name = 'claim'
WHERE $outage IS NULL OR e.outage_id = $outage
ORDER BY e.outage_id NULLS LAST, e.table_name, e.row_id

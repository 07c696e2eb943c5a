-- Every row of evidence, whatever it says, in one shape; facts of the material that have no row are in left_out. `what`
-- is the metric, the function and its state, the question of a blame, or the kind of a step; `text` the scope, the
-- cause or the sentence; `is_approximate` that the source calls the number or the time about.
SELECT
    row_id, fact_id, 'observation' AS table_name, outage_id, source_id, said_on, status, entity_id,
    function || ': ' || state AS what, NULL::DOUBLE AS low, NULL::DOUBLE AS high, NULL AS unit, at_printed,
    is_approximate, NULL AS text, NULL AS text_ko, confirms, note, note_ko
FROM observation
UNION ALL
SELECT
    row_id, fact_id, 'claim', outage_id, source_id, said_on, status, entity_id, metric, low, high, unit, period_printed,
    is_approximate, scope, scope_ko, confirms, note, note_ko
FROM claim
UNION ALL
SELECT
    row_id, fact_id, 'attribution', outage_id, source_id, said_on, status, said_by_id, question::VARCHAR,
    NULL, NULL, NULL, said_printed, false, cause, cause_ko, confirms, note, note_ko
FROM attribution
UNION ALL
SELECT
    row_id, fact_id, 'event', outage_id, source_id, said_on, status, actor_id, kind::VARCHAR,
    amount_low, amount_high, currency, at_printed, false, text, text_ko, confirms, note, note_ko
FROM event

-- Harm that went on after the machines were back: what an entity cancelled on the days that began after its own systems
-- worked again, and how much later its operations were normal. Hours since the onset for `back_*`; `later_*` are hours
-- from the systems to normal operations.
WITH machines AS (
    SELECT i.*, o.onset_earliest, o.onset_latest FROM impact i JOIN outage o USING (outage_id)
    WHERE i.end_state = 'ended'
        AND i.function IN (
            'computers', 'servers', 'check_in', 'bookings', 'ground_stop', 'patient_records', 'power', 'storage',
            'compute', 'login', 'services'
        )
        AND ($outage IS NULL OR i.outage_id = $outage)
),
rows AS (
    SELECT
        m.outage_id, m.entity_id, m.function, NULL AS harm_function, m.onset_earliest, m.onset_latest,
        m.ended_earliest, m.ended_latest, c.metric AS harm, left(ltrim(c.period_printed, '<>~'), 10) AS day,
        c.scope, c.scope_ko, c.low, c.high,
        NULL::DOUBLE AS later_low_hours, NULL::DOUBLE AS later_high_hours,
        [c.row_id] AS found_in, m.row_ids
    FROM machines m JOIN claim c USING (outage_id, entity_id) JOIN metric k USING (metric)
    WHERE c.status = 'accepted'
        AND c."window" = 'day'
        AND k.role = 'cancelled'
        AND k.kind = 'count'
        AND c.period_start >= m.ended_latest
    UNION ALL
    SELECT
        m.outage_id, m.entity_id, m.function, n.function, m.onset_earliest, m.onset_latest,
        m.ended_earliest, m.ended_latest, 'normal_operations', NULL, NULL, NULL, NULL, NULL,
        greatest(0, epoch(n.normal_earliest - m.ended_latest) / 3600),
        epoch(n.normal_latest - m.ended_earliest) / 3600, n.row_ids, m.row_ids
    FROM machines m JOIN impact n USING (outage_id, entity_id)
    WHERE n.normal_latest > m.ended_latest
)
SELECT
    r.outage_id, o.name AS outage, o.name_ko AS outage_ko, o.review::VARCHAR AS review,
    e.name AS entity, e.name_ko AS entity_ko, r.function,
    greatest(0, epoch(r.ended_earliest - r.onset_latest) / 3600) AS back_low_hours,
    epoch(r.ended_latest - r.onset_earliest) / 3600 AS back_high_hours,
    r.harm, r.harm_function, r.day, r.scope, r.scope_ko, r.low, r.high, r.later_low_hours, r.later_high_hours,
    [
        c.source FOR c IN (
            SELECT list(x ORDER BY x.source)
            FROM citation x
            WHERE list_contains(list_concat(r.found_in, r.row_ids), x.row_id)
        )
    ] AS sources
FROM rows r
JOIN outage o USING (outage_id)
JOIN entity e USING (entity_id)
ORDER BY r.outage_id, e.name, r.harm, r.harm_function, r.day, r.scope, r.low, r.function

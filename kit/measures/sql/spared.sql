-- Who was not hit, or was listed as a victim by mistake, and why as far as a source says. `how`:
--   not_hit        a source expressly says so, and no other function of it was hit
--   partly         so, but another function of it was
--   misattributed  it was down that day for a cause of its own
--   other_event    for another event
--   refuted        a report that it was down is false
--   one_refuted    the same, but another report of it stands
--   none_counted   somebody counted and found none
--   told           a source explains why a country or firm was spared, without a count
WITH hit AS (SELECT DISTINCT outage_id, entity_id FROM impact),
rows AS (
    SELECT
        b.outage_id, b.entity_id, b.function, NULL AS scope, NULL AS scope_ko,
        CASE
            WHEN b.status = 'refuted' AND h.entity_id IS NOT NULL THEN 'one_refuted'
            WHEN b.state <> 'not_hit' THEN b.status::VARCHAR
            WHEN h.entity_id IS NULL THEN 'not_hit'
            ELSE 'partly'
        END AS how,
        b.note AS why, b.note_ko AS why_ko, b.said_on, b.row_id
    FROM observation b LEFT JOIN hit h USING (outage_id, entity_id)
    WHERE b.status = 'accepted' AND b.state = 'not_hit'
        OR b.status IN ('misattributed', 'refuted', 'other_event') AND b.state IN ('down', 'degraded')
    UNION ALL
    SELECT outage_id, entity_id, NULL, scope, scope_ko, 'none_counted', note, note_ko, said_on, row_id
    FROM claim JOIN metric m USING (metric)
    WHERE status = 'accepted' AND high = 0 AND m.role = 'affected' AND m.kind = 'count' AND outage_id IS NOT NULL
    UNION ALL
    SELECT outage_id, actor_id, NULL, NULL, NULL, 'told', text, text_ko, said_on, row_id
    FROM event
    WHERE status = 'accepted' AND kind = 'spared'
)
SELECT * FROM (SELECT
    r.outage_id, o.name AS outage, o.name_ko AS outage_ko, o.review::VARCHAR AS review, r.how, r.entity_id,
    CASE WHEN r.how <> 'told' THEN e.name END AS entity, CASE WHEN r.how <> 'told' THEN e.name_ko END AS entity_ko,
    s.sector, s.name AS sector_name, s.name_ko AS sector_name_ko, e.country,
    CASE WHEN count(DISTINCT r.function) > 1 THEN 'services' ELSE any_value(r.function) END AS function,
    r.scope, r.scope_ko,
    string_agg(DISTINCT r.why, ' ' ORDER BY r.why) AS why,
    string_agg(DISTINCT r.why_ko, ' ' ORDER BY r.why_ko) AS why_ko,
    max(r.said_on) AS said_on, list(DISTINCT k.source ORDER BY k.source) AS sources
FROM rows r
JOIN outage o USING (outage_id)
JOIN citation k USING (row_id)
LEFT JOIN entity e ON e.entity_id = r.entity_id
LEFT JOIN sector s ON s.sector = e.sector
WHERE (r.how <> 'other_event' OR e.kind = 'organisation') AND ($outage IS NULL OR r.outage_id = $outage)
GROUP BY ALL)
ORDER BY
    outage_id,
    list_position(
        ['misattributed', 'refuted', 'one_refuted', 'other_event', 'not_hit', 'partly', 'none_counted', 'told'], how
    ),
    sector, entity, why

-- How many entities of each sector the outage hit, how many sources expressly say it did not hit, and how the hit ones
-- ended. `provider_own` of those hit are the provider itself, its services and its parts: what failed, not who was hit.
WITH hit AS (
    SELECT
        u.outage_id, e.entity_id, e.sector, e.country, u.end_state, 'hit' AS state, u.lower_hours, u.upper_hours,
        coalesce(o.provider_id IN (e.entity_id, coalesce(e.parent_id, '')), false) AS is_own
    FROM entity_restored u JOIN entity e USING (entity_id) JOIN outage o USING (outage_id)
),
spared AS (
    SELECT DISTINCT
        b.outage_id, e.entity_id, e.sector, e.country, NULL::end_state_kind AS end_state, 'spared' AS state, NULL, NULL,
        false AS is_own
    FROM observation b JOIN entity e USING (entity_id)
    WHERE b.state = 'not_hit' AND b.status = 'accepted'
        AND NOT EXISTS (FROM hit h WHERE h.outage_id = b.outage_id AND h.entity_id = b.entity_id)
),
units AS (FROM hit UNION ALL FROM spared),
cited AS (
    SELECT b.outage_id, coalesce(e.sector, 'other') AS sector, list(DISTINCT c.source ORDER BY c.source) AS sources
    FROM observation b JOIN entity e USING (entity_id) JOIN citation c USING (row_id)
    WHERE b.status = 'accepted'
    GROUP BY ALL
)
SELECT
    u.outage_id, o.name AS outage, o.name_ko AS outage_ko, o.review::VARCHAR AS review,
    p.name AS provider, p.name_ko AS provider_ko, s.sector, s.name AS sector_name,
    s.name_ko AS sector_name_ko, count(*) FILTER (u.state = 'hit') AS entities_hit,
    count(*) FILTER (u.is_own) AS provider_own, count(*) FILTER (u.state = 'spared') AS entities_not_hit,
    count(*) FILTER (u.end_state = 'ended') AS ended,
    count(*) FILTER (u.end_state = 'open_as_of') AS open_as_of,
    count(*) FILTER (u.end_state = 'unknown') AS unknown,
    count(DISTINCT u.country) FILTER (u.state = 'hit') AS countries,
    any_value(w.countries_in_all) AS countries_in_all,
    list(
        {'lower_hours': u.lower_hours, 'upper_hours': u.upper_hours, 'end_state': u.end_state}
    ) FILTER (u.state = 'hit') AS units,
    any_value(c.sources) AS sources
FROM units u
JOIN outage o USING (outage_id)
LEFT JOIN entity p ON p.entity_id = o.provider_id
JOIN sector s ON s.sector = coalesce(u.sector, 'other')
LEFT JOIN (SELECT outage_id, count(DISTINCT country) AS countries_in_all FROM hit GROUP BY outage_id) w
    ON w.outage_id = u.outage_id
LEFT JOIN cited c ON c.outage_id = u.outage_id AND c.sector = s.sector
WHERE $outage IS NULL OR u.outage_id = $outage
GROUP BY ALL
ORDER BY u.outage_id, entities_hit DESC, s.sector

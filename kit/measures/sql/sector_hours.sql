-- The matrix of sector by hour: how many entities of a sector were impaired (down or degraded) at each full hour since
-- the onset, in the first week. An entity is impaired while any function of it is. `down_low`: certainly, from the
-- latest time at which it can have begun to the earliest at which it can have ended, or to the last time it was seen
-- impaired. `down_high`: as many as no source excludes; `no_word` of these were impaired when last heard of and nobody
-- dates their end, so that they stay possible for ever.
WITH spans AS (
    SELECT
        i.*, o.onset_earliest, o.onset_latest, coalesce(i.ended_earliest, i.last_impaired) AS down_until,
        coalesce(i.ended_latest, greatest(i.last_impaired, i.began_latest)) AS heard_until
    FROM impact i JOIN outage o USING (outage_id)
    WHERE o.onset_latest IS NOT NULL AND ($outage IS NULL OR i.outage_id = $outage)
),
states AS (
    SELECT
        s.outage_id, s.entity_id, h.hour,
        bool_or(
            coalesce(
                s.began_latest <= s.onset_earliest + to_hours(h.hour)
                    AND s.down_until >= s.onset_latest + to_hours(h.hour),
                false
            )
        ) AS is_down,
        bool_or(coalesce(s.began_earliest < s.onset_latest + to_hours(h.hour), true)
            AND coalesce(s.ended_latest > s.onset_earliest + to_hours(h.hour), true)) AS is_possible,
        bool_or(coalesce(s.began_earliest < s.onset_latest + to_hours(h.hour), true)
            AND coalesce(s.heard_until > s.onset_earliest + to_hours(h.hour), false)) AS is_heard_of
    FROM spans s CROSS JOIN range(1, 169) h(hour)
    GROUP BY ALL
),
cited AS (
    SELECT b.outage_id, coalesce(e.sector, 'other') AS sector, list(DISTINCT c.source ORDER BY c.source) AS sources
    FROM observation b JOIN entity e USING (entity_id) JOIN citation c USING (row_id)
    WHERE b.status = 'accepted'
    GROUP BY ALL
)
SELECT
    t.outage_id, o.name AS outage, o.name_ko AS outage_ko, o.review::VARCHAR AS review, s.sector,
    s.name AS sector_name, s.name_ko AS sector_name_ko, t.hour,
    count(*) FILTER (t.is_down) AS down_low, count(*) FILTER (t.is_down OR t.is_possible) AS down_high,
    count(*) FILTER (t.is_possible AND NOT t.is_down AND NOT t.is_heard_of) AS no_word,
    count(*) AS entities_hit, any_value(c.sources) AS sources
FROM states t
JOIN outage o USING (outage_id)
JOIN entity e ON e.entity_id = t.entity_id
JOIN sector s ON s.sector = coalesce(e.sector, 'other')
LEFT JOIN cited c ON c.outage_id = t.outage_id AND c.sector = s.sector
GROUP BY ALL
ORDER BY t.outage_id, entities_hit DESC, s.sector, t.hour

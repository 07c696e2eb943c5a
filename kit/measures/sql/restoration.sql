-- When each function that the outage hit was back: one row a function of an entity and episode, in hours since the
-- onset.
SELECT
    i.outage_id, o.name AS outage, o.name_ko AS outage_ko, o.review::VARCHAR AS review, o.cause::VARCHAR AS cause,
    o.trigger_earliest, o.trigger_latest, o.onset_printed, o.onset_earliest, o.onset_latest, i.entity_id,
    e.name AS entity, e.name_ko AS entity_ko, p.name AS parent, p.name_ko AS parent_ko, e.sector,
    s.name AS sector_name, s.name_ko AS sector_name_ko, e.country, o.country AS outage_country,
    i.function, i.episode,
    i.end_state::VARCHAR AS end_state, i.conflict, i.is_plea, i.began_earliest, i.began_latest, i.ended_earliest,
    i.ended_latest, i.last_impaired, i.last_down, i.normal_earliest, i.normal_latest,
    greatest(0, epoch(i.began_earliest - o.onset_earliest) / 3600) AS began_low_hours,
    greatest(0, epoch(i.began_latest - o.onset_earliest) / 3600) AS began_high_hours,
    greatest(0, epoch(coalesce(i.ended_earliest, i.last_impaired) - o.onset_earliest) / 3600) AS ended_low_hours,
    epoch(i.ended_latest - o.onset_earliest) / 3600 AS ended_high_hours,
    CASE
        WHEN i.normal_latest IS NOT NULL
            THEN epoch(coalesce(i.normal_earliest, i.ended_earliest) - o.onset_earliest) / 3600
    END AS normal_low_hours,
    epoch(i.normal_latest - o.onset_earliest) / 3600 AS normal_high_hours,
    [
        c.source FOR c IN (SELECT list(x ORDER BY x.source) FROM citation x WHERE list_contains(i.row_ids, x.row_id))
    ] AS sources
FROM impact i
JOIN outage o USING (outage_id)
JOIN entity e ON e.entity_id = i.entity_id
LEFT JOIN entity p ON p.entity_id = e.parent_id
LEFT JOIN sector s ON s.sector = e.sector
WHERE $outage IS NULL OR i.outage_id = $outage
ORDER BY i.outage_id, i.end_state, i.ended_latest, e.name, i.function, i.episode

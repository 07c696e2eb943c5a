-- What an outage did to each sector by three kinds of effect: entities named as hit, share of the firms of one counted
-- population, and what that population lost. Share and loss are of the same counter (`basis`) and of one population a
-- sector, that with the larger loss.
WITH hit AS (
    SELECT u.outage_id, coalesce(e.sector, 'other') AS sector, count(*) AS entities_hit,
        list({'lower_hours': u.lower_hours, 'upper_hours': u.upper_hours, 'end_state': u.end_state}) AS units
    FROM entity_restored u JOIN entity e USING (entity_id) GROUP BY ALL
),
counted AS (
    SELECT c.*, e.sector, e.name, e.name_ko, k.source
    FROM claim c JOIN entity e USING (entity_id) JOIN citation k USING (row_id)
    WHERE c.status = 'accepted' AND c.basis IS NOT NULL AND e.kind = 'population' AND e.sector IS NOT NULL
        AND c.metric IN ('share_of_companies_affected', 'direct_loss')
),
populations AS (
    SELECT
        outage_id, sector, basis, entity_id,
        any_value(name) AS population, any_value(name_ko) AS population_ko,
        min(low / 100) FILTER (metric = 'share_of_companies_affected') AS share_low,
        max(high / 100) FILTER (metric = 'share_of_companies_affected') AS share_high,
        min(low) FILTER (metric = 'direct_loss') AS loss_low, max(high) FILTER (metric = 'direct_loss') AS loss_high,
        any_value(unit) FILTER (metric = 'direct_loss') AS currency,
        list(DISTINCT source ORDER BY source) AS cited
    FROM counted GROUP BY outage_id, sector, basis, entity_id
),
one AS (
    FROM populations
    QUALIFY row_number() OVER (PARTITION BY outage_id, sector ORDER BY loss_high DESC NULLS LAST, entity_id) = 1
),
heard AS (
    SELECT b.outage_id, coalesce(e.sector, 'other') AS sector, list(DISTINCT c.source ORDER BY c.source) AS heard_from
    FROM observation b
    JOIN entity e USING (entity_id)
    JOIN citation c USING (row_id)
    WHERE b.status = 'accepted'
    GROUP BY ALL
)
SELECT
    o.outage_id, o.name AS outage, o.name_ko AS outage_ko, o.review::VARCHAR AS review, s.sector,
    s.name AS sector_name, s.name_ko AS sector_name_ko, coalesce(h.entities_hit, 0) AS entities_hit,
    p.population, p.population_ko, p.share_low, p.share_high, p.loss_low, p.loss_high, p.currency, h.units,
    list_sort(list_distinct(list_concat(coalesce(r.heard_from, []), coalesce(p.cited, [])))) AS sources
FROM hit h
FULL JOIN one p ON p.outage_id = h.outage_id AND p.sector = h.sector
JOIN outage o ON o.outage_id = coalesce(h.outage_id, p.outage_id)
JOIN sector s ON s.sector = coalesce(h.sector, p.sector)
LEFT JOIN heard r ON r.outage_id = o.outage_id AND r.sector = s.sector
WHERE $outage IS NULL OR o.outage_id = $outage
ORDER BY o.outage_id, entities_hit DESC, s.sector

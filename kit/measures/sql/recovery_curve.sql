-- The share of units restored over time since the onset: a band between what must and what can have been restored. One
-- series a base. At any time at least as much is restored as any source said for an earlier time, and at most as much
-- as any said for a later one.
WITH points AS (
    SELECT
        c.outage_id, c.row_id, c.basis, c.scope, c.scope_ko, c.period_start, c.period_end, k.source,
        CASE WHEN c.unit = 'percent' THEN 1 ELSE coalesce(c.out_of_high, c.out_of_low) END AS out_of,
        CASE
            WHEN c.unit = 'percent' THEN c.low / 100
            WHEN m.role = 'not_restored' THEN 1 - c.high / c.out_of_low
            ELSE c.low / c.out_of_high
        END AS low,
        CASE
            WHEN c.unit = 'percent' THEN c.high / 100
            WHEN m.role = 'not_restored' THEN 1 - c.low / c.out_of_high
            ELSE c.high / c.out_of_low
        END AS high,
        m.role = 'online' AS is_of_all,
        m.role = 'not_restored' AS is_of_rest
    FROM claim c JOIN metric m USING (metric) JOIN citation k USING (row_id) ANTI JOIN outweighed USING (row_id)
    WHERE c.status = 'accepted' AND c.basis IS NOT NULL AND c.period_start IS NOT NULL
        AND m.role IN ('restored', 'not_restored', 'online')
        AND ($outage IS NULL OR c.outage_id = $outage)
),
claimed AS (
    SELECT outage_id, basis, 'claims' AS rests_on, last(scope ORDER BY is_of_rest DESC, period_end, row_id) AS scope,
        last(scope_ko ORDER BY is_of_rest DESC, period_end, row_id) AS scope_ko, bool_or(is_of_all) AS is_of_all,
        count(*) AS units, list(DISTINCT source ORDER BY source) AS sources
    FROM points WHERE low IS NOT NULL OR high IS NOT NULL GROUP BY outage_id, basis
),
moments AS (
    SELECT outage_id, basis, period_start AS moment FROM points
    UNION SELECT outage_id, basis, period_end FROM points
),
from_claims AS (
    SELECT m.outage_id, m.basis, m.moment,
        coalesce((
            SELECT max(p.low)
            FROM points p
            WHERE p.outage_id = m.outage_id AND p.basis = m.basis AND p.period_end <= m.moment
        ), 0) AS share_low,
        coalesce((
            SELECT min(p.high)
            FROM points p
            WHERE p.outage_id = m.outage_id AND p.basis = m.basis AND p.period_start > m.moment
        ), 1) AS share_high
    FROM moments m SEMI JOIN claimed USING (outage_id, basis)
),
dated AS (
    SELECT i.*, i.outage_id || '-dated-functions' AS basis FROM impact i
    WHERE $outage IS NULL OR i.outage_id = $outage
),
dated_bases AS (
    SELECT
        d.outage_id, d.basis, 'impacts' AS rests_on,
        'dated_functions' AS scope, NULL::VARCHAR AS scope_ko,
        false AS is_of_all, count(*) AS units, NULL::VARCHAR AS none
    FROM dated d GROUP BY ALL HAVING count(*) FILTER (d.end_state = 'ended') >= 3
),
dated_sources AS (
    SELECT d.outage_id, list(DISTINCT c.source ORDER BY c.source) AS sources
    FROM dated d, unnest(d.row_ids) AS t(row_id) JOIN citation c USING (row_id) GROUP BY d.outage_id
),
dated_moments AS (
    SELECT outage_id, basis, unnest([began_earliest, ended_earliest, ended_latest, last_impaired]) AS moment
    FROM dated
    SEMI JOIN dated_bases USING (outage_id)
),
from_impacts AS (
    SELECT m.outage_id, m.basis, m.moment,
        count(*) FILTER (d.end_state = 'ended' AND d.ended_latest <= m.moment) / count(*) AS share_low,
        (count(*) - count(*) FILTER (coalesce(d.ended_earliest, d.last_impaired) > m.moment)) / count(*) AS share_high
    FROM (SELECT DISTINCT * FROM dated_moments WHERE moment IS NOT NULL) m JOIN dated d USING (outage_id, basis)
    GROUP BY ALL
)
SELECT
    f.outage_id, o.name AS outage, o.name_ko AS outage_ko, o.review::VARCHAR AS review,
    b.scope AS series, b.scope_ko AS series_ko, f.basis, b.rests_on, b.units, b.is_of_all,
    o.country AS outage_country, o.onset_earliest, o.onset_latest, o.onset_printed,
    o.repair_mode::VARCHAR AS repair_mode, epoch(f.moment - o.onset_earliest) / 3600 AS hours, f.moment AS at_utc,
    f.share_low, f.share_high, f.share_low > f.share_high AS conflict, b.sources
FROM (FROM from_claims UNION ALL FROM from_impacts) f
JOIN (
    FROM claimed
    UNION ALL
    SELECT d.outage_id, d.basis, d.rests_on, d.scope, d.scope_ko, d.is_of_all, d.units, s.sources
    FROM dated_bases d
    JOIN dated_sources s USING (outage_id)
) b USING (outage_id, basis)
JOIN outage o USING (outage_id)
WHERE f.moment >= o.onset_earliest
ORDER BY f.outage_id, b.rests_on, f.basis, f.moment

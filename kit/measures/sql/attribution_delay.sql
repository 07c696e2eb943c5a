-- Hours from the onset to the first public statement of the cause that blamed somebody and that the verdict calls
-- right, by kind of speaker and country, and to the first wrong one. What was thought then and told later, in a review,
-- is no public statement. Of several statements nobody knows which came first where their intervals overlap: the bounds
-- are the earliest possible and the earliest certain of them all. `speaker` all and an empty country stand for
-- everybody; a speaker who repeats a blame counts once.
WITH said AS (
    SELECT
        a.outage_id, a.said_by_id, a.blamed_id, a.verdict, s.name AS said_by, s.name_ko AS said_by_ko,
        b.name AS blamed, b.name_ko AS blamed_ko, k.source, coalesce(s.country, '') AS country,
        (a.said_by_id, a.blamed_id, a.verdict) AS statement,
        CASE WHEN o.provider_id IN (s.entity_id, s.parent_id) THEN 'provider'
            WHEN 'government' IN (s.sector, p.sector) THEN 'government'
            WHEN s.kind = 'publication' THEN 'press'
            WHEN 'technology' IN (s.sector, p.sector) THEN 'technology_firms'
            ELSE 'others' END AS speaker,
        greatest(0, coalesce(epoch(a.said_earliest - o.onset_latest) / 3600, 0)) AS hours_low,
        epoch(a.said_latest - o.onset_earliest) / 3600 AS hours_high
    FROM attribution a
    JOIN outage o USING (outage_id)
    JOIN citation k USING (row_id)
    JOIN entity s ON s.entity_id = a.said_by_id
    JOIN entity b ON b.entity_id = a.blamed_id
    LEFT JOIN entity p ON p.entity_id = s.parent_id
    WHERE a.status = 'accepted' AND a.told = 'in_public' AND a.question = 'cause' AND a.polarity = 'blames'
        AND o.onset_latest IS NOT NULL
        AND ($outage IS NULL OR a.outage_id = $outage)
)
SELECT
    t.outage_id, o.name AS outage, o.name_ko AS outage_ko, o.review::VARCHAR AS review,
    coalesce(t.speaker, 'all') AS speaker, nullif(t.country, '') AS country,
    min(t.hours_low) FILTER (t.verdict = 'right' AND t.hours_high IS NOT NULL) AS right_low_hours,
    min(t.hours_high) FILTER (t.verdict = 'right') AS right_high_hours,
    arg_min(t.said_by, t.hours_high) FILTER (t.verdict = 'right') AS first_by,
    arg_min(t.said_by_ko, t.hours_high) FILTER (t.verdict = 'right') AS first_by_ko,
    arg_min(t.blamed, t.hours_high) FILTER (t.verdict = 'right') AS blamed,
    arg_min(t.blamed_ko, t.hours_high) FILTER (t.verdict = 'right') AS blamed_ko,
    min(t.hours_low) FILTER (t.verdict = 'wrong' AND t.hours_high IS NOT NULL) AS wrong_low_hours,
    min(t.hours_high) FILTER (t.verdict = 'wrong') AS wrong_high_hours,
    count(DISTINCT t.statement) AS statements,
    count(DISTINCT t.statement) FILTER (t.verdict = 'wrong') AS wrong,
    list(DISTINCT t.source ORDER BY t.source) AS sources
FROM said t JOIN outage o USING (outage_id)
GROUP BY GROUPING SETS (
    (t.outage_id, o.name, o.name_ko, o.review),
    (t.outage_id, o.name, o.name_ko, o.review, t.speaker, t.country)
)
ORDER BY t.outage_id, speaker <> 'all', right_high_hours NULLS LAST, wrong_high_hours, speaker, country

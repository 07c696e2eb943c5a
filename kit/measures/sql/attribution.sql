-- Who said who or what was to blame, in the order in which it was said. What was said of this outage was not said
-- before its onset.
SELECT
    a.outage_id, o.name AS outage, o.name_ko AS outage_ko, o.review::VARCHAR AS review, a.row_id,
    o.onset_earliest, o.onset_latest, o.country AS outage_country,
    CASE
        WHEN a.status <> 'other_event' AND a.said_earliest < o.onset_earliest AND a.said_latest > o.onset_earliest
            THEN o.onset_earliest
        ELSE a.said_earliest
    END AS at_utc,
    a.said_latest AS at_latest_utc, a.said_printed, a.said_on, s.name AS said_by, s.name_ko AS said_by_ko,
    s.kind::VARCHAR AS speaker_kind, s.country AS speaker_country, a.question::VARCHAR AS question,
    b.name AS blamed, b.name_ko AS blamed_ko, a.cause, a.cause_ko, a.polarity::VARCHAR AS polarity,
    a.told::VARCHAR AS told, a.verdict::VARCHAR AS verdict, a.verdict_basis, a.refutes, a.status::VARCHAR AS status,
    [c.source] AS sources
FROM attribution a
JOIN outage o USING (outage_id)
JOIN citation c USING (row_id)
LEFT JOIN entity s ON s.entity_id = a.said_by_id
LEFT JOIN entity b ON b.entity_id = a.blamed_id
WHERE $outage IS NULL OR a.outage_id = $outage
ORDER BY a.outage_id, coalesce(at_utc, at_latest_utc), a.said_on, a.row_id

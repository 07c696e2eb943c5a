-- The sources of an outage, the kinds that win first, with how many rows rest on each.
SELECT * EXCLUDE (rank)
FROM (
    SELECT
        e.outage_id, s.source_id, s.publisher, s.via, s.read_as::VARCHAR AS read_as, s.title, s.url, s.published_on,
        s.kind::VARCHAR AS kind, s.language, count(*) AS evidence_rows, s.kind AS rank
    FROM (
        SELECT outage_id, source_id FROM observation UNION ALL SELECT outage_id, source_id FROM claim
        UNION ALL SELECT outage_id, source_id FROM attribution UNION ALL SELECT outage_id, source_id FROM event
    ) e JOIN source s USING (source_id)
    WHERE $outage IS NULL OR e.outage_id = $outage
    GROUP BY ALL
)
ORDER BY outage_id, rank, publisher, published_on, source_id

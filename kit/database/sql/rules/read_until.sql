-- a reviewed outage says until when it was read for, as YYYY, YYYY-MM or YYYY-MM-DD, never before a source beside it
WITH said AS (
    SELECT outage_id, source_id, said_on, file FROM staged_observation
    UNION ALL SELECT outage_id, source_id, said_on, file FROM staged_claim
    UNION ALL SELECT outage_id, source_id, said_on, file FROM staged_attribution
    UNION ALL SELECT outage_id, source_id, said_on, file FROM staged_event
),
newest AS (
    SELECT t.outage_id, parse_dirpath(t.file) AS folder, max(greatest(t.said_on, s.published_on)) AS day
    FROM said t JOIN staged_source s USING (source_id)
    GROUP BY ALL
)
SELECT
    o.file, o.line, 'read_until' AS "column",
    coalesce(o.read_until, 'nothing') || coalesce(' with a source of ' || n.day, '') AS found
FROM staged_outage o LEFT JOIN newest n ON n.outage_id = o.outage_id AND n.folder = parse_dirpath(o.file)
WHERE o.read_until IS NULL AND o.review = 'reviewed'
    OR o.read_until < left(n.day, length(o.read_until))
    OR NOT regexp_full_match(o.read_until, '\d{4}(-\d\d(-\d\d)?)?')

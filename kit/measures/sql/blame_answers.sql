-- Each blame beside its answer: who blamed whom of what, and who answered what, how many hours later. An answer is a
-- statement that refutes another; `answered_as` tells that of the one blamed (or its parent or staff) from that of
-- others. A blame without an answer keeps an empty one.
SELECT
    a.outage_id, o.name AS outage, o.name_ko AS outage_ko, o.review::VARCHAR AS review, a.row_id,
    a.question::VARCHAR AS question, a.said_on, s.name AS said_by, s.name_ko AS said_by_ko,
    b.name AS blamed, b.name_ko AS blamed_ko, a.cause, a.cause_ko, a.verdict::VARCHAR AS verdict,
    t.name AS answered_by, t.name_ko AS answered_by_ko,
    CASE
        WHEN r.row_id IS NULL THEN NULL
        WHEN list_has_any([t.entity_id, t.parent_id], [b.entity_id, b.parent_id]) THEN 'the_blamed'
        ELSE 'others'
    END AS answered_as,
    r.cause AS reply, r.cause_ko AS reply_ko, r.verdict::VARCHAR AS reply_verdict,
    CASE
        WHEN r.row_id IS NOT NULL THEN greatest(0, epoch(r.said_earliest - a.said_latest) / 3600)
    END AS later_low_hours,
    epoch(r.said_latest - a.said_earliest) / 3600 AS later_high_hours,
    list_sort(list_distinct([k.source, coalesce(l.source, k.source)])) AS sources
FROM attribution a
JOIN outage o USING (outage_id)
JOIN citation k ON k.row_id = a.row_id
LEFT JOIN entity s ON s.entity_id = a.said_by_id
JOIN entity b ON b.entity_id = a.blamed_id
LEFT JOIN attribution r ON r.refutes = a.row_id AND r.status = 'accepted'
LEFT JOIN citation l ON l.row_id = r.row_id
LEFT JOIN entity t ON t.entity_id = r.said_by_id
WHERE a.status = 'accepted' AND a.polarity = 'blames' AND ($outage IS NULL OR a.outage_id = $outage)
ORDER BY
    a.outage_id, a.question, coalesce(a.said_earliest, a.said_latest), a.row_id,
    coalesce(r.said_earliest, r.said_latest), r.row_id

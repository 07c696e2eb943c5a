-- What was printed and is wrong, or was replaced by its own speaker: by whom and when, what is right, and why. A row
-- whose status says that it is wrong but that no record explains stands here too, without `correct`. Who only quotes an
-- error in order to correct it did not print it.
WITH rows AS (SELECT e.*, k.source FROM evidence e JOIN citation k USING (row_id)),
recorded AS (
    SELECT *, string_split(row_ids, ' ') AS wrong_ids, string_split(coalesce(right_row_ids, ''), ' ') AS right_ids
    FROM correction WHERE $outage IS NULL OR outage_id = $outage
),
told AS (
    SELECT r.correction_id, 'wrong' AS side, e.* FROM recorded r JOIN rows e ON list_contains(r.wrong_ids, e.row_id)
    UNION ALL
    SELECT r.correction_id, 'right', e.* FROM recorded r JOIN rows e ON list_contains(r.right_ids, e.row_id)
),
sides AS (
    SELECT
        correction_id, side, min(said_on) AS said_on, list(DISTINCT source ORDER BY source) AS sources,
        list(DISTINCT source.publisher ORDER BY source.publisher) FILTER (
            side = 'right'
            OR source_id NOT IN (
                SELECT o.source_id FROM told o WHERE o.correction_id = told.correction_id AND o.side = 'right'
            )
        ) AS publishers
    FROM told GROUP BY ALL
),
wrong AS (FROM sides WHERE side = 'wrong'),
found AS (FROM sides WHERE side = 'right'),
unexplained AS (
    SELECT * FROM rows e
    WHERE status IN ('superseded', 'refuted', 'misattributed', 'other_event')
        AND outage_id IS NOT NULL
        AND ($outage IS NULL OR outage_id = $outage)
        AND NOT EXISTS (FROM recorded r WHERE list_contains(r.wrong_ids, e.row_id))
)
SELECT
    r.outage_id, r.correction_id, r.kind::VARCHAR AS kind, r.printed, r.printed_ko,
    coalesce(w.publishers, []) AS printed_by, w.said_on AS printed_on, r.correct, r.correct_ko,
    coalesce(f.publishers, []) AS corrected_by, f.said_on AS corrected_on, r.why, r.why_ko, r.wrong_ids AS row_ids,
    [x FOR x IN r.right_ids IF x <> ''] AS right_row_ids,
    list_distinct(list_concat(w.sources, coalesce(f.sources, []))) AS sources
FROM recorded r JOIN wrong w USING (correction_id) LEFT JOIN found f USING (correction_id)
WHERE r.right_row_ids IS NULL OR f.correction_id IS NOT NULL
UNION ALL
SELECT
    outage_id, NULL,
    CASE status WHEN 'superseded' THEN 'revision' WHEN 'other_event' THEN 'other_outage' END,
    coalesce(text, what || ' ' || coalesce(at_printed, '')), text_ko, [source.publisher], said_on, NULL, NULL, [], NULL,
    note, note_ko, [row_id], [], [source]
FROM unexplained
ORDER BY outage_id, printed_on NULLS LAST, correction_id, row_ids

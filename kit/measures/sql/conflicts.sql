-- Accepted rows that cannot all be right, side by side: a row for each. Those that somebody has looked into say which
-- one conclusions take and why; a contradiction that rules find and nobody has looked into stands here too, without a
-- question.
WITH recorded AS (
    SELECT
        conflict_id, outage_id, question, question_ko, why, why_ko, preferred_row_id,
        unnest(string_split(row_ids, ' ')) AS row_id
    FROM conflict
),
found AS (
    SELECT c.outage_id, c.row_id || ' ' || c.other_row_id AS conflict_id, unnest([c.row_id, c.other_row_id]) AS row_id
    FROM contradiction c
    WHERE NOT EXISTS (
        FROM recorded a JOIN recorded b USING (conflict_id) WHERE a.row_id = c.row_id AND b.row_id = c.other_row_id)
),
sides AS (
    SELECT conflict_id, outage_id, question, question_ko, why, why_ko, preferred_row_id, row_id FROM recorded
    UNION ALL
    SELECT conflict_id, outage_id, NULL, NULL, NULL, NULL, NULL, row_id FROM found
)
SELECT
    s.outage_id, s.conflict_id, s.question, s.question_ko, s.row_id, e.table_name, e.what,
    m.name AS metric, m.name_ko AS metric_ko, n.name AS entity, n.name_ko AS entity_ko, e.low, e.high, e.unit,
    e.at_printed, e.is_approximate, e.text, e.text_ko,
    s.row_id IS NOT DISTINCT FROM s.preferred_row_id AS is_preferred,
    c.measured_by, e.said_on, s.why, s.why_ko, [k.source] AS sources
FROM sides s
JOIN evidence e USING (row_id)
JOIN citation k USING (row_id)
LEFT JOIN metric m ON m.metric = e.what AND e.table_name = 'claim'
LEFT JOIN entity n ON n.entity_id = e.entity_id
LEFT JOIN claim c USING (row_id)
WHERE $outage IS NULL OR s.outage_id = $outage
QUALIFY count(*) OVER (PARTITION BY s.conflict_id) > 1
ORDER BY s.outage_id NULLS LAST, s.conflict_id, is_preferred DESC, e.said_on, s.row_id

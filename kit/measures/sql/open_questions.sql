-- What was looked for and not found, or not followed up: one row a question, with the evidence that leaves it open and
-- until when sources of its outage were read.
SELECT
    q.outage_id, o.name AS outage, o.name_ko AS outage_ko, o.review::VARCHAR AS review, o.read_until, q.question_id,
    q.question, q.question_ko, list(k.source ORDER BY k.source) AS sources
FROM open_question q
JOIN outage o USING (outage_id), unnest(string_split(q.row_ids, ' ')) AS t(row_id)
JOIN citation k USING (row_id)
WHERE $outage IS NULL OR q.outage_id = $outage
GROUP BY ALL
ORDER BY q.outage_id, q.question_id

-- an assumption rests on claims, on a source, or says assumption; the claims and the source have a row
SELECT file, line, 'source_id' AS "column", coalesce(source_id, 'nothing') AS found
FROM staged_assumption
WHERE coalesce(source_id, CASE WHEN row_ids IS NULL THEN 'nothing' ELSE 'assumption' END) <> 'assumption'
    AND coalesce(source_id, 'nothing') NOT IN (SELECT source_id FROM staged_source)
UNION ALL
SELECT t.file, t.line, 'row_ids', t.word
FROM (SELECT file, line, unnest(string_split(row_ids, ' ')) AS word FROM staged_assumption) t
WHERE t.word NOT IN (SELECT row_id FROM staged_claim)

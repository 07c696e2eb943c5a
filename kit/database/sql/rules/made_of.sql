-- made_of names entities
SELECT e.file, e.line, 'made_of' AS "column", t.word AS found
FROM staged_entity e, unnest(string_split(e.made_of, ' ')) AS t(word)
WHERE t.word NOT IN (SELECT entity_id FROM staged_entity)

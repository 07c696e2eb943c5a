-- a parent is an entity of the table, and not the entity itself
SELECT e.file, e.line, 'parent_id' AS "column", e.parent_id AS found FROM staged_entity e
WHERE e.parent_id = e.entity_id
    OR (e.parent_id IS NOT NULL AND NOT EXISTS (FROM staged_entity p WHERE p.entity_id = e.parent_id))

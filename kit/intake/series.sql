-- What becomes of each value of a series: the last one said for a time counts; one that says nothing new is a
-- duplicate.
WITH ranked AS (
    SELECT v.*, s.value AS held, s.series_id IS NOT NULL AS is_held,
           row_number() OVER (PARTITION BY v.series_id, v.entity_id, v."at" ORDER BY v.value_no DESC) AS place
    FROM value_read v LEFT JOIN series s ON s.series_id = v.series_id AND s.entity_id = v.entity_id AND s."at" = v."at"
)
SELECT * EXCLUDE (held, is_held, place), place > 1 OR (is_held AND held IS NOT DISTINCT FROM value) AS is_duplicate
FROM ranked

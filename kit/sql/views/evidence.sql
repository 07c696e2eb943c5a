-- Every fact of the material that has a row, and where; the others are in left_out.
SELECT fact_id, 'observation' AS table_name, row_id FROM observation
UNION ALL
SELECT fact_id, 'claim', row_id FROM claim
UNION ALL
SELECT fact_id, 'attribution', row_id FROM attribution
UNION ALL
SELECT fact_id, 'event', row_id FROM event

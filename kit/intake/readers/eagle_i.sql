-- One row a value: customers without power in a county at a time. Place and text are kept of those rows only that have
-- no value.
WITH row_of_file AS ({rows}),
cell AS (SELECT *, TRY_CAST("{column}" AS DOUBLE) AS value FROM row_of_file)
SELECT
    'eagle_i_customers_out' AS series_id, lpad(fips_code, 5, '0') AS entity_id, run_start_time AS "at", 'UTC' AS zone,
    value, 'customers' AS unit, if(value IS NULL, place, NULL) AS locator,
    if(
        value IS NULL,
        concat_ws(
            ',', coalesce(fips_code, ''), coalesce(county, ''), coalesce(state, ''), coalesce("{column}", ''),
            coalesce(run_start_time, '')
        ), NULL
    ) AS raw
FROM cell

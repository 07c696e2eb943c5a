-- One row a value of the daily history of a resource of a Better Stack page: seconds down, and seconds in maintenance.
WITH item AS (
    SELECT
        unnest(range(json_array_length(json, '$.included')::BIGINT)) AS number,
        unnest(json_extract(json, '$.included[*]')) AS json
    FROM (SELECT $document::JSON AS json)
),
day AS (
    SELECT
        number, json ->> '$.attributes.public_name' AS entity_id,
        unnest(from_json(json -> '$.attributes.status_history',
            '[{"day": "VARCHAR", "downtime_duration": "DOUBLE", "maintenance_duration": "DOUBLE"}]')) AS d
    FROM item WHERE json ->> '$.type' = 'status_page_resource'
)
SELECT
    '/included/' || number || '/' || d.day AS locator, v.series_id, entity_id, d.day AS "at", v.value,
    'seconds' AS unit, d::VARCHAR AS raw
FROM day, unnest([{'series_id': 'better_stack_down', 'value': d.downtime_duration},
                  {'series_id': 'better_stack_maintenance', 'value': d.maintenance_duration}]) value (v)
WHERE v.value IS NOT NULL

-- One row a check of Gatus: its results, and its events that are no result.
WITH endpoint AS (
    SELECT unnest(range(json_array_length(json)::BIGINT)) AS number, unnest(json_extract(json, '$[*]')) AS json
    FROM (SELECT $document::JSON AS json)
),
read AS (
    SELECT
        number,
        from_json(json, '{
            "name": "VARCHAR", "group": "VARCHAR", "key": "VARCHAR",
            "results": [{"timestamp": "VARCHAR", "success": "BOOLEAN", "errors": ["VARCHAR"]}],
            "events": [{"timestamp": "VARCHAR", "type": "VARCHAR"}]
        }') AS i
    FROM endpoint
),
checks AS (
    SELECT number, i, 'results' AS list, unnest(range(len(i.results))) AS place, unnest(i.results) AS r FROM read
),
events AS (
    SELECT number, i, 'events' AS list, unnest(range(len(i.events))) AS place, unnest(i.events) AS e FROM read
),
log AS (
    SELECT
        number, i, list, place, r.timestamp AS "at",
        CASE WHEN r.success THEN 'up' WHEN NOT r.success THEN 'down' END AS state,
        array_to_string(r.errors, '; ') AS message
    FROM checks
    UNION ALL
    SELECT
        number, i, list, place, e.timestamp,
        CASE e.type WHEN 'HEALTHY' THEN 'up' WHEN 'UNHEALTHY' THEN 'down' END, NULL
    FROM events e
    WHERE e.e.type <> 'START' AND NOT coalesce(list_contains([r.timestamp FOR r IN i.results], e.e.timestamp), false)
)
SELECT
    '/' || number || '/' || list || '/' || place AS locator,
    coalesce(i.key, concat_ws('_', i."group", i.name)) AS target,
    i.name, nullif(i."group", '') AS "group", "at", state, message
FROM log

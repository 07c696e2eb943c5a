-- One row an outage event of IODA, in either of its formats.
WITH document AS (
    SELECT
        json, TRY_CAST(json ->> '$.requestParameters.from' AS DOUBLE) AS window_from,
        TRY_CAST(json ->> '$.requestParameters.until' AS DOUBLE) AS window_until
    FROM (SELECT $document::JSON AS json)
),
list AS (
    SELECT '/' AS place, json_extract(json, '$[*]') AS items, window_from, window_until
    FROM document
    WHERE json_type(json) = 'ARRAY'
    UNION ALL
    SELECT '/data/', json_extract(json, '$.data[*]'), window_from, window_until FROM document
),
item AS (
    SELECT place || unnest(range(len(items))) AS locator, unnest(items) AS json, window_from, window_until FROM list
),
event AS (
    SELECT
        *,
        from_json(json, '{
            "location": "VARCHAR", "location_name": "VARCHAR", "start": "DOUBLE", "duration": "DOUBLE",
            "score": "VARCHAR", "datasource": "VARCHAR", "overlaps_window": "BOOLEAN",
            "entity": {"code": "VARCHAR", "name": "VARCHAR", "type": "VARCHAR"},
            "from": "DOUBLE", "until": "DOUBLE"
        }') AS i
    FROM item
),
spans AS (
    SELECT
        *,
        coalesce(i.location, i.entity.type || '/' || i.entity.code) AS place,
        coalesce(i.location_name, i.entity.name, i.location, i.entity.code) AS name,
        coalesce(i.start, i."from") AS starts, coalesce(i.until, i.start + i.duration) AS ends
    FROM event
),
judged AS (
    SELECT
        *,
        coalesce(i.overlaps_window, false) AND coalesce(starts <= window_from, false) AS is_onset_cut,
        -- cut at its end: it reaches the end of the window, or overlaps it in a way that its onset does not explain
        coalesce(ends >= window_until, false)
            OR (coalesce(i.overlaps_window, false) AND NOT coalesce(starts <= window_from, false)) AS is_end_cut
    FROM spans
)
SELECT
    locator,
    concat_ws('/', place, i.datasource, printf('%.0f', starts)) AS native_id,
    'Internet outage in ' || name || coalesce(' (' || i.datasource || ')', '') AS title,
    'incident' AS kind, i.score AS severity, if(is_end_cut, 'open', 'unsaid') AS state,
    if(is_onset_cut, printf('%.0f', starts), NULL) AS posted,
    if(is_onset_cut, NULL, printf('%.0f', starts)) AS began, if(is_end_cut, NULL, printf('%.0f', ends)) AS resolved,
    printf('%.0f', ends) AS last_seen, coalesce(json::VARCHAR, 'null') AS raw,
    CASE WHEN json_type(json) <> 'OBJECT' THEN 'it is no object' WHEN starts IS NULL THEN 'it has no start'
         WHEN place IS NULL THEN 'it has no location' END AS problem,
    [{'component': n, 'region': place, 'status': i.datasource} FOR n IN [name] IF n IS NOT NULL] AS components
FROM judged

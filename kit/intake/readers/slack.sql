-- One row an entry of the Slack status API: `history` (a list) or `current` (an envelope with `active_incidents`).
WITH document AS (SELECT $document::JSON AS json),
list AS (
    SELECT '/' AS place, json_extract(json, '$[*]') AS items FROM document WHERE json_type(json) = 'ARRAY'
    UNION ALL
    SELECT '/active_incidents/', json_extract(json, '$.active_incidents[*]')
    FROM document
    WHERE json_type(json) = 'OBJECT'
),
item AS (SELECT place, unnest(range(len(items))) AS number, unnest(items) AS json FROM list),
incident AS (
    SELECT
        place || number AS locator, json,
        from_json(json, '{
            "id": "VARCHAR", "title": "VARCHAR", "type": "VARCHAR", "status": "VARCHAR", "url": "VARCHAR",
            "date_created": "VARCHAR", "date_updated": "VARCHAR", "services": ["VARCHAR"],
            "notes": [{"body": "VARCHAR", "date_created": "VARCHAR"}]
        }') AS i
    FROM item
)
SELECT
    locator, i.id AS native_id, i.title,
    if(i.type = 'maintenance', 'maintenance', 'incident') AS kind,
    i.type AS severity, i.status, i.date_created AS posted, i.date_updated AS last_seen, i.url,
    coalesce(json::VARCHAR, 'null') AS raw,
    CASE WHEN json_type(json) <> 'OBJECT' THEN 'it is no object' WHEN i.id IS NULL THEN 'it has no id' END AS problem,
    [{'at': u.date_created, 'status': NULL::VARCHAR, 'body': u.body} FOR u IN i.notes] AS updates,
    [{'component': s, 'region': NULL::VARCHAR} FOR s IN i.services IF s IS NOT NULL] AS components
FROM incident

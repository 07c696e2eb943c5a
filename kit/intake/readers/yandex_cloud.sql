-- One row an incident of the Yandex Cloud status page: in a list, by itself, or below the service that it hit.
WITH document AS (SELECT $document::JSON AS json),
service AS (
    SELECT unnest(range(json_array_length(json)::BIGINT)) AS number, unnest(json_extract(json, '$[*]')) AS json
    FROM document WHERE json_type(json) = 'ARRAY'
),
list AS (
    SELECT '/items/' AS place, json_extract(json, '$.items[*]') AS items, NULL AS hit FROM document
    UNION ALL
    SELECT '/', json_extract(json, '$[*]'), NULL
    FROM document
    WHERE json_type(json) = 'ARRAY' AND len(json_extract(json, '$[*].startDate')) > 0
    UNION ALL
    SELECT '/' || number || '/incidents/', json_extract(json, '$.incidents[*]'), json ->> '$.name' FROM service
    UNION ALL
    SELECT '', [json], NULL FROM document WHERE json_exists(json, '$.startDate')
),
item AS (SELECT place, hit, unnest(range(len(items))) AS number, unnest(items) AS json FROM list),
incident AS (
    SELECT
        if(place = '', '', place || number) AS locator, hit, json,
        from_json(json, '{
            "id": "VARCHAR", "title": "VARCHAR", "status": "VARCHAR", "startDate": "VARCHAR", "endDate": "VARCHAR",
            "createdAt": "VARCHAR", "updatedAt": "VARCHAR", "levelId": "INTEGER",
            "level": {"level": "INTEGER", "label": "VARCHAR"}, "services": [{"name": "VARCHAR"}],
            "comments": [{"type": "VARCHAR", "content": "VARCHAR", "createdAt": "VARCHAR"}],
            "zones": [{"id": "VARCHAR"}],
            "installations": [{"code": "VARCHAR", "zones": [{"id": "VARCHAR"}]}]
        }') AS i
    FROM item
),
judged AS (
    SELECT
        *,
        i.status = 'resolved' OR coalesce(list_contains([c.type FOR c IN i.comments], 'resolved'), false) AS is_over,
        list_min([c.createdAt FOR c IN i.comments IF c.type = 'resolved']) AS first_over,
        coalesce(nullif([s.name FOR s IN i.services], []), [h FOR h IN [hit] IF h IS NOT NULL]) AS names,
        list_distinct(list_concat(
            coalesce([z.id FOR z IN i.zones], []),
            coalesce(flatten([[z.id FOR z IN n.zones] FOR n IN i.installations]), []))) AS places
    FROM incident
)
SELECT
    locator, i.id AS native_id, i.title, 'incident' AS kind, i.level.label AS severity,
    CASE coalesce(i.level.level, i.levelId) WHEN 1 THEN 1 WHEN 2 THEN 3 END::TINYINT AS severity_rank,
    i.status, if(is_over, 'over', 'open') AS state, i.createdAt AS posted, i.startDate AS began,
    if(is_over, i.endDate, NULL) AS resolved, i.updatedAt AS last_seen,
    'https://status.yandex.cloud/en/incidents/' || i.id AS url,
    coalesce(json::VARCHAR, 'null') AS raw,
    CASE WHEN json_type(json) <> 'OBJECT' THEN 'it is no object' WHEN i.id IS NULL THEN 'it has no id' END AS problem,
    [{'at': c.createdAt, 'status': c.type, 'body': c.content,
      'state': CASE
          WHEN c.type = 'resolved' THEN 'over'
          WHEN c.createdAt > first_over THEN 'unsaid'
          ELSE 'open'
      END} FOR c IN i.comments] AS updates,
    flatten(
        [[{'component': n, 'region': p} FOR p IN if(len(places) > 0, places, [NULL::VARCHAR])] FOR n IN names]
    ) AS components
FROM judged

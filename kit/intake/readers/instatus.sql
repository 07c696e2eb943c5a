-- One row an incident or maintenance of Instatus: the public summary, or a list of the API.
WITH document AS (SELECT $document::JSON AS json),
list AS (
    SELECT '/' AS place, json_extract(json, '$[*]') AS items, NULL AS provider
    FROM document
    WHERE json_type(json) = 'ARRAY'
    UNION ALL
    SELECT '/activeIncidents/', json_extract(json, '$.activeIncidents[*]'), json ->> '$.page.name' FROM document
    UNION ALL
    SELECT '/activeMaintenances/', json_extract(json, '$.activeMaintenances[*]'), json ->> '$.page.name' FROM document
),
item AS (SELECT place, provider, unnest(range(len(items))) AS number, unnest(items) AS json FROM list),
incident AS (
    SELECT
        place || number AS locator, provider, place = '/activeMaintenances/' AS is_listed_work, json,
        from_json(json, '{
            "id": "VARCHAR", "name": "VARCHAR", "started": "VARCHAR", "resolved": "VARCHAR", "start": "VARCHAR",
            "end": "VARCHAR", "duration": "VARCHAR", "status": "VARCHAR", "impact": "VARCHAR", "url": "VARCHAR",
            "updatedAt": "VARCHAR",
            "components": [{"name": "VARCHAR", "status": "VARCHAR"}],
            "updates": [{"started": "VARCHAR", "createdAt": "VARCHAR", "status": "VARCHAR", "message": "VARCHAR"}]
        }') AS i
    FROM item
),
judged AS (
    SELECT
        *, is_listed_work OR (i.started IS NULL AND i.start IS NOT NULL) AS is_work,
        list_min([coalesce(u.started, u.createdAt) FOR u IN i.updates]) AS first_at
    FROM incident
)
SELECT
    locator, provider, i.id AS native_id, i.name AS title, if(is_work, 'maintenance', 'incident') AS kind,
    i.impact AS severity,
    CASE i.impact
        WHEN 'OPERATIONAL' THEN 0
        WHEN 'DEGRADEDPERFORMANCE' THEN 1
        WHEN 'MINOROUTAGE' THEN 1
        WHEN 'PARTIALOUTAGE' THEN 2
        WHEN 'MAJOROUTAGE' THEN 3
    END::TINYINT AS severity_rank,
    i.status, coalesce(first_at, i.started) AS posted,
    CASE
        WHEN is_work THEN i.start
        WHEN first_at IS NULL
            OR abs(epoch(TRY_CAST(i.started AS TIMESTAMPTZ)) - epoch(TRY_CAST(first_at AS TIMESTAMPTZ))) < 60
            THEN NULL
        ELSE i.started
    END AS began,
    if(is_work, if(i.status = 'COMPLETED', i."end", NULL), i.resolved) AS resolved,
    i.updatedAt AS last_seen, i.url, coalesce(json::VARCHAR, 'null') AS raw,
    CASE WHEN json_type(json) <> 'OBJECT' THEN 'it is no object'
         WHEN i.id IS NULL AND i.name IS NULL THEN 'it has neither id nor name' END AS problem,
    [{'at': coalesce(u.started, u.createdAt), 'status': u.status, 'body': u.message} FOR u IN i.updates] AS updates,
    [{'component': c.name, 'region': NULL::VARCHAR, 'status': c.status}
     FOR c IN i.components IF c.name IS NOT NULL] AS components
FROM judged

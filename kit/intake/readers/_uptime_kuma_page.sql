-- One row an incident or maintenance that a status page of Uptime Kuma posts: `incidents` since version 2, `incident`
-- before.
WITH document AS (SELECT $document::JSON AS json),
list AS (
    SELECT '/incidents/' AS place, json_extract(json, '$.incidents[*]') AS items, json FROM document
    UNION ALL
    SELECT '/incident', [json -> '$.incident'], json FROM document WHERE json_type(json, '$.incident') = 'OBJECT'
    UNION ALL
    SELECT '/maintenanceList/', json_extract(json, '$.maintenanceList[*]'), json FROM document
),
item AS (
    SELECT place, json ->> '$.config.title' AS provider, unnest(range(len(items))) AS number, unnest(items) AS json
    FROM list
),
posted AS (
    SELECT
        if(place = '/incident', place, place || number) AS locator,
        provider, place = '/maintenanceList/' AS is_work, json,
        from_json(json, '{
            "id": "VARCHAR", "title": "VARCHAR", "content": "VARCHAR", "style": "VARCHAR", "pin": "VARCHAR",
            "createdDate": "VARCHAR", "lastUpdatedDate": "VARCHAR", "description": "VARCHAR", "status": "VARCHAR",
            "timezone": "VARCHAR",
            "timeslotList": [{"startDate": "VARCHAR", "endDate": "VARCHAR"}]
        }') AS i
    FROM item
)
SELECT
    locator, provider,
    if(is_work, 'maintenance/', 'incident/') || i.id AS native_id,
    i.title, if(is_work, 'maintenance', 'incident') AS kind, i.style AS severity,
    CASE i.style WHEN 'danger' THEN 3 WHEN 'warning' THEN 2 WHEN 'info' THEN 1 END::TINYINT AS severity_rank,
    coalesce(i.status, if(i.pin IN ('true', '1'), 'pinned', NULL)) AS status,
    CASE
        WHEN is_work THEN if(i.status = 'ended', 'over', 'unsaid')
        WHEN i.pin IN ('true', '1') THEN 'open'
    END AS state,
    i.createdDate AS posted,
    if(is_work, list_min([t.startDate FOR t IN i.timeslotList]), NULL) AS began,
    if(is_work AND i.status = 'ended', list_max([t.endDate FOR t IN i.timeslotList]), NULL) AS resolved,
    i.lastUpdatedDate AS last_seen, if(is_work, coalesce(i.timezone, 'UTC'), 'UTC') AS zone,
    coalesce(json::VARCHAR, 'null') AS raw,
    CASE WHEN json_type(json) <> 'OBJECT' THEN 'it is no object' WHEN i.id IS NULL THEN 'it has no id' END AS problem,
    [{'at': coalesce(i.lastUpdatedDate, i.createdDate), 'status': i.style, 'body': c}
     FOR c IN [coalesce(i.content, i.description)] IF c IS NOT NULL] AS updates
FROM posted

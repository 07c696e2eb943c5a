-- One row an incident that OONI describes; components are domains and networks, else countries.
WITH document AS (SELECT $document::JSON AS json),
list AS (
    SELECT '/' AS place, json_extract(json, '$[*]') AS items FROM document WHERE json_type(json) = 'ARRAY'
    UNION ALL
    SELECT '/incidents/', json_extract(json, '$.incidents[*]') FROM document
    UNION ALL
    SELECT '/incident', [json -> '$.incident'] FROM document WHERE json_type(json, '$.incident') = 'OBJECT'
),
item AS (SELECT place, unnest(range(len(items))) AS number, unnest(items) AS json FROM list),
incident AS (
    SELECT
        if(place = '/incident', place, place || number) AS locator, json,
        from_json(json, '{
            "id": "VARCHAR", "title": "VARCHAR", "short_description": "VARCHAR", "start_time": "VARCHAR",
            "end_time": "VARCHAR", "create_time": "VARCHAR", "event_type": "VARCHAR", "CCs": ["VARCHAR"],
            "ASNs": ["VARCHAR"], "domains": ["VARCHAR"], "links": ["VARCHAR"]
        }') AS i
    FROM item
),
judged AS (
    SELECT
        *,
        list_concat(
            coalesce([{'component': d, 'region': array_to_string(i.CCs, ' ')} FOR d IN i.domains], []),
            coalesce([{'component': 'AS' || a, 'region': array_to_string(i.CCs, ' ')} FOR a IN i.ASNs], [])) AS networks
    FROM incident
)
SELECT
    locator, i.id AS native_id, coalesce(i.title, i.short_description) AS title, 'incident' AS kind,
    i.event_type AS status, 'unsaid' AS state, i.create_time AS posted, i.start_time AS began, i.end_time AS resolved,
    'UTC' AS zone, i.links[1] AS url, coalesce(json::VARCHAR, 'null') AS raw,
    CASE WHEN json_type(json) <> 'OBJECT' THEN 'it is no object' WHEN i.id IS NULL THEN 'it has no id' END AS problem,
    if(len(networks) > 0, networks, [{'component': c, 'region': c} FOR c IN i.CCs]) AS components
FROM judged

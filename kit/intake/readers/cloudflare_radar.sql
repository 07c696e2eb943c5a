-- One row an outage that Cloudflare Radar annotated; components are networks and clouds, else places.
WITH document AS (SELECT $document::JSON AS json),
list AS (
    SELECT '/' AS place, json_extract(json, '$[*]') AS items FROM document WHERE json_type(json) = 'ARRAY'
    UNION ALL
    SELECT '/annotations/', json_extract(json, '$.annotations[*]') FROM document
    UNION ALL
    SELECT '/result/annotations/', json_extract(json, '$.result.annotations[*]') FROM document
),
item AS (SELECT place || unnest(range(len(items))) AS locator, unnest(items) AS json FROM list),
annotation AS (
    SELECT
        locator, json,
        from_json(json, '{
            "id": "VARCHAR", "startDate": "VARCHAR", "endDate": "VARCHAR", "description": "VARCHAR",
            "linkedUrl": "VARCHAR", "scope": "VARCHAR", "locations": ["VARCHAR"], "asns": ["VARCHAR"],
            "outage": {"outageCause": "VARCHAR", "outageType": "VARCHAR"},
            "asnsDetails": [{"asn": "VARCHAR", "name": "VARCHAR", "locations": {"code": "VARCHAR", "name": "VARCHAR"}}],
            "locationsDetails": [{"code": "VARCHAR", "name": "VARCHAR"}],
            "origins": ["VARCHAR"],
            "originsDetails": [{"name": "VARCHAR", "origin": "VARCHAR"}]
        }') AS i
    FROM item
),
judged AS (
    SELECT
        *,
        list_concat(
            coalesce(
                [{'component': 'AS' || a.asn || coalesce(' ' || a.name, ''), 'region': a.locations.code}
                 FOR a IN i.asnsDetails], []
            ),
            coalesce(
                [{'component': 'AS' || a, 'region': i.locations[1]}
                 FOR a IN i.asns IF coalesce(len(i.asnsDetails), 0) = 0], []
            ),
            coalesce(
                [{'component': coalesce(o.name, o.origin), 'region': NULL::VARCHAR} FOR o IN i.originsDetails], []
            ),
            coalesce(
                [{'component': o, 'region': NULL::VARCHAR}
                 FOR o IN i.origins IF coalesce(len(i.originsDetails), 0) = 0], []
            )
        ) AS networks,
        coalesce(
            nullif([{'component': p.name, 'region': p.code} FOR p IN i.locationsDetails], []),
            [{'component': p, 'region': p} FOR p IN i.locations], []
        ) AS places
    FROM annotation
)
SELECT
    locator, i.id AS native_id, 'incident' AS kind,
    coalesce(
        i.description,
        concat_ws(' ', i.outage.outageCause, 'in', array_to_string([p.component FOR p IN places], ', '))
    ) AS title,
    i.outage.outageType AS severity, i.outage.outageCause AS status, 'unsaid' AS state, i.startDate AS began,
    i.endDate AS resolved, 'UTC' AS zone, i.linkedUrl AS url, coalesce(json::VARCHAR, 'null') AS raw,
    CASE
        WHEN json_type(json) <> 'OBJECT' THEN 'it is no object'
        WHEN i.startDate IS NULL THEN 'it has no startDate'
    END AS problem,
    if(len(networks) > 0, networks, places) AS components
FROM judged

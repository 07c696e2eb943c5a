-- One row a status report of a Better Stack page.
WITH document AS (SELECT $document::JSON AS json),
item AS (
    SELECT
        unnest(range(json_array_length(json, '$.included')::BIGINT)) AS number,
        unnest(json_extract(json, '$.included[*]')) AS json, json ->> '$.data.attributes.company_name' AS provider,
        rtrim(json ->> '$.data.attributes.company_url', '/') AS company_url
    FROM document
),
resource AS (
    SELECT json ->> '$.id' AS id, json ->> '$.attributes.public_name' AS name
    FROM item WHERE json ->> '$.type' = 'status_page_resource'
),
post AS (
    SELECT
        json ->> '$.id' AS id, json ->> '$.attributes.published_at' AS "at", json ->> '$.attributes.message' AS body,
        coalesce(
            json ->> '$.attributes.status_report_id', json ->> '$.relationships.status_report.data.id'
        ) AS report_id,
        from_json(
            json -> '$.attributes.affected_resources',
            '[{"status_page_resource_id": "VARCHAR", "status": "VARCHAR"}]'
        ) AS affected
    FROM item WHERE json ->> '$.type' = 'status_update'
),
report AS (
    SELECT
        '/included/' || number AS locator, number, provider, json,
        from_json(json, '{
            "id": "VARCHAR",
            "attributes": {
                "title": "VARCHAR", "report_type": "VARCHAR", "starts_at": "VARCHAR", "ends_at": "VARCHAR",
                "aggregate_state": "VARCHAR",
                "affected_resources": [{"status_page_resource_id": "VARCHAR", "status": "VARCHAR"}]
            },
            "relationships": {"status_updates": {"data": [{"id": "VARCHAR"}]}}
        }') AS i
    FROM item WHERE json_type(json) <> 'OBJECT' OR json ->> '$.type' = 'status_report'
),
posted AS (
    SELECT
        r.locator,
        list({
            'at': p."at",
            'status': coalesce(
                [a.status FOR a IN p.affected IF a.status <> 'resolved'][1], [a.status FOR a IN p.affected][1]
            ),
            'body': p.body,
            'state': CASE
                WHEN list_bool_and([a.status IN ('resolved', 'operational') FOR a IN p.affected]) THEN 'over'
                WHEN len(p.affected) > 0 THEN 'open'
            END
        } ORDER BY p."at") AS updates,
        flatten(list(p.affected)) AS affected
    FROM report r
    JOIN post p ON p.report_id = r.i.id OR list_contains([u.id FOR u IN r.i.relationships.status_updates.data], p.id)
    GROUP BY r.locator
),
hit AS (
    SELECT
        locator,
        unnest(
            list_concat(coalesce(r.i.attributes.affected_resources, []), coalesce(p.affected, [])),
            recursive := true
        )
    FROM report r LEFT JOIN posted p USING (locator)
),
ranked AS (
    SELECT
        locator,
        coalesce(x.name, 'resource ' || status_page_resource_id) AS component,
        max_by(status, status <> 'resolved') AS status,
        max(CASE status WHEN 'downtime' THEN 3 WHEN 'degraded' THEN 1 END)::TINYINT AS rank
    FROM hit LEFT JOIN resource x ON x.id = status_page_resource_id
    WHERE status_page_resource_id IS NOT NULL
    GROUP BY ALL
),
named AS (
    SELECT
        locator,
        list({'component': component, 'region': NULL::VARCHAR, 'status': status} ORDER BY component) AS components,
        max(rank) AS worst
    FROM ranked GROUP BY locator
),
judged AS (
    SELECT
        r.*, p.updates, n.components, n.worst, i.attributes.report_type = 'maintenance' AS is_work,
        p.updates[1]."at" AS first_at, i.attributes.aggregate_state = 'resolved' AS is_over
    FROM report r LEFT JOIN posted p USING (locator) LEFT JOIN named n USING (locator)
)
SELECT
    locator, provider, i.id AS native_id, i.attributes.title AS title, if(is_work, 'maintenance', 'incident') AS kind,
    CASE worst WHEN 3 THEN 'downtime' WHEN 1 THEN 'degraded' END AS severity,
    worst AS severity_rank, i.attributes.aggregate_state AS status,
    CASE
        WHEN is_over THEN 'over'
        WHEN is_work THEN 'unsaid'
        WHEN i.attributes.aggregate_state IN ('degraded', 'downtime') THEN 'open'
    END AS state,
    coalesce(first_at, if(is_work, NULL, i.attributes.starts_at)) AS posted,
    CASE
        WHEN is_work THEN i.attributes.starts_at
        WHEN first_at IS NULL
            OR abs(
                epoch(TRY_CAST(i.attributes.starts_at AS TIMESTAMPTZ)) - epoch(TRY_CAST(first_at AS TIMESTAMPTZ))
            ) < 60 THEN NULL
        ELSE i.attributes.starts_at
    END AS began,
    if(is_work AND NOT coalesce(is_over, false), NULL, i.attributes.ends_at) AS resolved,
    coalesce(json::VARCHAR, 'null') AS raw,
    CASE WHEN json_type(json) <> 'OBJECT' THEN 'it is no object' WHEN i.id IS NULL THEN 'it has no id' END AS problem,
    updates, components
FROM judged
ORDER BY number

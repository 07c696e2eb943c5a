-- One row an incident of Datadog, or an impact of one.
WITH document AS (SELECT $document::JSON AS json),
list AS (
    SELECT '/' AS place, json_extract(json, '$[*]') AS items FROM document WHERE json_type(json) = 'ARRAY'
    UNION ALL
    SELECT '/data/', json_extract(json, '$.data[*]') FROM document WHERE json_type(json, '$.data') = 'ARRAY'
    UNION ALL
    SELECT '/data', [json -> '$.data'] FROM document WHERE json_type(json, '$.data') = 'OBJECT'
),
item AS (SELECT place, unnest(range(len(items))) AS number, unnest(items) AS json FROM list),
incident AS (
    SELECT
        if(place = '/data', place, place || number) AS locator, json,
        json ->> '$.type' = 'incident_impacts' AS is_impact, json ->> '$.id' AS id,
        json ->> '$.relationships.incident.data.id' AS of_incident,
        from_json(json -> '$.attributes', '{
            "public_id": "VARCHAR", "title": "VARCHAR", "description": "VARCHAR", "customer_impact_start": "VARCHAR",
            "customer_impact_end": "VARCHAR", "customer_impact_scope": "VARCHAR", "detected": "VARCHAR",
            "created": "VARCHAR", "modified": "VARCHAR", "resolved": "VARCHAR", "state": "VARCHAR",
            "severity": "VARCHAR", "start_at": "VARCHAR", "end_at": "VARCHAR", "impact_type": "VARCHAR",
            "fields": {
                "state": {"value": "VARCHAR"}, "severity": {"value": "VARCHAR"}, "services": {"value": ["VARCHAR"]}
            }
        }') AS i
    FROM item
),
judged AS (
    SELECT
        *, coalesce(i.state, i.fields.state.value) AS status,
        upper(coalesce(i.severity, i.fields.severity.value)) AS severity
    FROM incident
)
SELECT
    locator, coalesce(of_incident || '/', '') || id AS native_id, coalesce(i.title, i.description) AS title,
    'incident' AS kind, severity,
    CASE severity
        WHEN 'SEV-0' THEN 4
        WHEN 'SEV-1' THEN 3
        WHEN 'SEV-2' THEN 2
        WHEN 'SEV-3' THEN 1
        WHEN 'SEV-4' THEN 1
        WHEN 'SEV-5' THEN 0
    END::TINYINT AS severity_rank,
    coalesce(status, i.impact_type) AS status,
    CASE
        WHEN is_impact THEN 'unsaid'
        WHEN status = 'stable' THEN 'watched'
        WHEN status = 'completed' THEN 'over'
    END AS state,
    coalesce(i.detected, i.created) AS posted, coalesce(i.customer_impact_start, i.start_at) AS began,
    i.customer_impact_end AS mitigated, coalesce(i.resolved, i.end_at) AS resolved, i.modified AS last_seen,
    coalesce(json::VARCHAR, 'null') AS raw,
    CASE WHEN json_type(json) <> 'OBJECT' THEN 'it is no object' WHEN id IS NULL THEN 'it has no id' END AS problem,
    [{'component': s, 'region': NULL::VARCHAR} FOR s IN i.fields.services.value IF s IS NOT NULL] AS components
FROM judged

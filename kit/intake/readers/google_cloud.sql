-- One row an incident of the Google Cloud or Workspace dashboard.
WITH item AS (
    SELECT unnest(range(json_array_length(json)::BIGINT)) AS number, unnest(json_extract(json, '$[*]')) AS json
    FROM (SELECT $document::JSON AS json)
),
incident AS (
    SELECT
        number, json,
        from_json(json, '{
            "id": "VARCHAR", "number": "VARCHAR", "begin": "VARCHAR", "created": "VARCHAR", "end": "VARCHAR",
            "modified": "VARCHAR", "external_desc": "VARCHAR", "severity": "VARCHAR", "status_impact": "VARCHAR",
            "service_name": "VARCHAR", "uri": "VARCHAR", "most_recent_update": {"status": "VARCHAR"},
            "updates": [{"created": "VARCHAR", "when": "VARCHAR", "text": "VARCHAR", "status": "VARCHAR",
                         "affected_locations": [{"id": "VARCHAR", "title": "VARCHAR"}]}],
            "affected_products": [{"title": "VARCHAR"}],
            "currently_affected_locations": [{"id": "VARCHAR", "title": "VARCHAR"}],
            "previously_affected_locations": [{"id": "VARCHAR", "title": "VARCHAR"}]
        }') AS i
    FROM item
)
SELECT
    '/' || number AS locator, coalesce(i.id, i.number) AS native_id, i.external_desc AS title, 'incident' AS kind,
    coalesce(i.severity, i.status_impact) AS severity,
    CASE coalesce(i.severity, i.status_impact)
        WHEN 'low' THEN 1 WHEN 'SERVICE_INFORMATION' THEN 1 WHEN 'medium' THEN 2 WHEN 'SERVICE_DISRUPTION' THEN 2
        WHEN 'high' THEN 3 WHEN 'SERVICE_OUTAGE' THEN 3 END::TINYINT AS severity_rank,
    i.most_recent_update.status AS status,
    i.created AS posted, i.begin AS began, i."end" AS resolved, i.modified AS last_seen,
    i.uri AS url, coalesce(json::VARCHAR, 'null') AS raw,
    CASE WHEN json_type(json) <> 'OBJECT' THEN 'it is no object'
         WHEN i.id IS NULL AND i.number IS NULL THEN 'it has neither id nor number' END AS problem,
    [{'at': coalesce(u."when", u.created), 'status': u.status, 'body': u.text} FOR u IN i.updates] AS updates,
    list_concat(
        coalesce(
            [{'component': p.title, 'region': NULL::VARCHAR} FOR p IN i.affected_products IF p.title IS NOT NULL], []
        ),
        coalesce([{'component': i.service_name, 'region': l.id} FOR l IN list_concat(
            coalesce(i.currently_affected_locations, []), coalesce(i.previously_affected_locations, []),
            coalesce(flatten([u.affected_locations FOR u IN i.updates]), [])
        ) IF l.id IS NOT NULL AND i.service_name IS NOT NULL], [])
    ) AS components
FROM incident

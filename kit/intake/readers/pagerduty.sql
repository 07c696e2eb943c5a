-- One row an incident of PagerDuty, from the REST API or its analytics.
WITH document AS (SELECT $document::JSON AS json),
list AS (
    SELECT '/' AS place, json_extract(json, '$[*]') AS items FROM document WHERE json_type(json) = 'ARRAY'
    UNION ALL
    SELECT '/incidents/', json_extract(json, '$.incidents[*]') FROM document
    UNION ALL
    SELECT '/data/', json_extract(json, '$.data[*]') FROM document
    UNION ALL
    SELECT '/incident', [json -> '$.incident'] FROM document WHERE json_type(json, '$.incident') = 'OBJECT'
),
item AS (SELECT place, unnest(range(len(items))) AS number, unnest(items) AS json FROM list),
incident AS (
    SELECT
        if(place = '/incident', place, place || number) AS locator, json,
        from_json(json, '{
            "id": "VARCHAR", "incident_number": "VARCHAR", "title": "VARCHAR", "summary": "VARCHAR",
            "description": "VARCHAR", "status": "VARCHAR", "urgency": "VARCHAR", "created_at": "VARCHAR",
            "resolved_at": "VARCHAR", "last_status_change_at": "VARCHAR", "updated_at": "VARCHAR",
            "html_url": "VARCHAR",
            "service": {"summary": "VARCHAR", "name": "VARCHAR", "id": "VARCHAR"},
            "service_name": "VARCHAR", "priority": {"summary": "VARCHAR", "name": "VARCHAR"},
            "priority_name": "VARCHAR", "seconds_to_resolve": "DOUBLE",
            "log_entries": [{"type": "VARCHAR", "summary": "VARCHAR", "created_at": "VARCHAR"}]
        }') AS i
    FROM item
),
judged AS (
    SELECT
        *, coalesce(i.priority.summary, i.priority.name, i.priority_name, i.urgency) AS severity,
        coalesce(i.service.summary, i.service.name, i.service_name, i.service.id) AS service,
        coalesce(i.resolved_at, [e.created_at FOR e IN i.log_entries IF e.type LIKE 'resolve_log_entry%'][1],
                 if(i.status = 'resolved', i.last_status_change_at, NULL)) AS resolved
    FROM incident
)
SELECT
    locator, i.id AS native_id, coalesce(i.title, i.summary, i.description) AS title, 'incident' AS kind, severity,
    CASE upper(severity)
        WHEN 'P1' THEN 3
        WHEN 'P2' THEN 2
        WHEN 'P3' THEN 1
        WHEN 'P4' THEN 1
        WHEN 'P5' THEN 0
        WHEN 'HIGH' THEN 2
        WHEN 'LOW' THEN 1
    END::TINYINT AS severity_rank,
    coalesce(i.status, if(i.seconds_to_resolve IS NOT NULL, 'resolved', NULL)) AS status,
    i.created_at AS posted,
    coalesce(
        resolved,
        strftime(
            TRY_CAST(i.created_at AS TIMESTAMPTZ) + to_milliseconds((i.seconds_to_resolve * 1000)::BIGINT),
            '%Y-%m-%dT%H:%M:%SZ'
        )
    ) AS resolved,
    coalesce(i.updated_at, i.last_status_change_at) AS last_seen,
    i.html_url AS url, coalesce(json::VARCHAR, 'null') AS raw,
    CASE WHEN json_type(json) <> 'OBJECT' THEN 'it is no object' WHEN i.id IS NULL THEN 'it has no id' END AS problem,
    [{'at': e.created_at, 'status': replace(regexp_replace(e.type, '_log_entry.*$', ''), '_', ' '), 'body': e.summary,
      'state': CASE
          WHEN e.type LIKE 'resolve_%' THEN 'over'
          WHEN e.type LIKE 'trigger_%' OR e.type LIKE 'acknowledge_%' THEN 'open'
      END}
     FOR e IN i.log_entries] AS updates,
    [{'component': s, 'region': NULL::VARCHAR} FOR s IN [service] IF s IS NOT NULL] AS components
FROM judged

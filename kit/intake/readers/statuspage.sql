-- One row an incident or maintenance of a Statuspage answer: an envelope of any endpoint, a bare array, or one incident
-- by itself.
WITH document AS (SELECT $document::JSON AS json),
page AS (
    SELECT
        json,
        coalesce(json ->> '$.page.name', regexp_extract(json ->> '$.page.url', '://([^/]+)', 1)) AS provider,
        json ->> '$.page.time_zone' AS zone
    FROM document
),
list AS (
    SELECT provider, zone, '/' AS place, json_extract(json, '$[*]') AS items FROM page WHERE json_type(json) = 'ARRAY'
    UNION ALL
    SELECT provider, zone, '/incidents/', json_extract(json, '$.incidents[*]') FROM page
    UNION ALL
    SELECT provider, zone, '/scheduled_maintenances/', json_extract(json, '$.scheduled_maintenances[*]') FROM page
    UNION ALL
    SELECT provider, zone, '/incident', [json -> '$.incident'] FROM page WHERE json_type(json, '$.incident') = 'OBJECT'
    UNION ALL
    SELECT provider, zone, '', [json] FROM page WHERE json_exists(json, '$.incident_updates')
),
item AS (
    SELECT provider, zone, place, unnest(range(len(items))) AS number, unnest(items) AS json FROM list
),
incident AS (
    SELECT
        provider, zone, json,
        if(place IN ('', '/incident'), place, place || number) AS locator,
        place = '/scheduled_maintenances/' AS is_listed_work,
        from_json(json, '{
            "id": "VARCHAR", "name": "VARCHAR", "status": "VARCHAR", "impact": "VARCHAR", "shortlink": "VARCHAR",
            "created_at": "VARCHAR", "started_at": "VARCHAR", "updated_at": "VARCHAR", "monitoring_at": "VARCHAR",
            "resolved_at": "VARCHAR", "scheduled_for": "VARCHAR",
            "components": [{"name": "VARCHAR", "status": "VARCHAR", "new_status": "VARCHAR"}],
            "incident_updates": [{
                "status": "VARCHAR", "body": "VARCHAR", "created_at": "VARCHAR", "display_at": "VARCHAR",
                "displayed_at": "VARCHAR",
                "affected_components": [{"name": "VARCHAR", "new_status": "VARCHAR"}]
            }]
        }') AS i
    FROM item
),
judged AS (
    SELECT
        *,
        is_listed_work OR i.scheduled_for IS NOT NULL OR i.impact = 'maintenance'
            OR i.status IN ('scheduled', 'in_progress', 'verifying', 'completed') AS is_maintenance,
        abs(
            epoch(TRY_CAST(i.started_at AS TIMESTAMPTZ)) - epoch(TRY_CAST(i.created_at AS TIMESTAMPTZ))
        ) < 60 AS is_first_post,
        list_concat(
            coalesce(
                [{'component': c.name, 'region': NULL::VARCHAR, 'status': coalesce(c.new_status, c.status)}
                 FOR c IN i.components], []
            ),
            coalesce([{'component': c.name, 'region': NULL::VARCHAR, 'status': c.new_status}
                      FOR c IN flatten([u.affected_components FOR u IN i.incident_updates])], [])
        ) AS named
    FROM incident
)
SELECT
    locator, provider, i.id AS native_id, i.name AS title, if(is_maintenance, 'maintenance', 'incident') AS kind,
    i.impact AS severity,
    CASE i.impact
        WHEN 'none' THEN 0
        WHEN 'minor' THEN 1
        WHEN 'major' THEN 2
        WHEN 'critical' THEN 3
    END::TINYINT AS severity_rank,
    i.status, coalesce(i.created_at, i.started_at) AS posted,
    CASE
        WHEN is_maintenance THEN i.scheduled_for
        WHEN is_first_post OR i.created_at IS NULL THEN NULL
        ELSE i.started_at
    END AS began,
    i.monitoring_at AS mitigated, i.resolved_at AS resolved, i.updated_at AS last_seen, zone, i.shortlink AS url,
    json::VARCHAR AS raw,
    CASE WHEN json_type(json) <> 'OBJECT' THEN 'it is no object'
         WHEN i.id IS NULL AND i.name IS NULL THEN 'it has neither id nor name' END AS problem,
    [{'at': coalesce(u.display_at, u.displayed_at, u.created_at), 'status': u.status, 'body': u.body,
      'state': NULL::VARCHAR}
     FOR u IN i.incident_updates] AS updates,
    [c FOR c IN named IF c.component IS NOT NULL] AS components
FROM judged

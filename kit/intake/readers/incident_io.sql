-- One row an incident or maintenance of an incident.io status page: its own answer (`summary`), its history
-- (`incidents`) or the widget's.
WITH document AS (SELECT $document::JSON AS json),
page AS (
    SELECT
        json, coalesce(json -> '$.summary', json) AS said,
        coalesce(json ->> '$.summary.name', json ->> '$.page_title') AS provider,
        coalesce(json ->> '$.summary.public_url', json ->> '$.page_url') AS address,
        from_json(json -> '$.summary.components', '[{"id": "VARCHAR", "name": "VARCHAR"}]') AS known
    FROM document
),
list AS (
    SELECT
        page.*, name,
        if(json_exists(json, '$.summary'), '/summary/', '/') || name || '/' AS place,
        from_json(said -> ('$.' || name), '["JSON"]') AS items
    FROM page,
    (VALUES ('incidents'), ('ongoing_incidents'), ('in_progress_maintenances'), ('scheduled_maintenances')) lists (name)
),
item AS (SELECT * EXCLUDE (json, said, items), unnest(range(len(items))) AS number, unnest(items) AS json FROM list),
incident AS (
    SELECT
        place || number AS locator, provider, address, coalesce(known, []) AS known,
        name LIKE '%maintenances' AS is_listed_work, json,
        from_json(json, '{
            "id": "VARCHAR", "name": "VARCHAR", "status": "VARCHAR", "type": "VARCHAR", "url": "VARCHAR",
            "published_at": "VARCHAR", "last_update_at": "VARCHAR", "last_update_message": "VARCHAR",
            "current_worst_impact": "VARCHAR", "started_at": "VARCHAR", "starts_at": "VARCHAR",
            "component_impacts": [
                {"component_id": "VARCHAR", "start_at": "VARCHAR", "end_at": "VARCHAR", "status": "VARCHAR"}
            ],
            "affected_components": [{
                "component_id": "VARCHAR", "id": "VARCHAR", "name": "VARCHAR", "status": "VARCHAR",
                "current_status": "VARCHAR"
            }],
            "updates": [{"published_at": "VARCHAR", "to_status": "VARCHAR", "message_string": "VARCHAR"}]
        }') AS i
    FROM item
),
named AS (
    SELECT
        *,
        coalesce(
            [{'id': c.component_id, 'name': NULL::VARCHAR, 'status': c.status} FOR c IN i.component_impacts], []
        ) AS hit,
        list_distinct(list_concat(
            coalesce(
                [{'id': c.component_id, 'name': NULL::VARCHAR, 'status': c.status} FOR c IN i.component_impacts], []
            ),
            coalesce(
                [{'id': coalesce(c.component_id, c.id), 'name': c.name,
                  'status': coalesce(c.status, c.current_status)} FOR c IN i.affected_components], []
            )
        )) AS affected
    FROM incident
),
judged AS (
    SELECT
        *,
        is_listed_work OR i.type = 'maintenance' OR coalesce(i.status LIKE 'maintenance%', false) AS is_work,
        list_min([c.start_at FOR c IN i.component_impacts]) AS first_start,
        list_max([c.end_at FOR c IN i.component_impacts]) AS last_end,
        coalesce(list_bool_and([c.end_at IS NOT NULL FOR c IN i.component_impacts]), false) AS has_ended,
        coalesce(i.status, '') IN ('resolved', 'maintenance_complete') AS is_over,
        coalesce(i.published_at, list_min([u.published_at FOR u IN i.updates])) AS posted,
        coalesce(i.current_worst_impact, list_max(
            [{'rank': CASE a.status
                  WHEN 'full_outage' THEN 3
                  WHEN 'partial_outage' THEN 2
                  WHEN 'degraded_performance' THEN 1
                  WHEN 'operational' THEN 0
              END,
              'status': a.status} FOR a IN affected IF a.status <> 'under_maintenance']
        ).status) AS worst
    FROM named
)
SELECT
    locator, provider, i.id AS native_id, i.name AS title, if(is_work, 'maintenance', 'incident') AS kind,
    worst AS severity,
    CASE worst
        WHEN 'full_outage' THEN 3
        WHEN 'partial_outage' THEN 2
        WHEN 'degraded_performance' THEN 1
        WHEN 'operational' THEN 0
    END::TINYINT AS severity_rank,
    i.status,
    CASE
        WHEN is_over THEN 'over'
        WHEN i.status = 'maintenance_scheduled' THEN 'unsaid'
        WHEN i.status = 'maintenance_in_progress' THEN 'open'
    END AS state,
    posted,
    CASE WHEN is_work THEN coalesce(first_start, i.started_at, i.starts_at)
         WHEN abs(epoch(TRY_CAST(first_start AS TIMESTAMPTZ)) - epoch(TRY_CAST(posted AS TIMESTAMPTZ))) < 60 THEN NULL
         ELSE first_start END AS began,
    if(is_over AND has_ended, last_end, NULL) AS resolved, i.last_update_at AS last_seen,
    coalesce(i.url, rtrim(address, '/') || '/incidents/' || i.id) AS url,
    coalesce(json::VARCHAR, 'null') AS raw,
    CASE
        WHEN json_type(json) <> 'OBJECT' THEN 'it is no object'
        WHEN i.id IS NULL AND i.name IS NULL THEN 'it has neither id nor name'
    END AS problem,
    list_concat(
        [{'at': u.published_at, 'status': u.to_status, 'body': u.message_string} FOR u IN i.updates],
        [{'at': i.last_update_at, 'status': i.status, 'body': i.last_update_message}
         FOR n IN [1] IF i.last_update_at IS NOT NULL]
    ) AS updates,
    [{'component': coalesce(a.name, [k.name FOR k IN known IF k.id = a.id][1], a.id),
      'region': NULL::VARCHAR, 'status': a.status}
     FOR a IN affected IF coalesce(a.name, a.id) IS NOT NULL] AS components
FROM judged

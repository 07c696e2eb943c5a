-- One row an incident or a scheduled work of the Heroku status API: the current status, a list of incidents, or one
-- incident.
WITH document AS (SELECT $document::JSON AS json),
list AS (
    SELECT '/' AS place, json_extract(json, '$[*]') AS items FROM document WHERE json_type(json) = 'ARRAY'
    UNION ALL
    SELECT '/incidents/', json_extract(json, '$.incidents[*]') FROM document
    UNION ALL
    SELECT '/scheduled/', json_extract(json, '$.scheduled[*]') FROM document
    UNION ALL
    SELECT '', [json] FROM document WHERE json_exists(json, '$.updates')
),
item AS (SELECT place, unnest(range(len(items))) AS number, unnest(items) AS json FROM list),
incident AS (
    SELECT
        if(place = '', '', place || number) AS locator, place = '/scheduled/' AS is_listed_work, json,
        from_json(json, '{
            "id": "VARCHAR", "title": "VARCHAR", "state": "VARCHAR", "resolved": "VARCHAR", "created_at": "VARCHAR",
            "updated_at": "VARCHAR", "resolved_at": "VARCHAR", "full_url": "VARCHAR",
            "systems": [{"name": "VARCHAR", "status": "VARCHAR"}], "tags": ["VARCHAR"],
            "updates": [{"created_at": "VARCHAR", "contents": "VARCHAR", "update_type": "VARCHAR"}]
        }') AS i
    FROM item
),
judged AS (
    SELECT
        *,
        is_listed_work
            OR (len(i.updates) > 0
                AND list_bool_and([u.update_type IN ('scheduled', 'maintenance') FOR u IN i.updates])) AS is_work,
        coalesce(lower(i.state), if(i.resolved = 'true', 'resolved', 'open')) AS status,
        list_max([CASE s.status WHEN 'red' THEN 3 WHEN 'yellow' THEN 1 END FOR s IN i.systems])::TINYINT AS worst
    FROM incident
)
SELECT
    locator, i.id AS native_id, i.title, if(is_work, 'maintenance', 'incident') AS kind,
    CASE worst WHEN 3 THEN 'red' WHEN 1 THEN 'yellow' END AS severity,
    worst AS severity_rank, status,
    CASE
        WHEN status IN ('resolved', 'completed') THEN 'over'
        WHEN is_work THEN 'unsaid'
        WHEN status = 'monitoring' THEN 'watched'
        ELSE 'open'
    END AS state,
    i.created_at AS posted, i.resolved_at AS resolved, i.updated_at AS last_seen, i.full_url AS url,
    coalesce(json::VARCHAR, 'null') AS raw,
    CASE WHEN json_type(json) <> 'OBJECT' THEN 'it is no object' WHEN i.id IS NULL THEN 'it has no id' END AS problem,
    [{'at': u.created_at, 'status': u.update_type, 'body': u.contents,
      'state': CASE
          WHEN lower(u.update_type) = 'resolved' THEN 'over'
          WHEN lower(u.update_type) = 'monitoring' THEN 'watched'
          WHEN NOT is_work THEN 'open'
      END} FOR u IN i.updates] AS updates,
    flatten([[{'component': s.name, 'region': t, 'status': s.status}
              FOR t IN if(len(i.tags) > 0, i.tags, [NULL::VARCHAR])]
             FOR s IN i.systems IF s.name IS NOT NULL]) AS components
FROM judged

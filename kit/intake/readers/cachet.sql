-- One row an incident or schedule of Cachet 2 or 3; what version 3 wraps is unwrapped first.
WITH document AS (SELECT $document::JSON AS json),
list AS (
    SELECT '/' AS place, json_extract(json, '$[*]') AS items FROM document WHERE json_type(json) = 'ARRAY'
    UNION ALL
    SELECT '/data/', json_extract(json, '$.data[*]') FROM document WHERE json_type(json, '$.data') = 'ARRAY'
    UNION ALL
    SELECT '/data', [json -> '$.data'] FROM document WHERE json_type(json, '$.data') = 'OBJECT'
),
item AS (SELECT place, unnest(range(len(items))) AS number, unnest(items) AS json FROM list),
second AS (
    SELECT
        if(place = '/data', place, place || number) AS locator, json,
        from_json(json, '{
            "id": "VARCHAR", "name": "VARCHAR", "status": "VARCHAR", "message": "VARCHAR", "occurred_at": "VARCHAR",
            "created_at": "VARCHAR", "updated_at": "VARCHAR", "scheduled_at": "VARCHAR", "completed_at": "VARCHAR",
            "permalink": "VARCHAR", "is_resolved": "BOOLEAN", "component_id": "VARCHAR",
            "component": {"name": "VARCHAR"},
            "components": [{"name": "VARCHAR", "component_id": "VARCHAR"}],
            "updates": [{"status": "VARCHAR", "message": "VARCHAR", "created_at": "VARCHAR"}]
        }') AS i,
        from_json(json, '{
            "type": "VARCHAR",
            "attributes": {
                "name": "VARCHAR", "message": "VARCHAR", "status": {"human": "VARCHAR", "value": "VARCHAR"},
                "occurred": {"string": "VARCHAR"}, "created": {"string": "VARCHAR"}, "updated": {"string": "VARCHAR"},
                "scheduled": {"string": "VARCHAR"}, "completed": {"string": "VARCHAR"}
            }
        }') AS t
    FROM item
),
joined AS (
    SELECT
        locator, json, i,
        coalesce(t.type = 'schedules', false) OR json_exists(json, '$.completed_at') AS is_schedule,
        json_exists(json, '$.attributes') AS is_third, coalesce(t.attributes.name, i.name) AS name,
        coalesce(t.attributes.message, i.message) AS message, coalesce(t.attributes.status.value, i.status) AS code,
        coalesce(t.attributes.occurred.string, i.occurred_at) AS occurred,
        coalesce(t.attributes.created.string, i.created_at) AS created,
        coalesce(t.attributes.updated.string, i.updated_at) AS updated,
        coalesce(t.attributes.scheduled.string, i.scheduled_at) AS scheduled,
        coalesce(t.attributes.completed.string, i.completed_at) AS completed
    FROM second
),
judged AS (
    SELECT *, is_schedule OR (code = '0' AND NOT is_third) OR nullif(scheduled, '') IS NOT NULL AS is_work FROM joined
)
SELECT
    locator, if(is_work, 'schedule/', '') || i.id AS native_id, name AS title,
    if(is_work, 'maintenance', 'incident') AS kind,
    if(is_schedule, CASE code WHEN '0' THEN 'upcoming' WHEN '1' THEN 'in progress' WHEN '2' THEN 'complete' END,
       CASE code
           WHEN '0' THEN if(is_third, NULL, 'scheduled')
           WHEN '1' THEN 'investigating'
           WHEN '2' THEN 'identified'
           WHEN '3' THEN 'watching'
           WHEN '4' THEN 'fixed'
       END) AS status,
    CASE
        WHEN NOT is_schedule AND (code = '4' OR i.is_resolved) THEN 'over'
        WHEN is_schedule AND code = '0' THEN 'unsaid'
    END AS state,
    created AS posted,
    CASE
        WHEN is_work THEN coalesce(nullif(scheduled, ''), occurred)
        WHEN created IS NULL
            OR abs(epoch(TRY_CAST(occurred AS TIMESTAMPTZ)) - epoch(TRY_CAST(created AS TIMESTAMPTZ))) < 60
            THEN NULL
        ELSE occurred
    END AS began,
    nullif(completed, '') AS resolved, updated AS last_seen, i.permalink AS url, coalesce(json::VARCHAR, 'null') AS raw,
    CASE
        WHEN json_type(json) <> 'OBJECT' THEN 'it is no object'
        WHEN i.id IS NULL THEN 'it has no id'
        WHEN TRY_CAST(code AS INTEGER) IS NULL AND NOT is_schedule
            THEN 'its status is no number: ' || coalesce(code, 'nothing')
    END AS problem,
    list_concat(
        [{'at': created, 'status': NULL, 'body': m,
          'state': if(is_work OR (code = '4' AND len(i.updates) = 0), 'unsaid', 'open')}
         FOR m IN [message] IF m IS NOT NULL],
        [{'at': u.created_at,
          'status': CASE u.status
              WHEN '1' THEN 'investigating'
              WHEN '2' THEN 'identified'
              WHEN '3' THEN 'watching'
              WHEN '4' THEN 'fixed'
          END,
          'body': u.message, 'state': NULL} FOR u IN i.updates]
    ) AS updates,
    list_distinct([{'component': c, 'region': NULL::VARCHAR} FOR c IN list_concat(
        [coalesce(i.component.name, 'component ' || nullif(nullif(i.component_id, '0'), ''))],
        [coalesce(c.name, 'component ' || c.component_id) FOR c IN i.components]) IF c IS NOT NULL]) AS components
FROM judged

-- One row an incident or maintenance of Salesforce Trust.
WITH document AS (SELECT $document::JSON AS json),
list AS (
    SELECT '/' AS place, json_extract(json, '$[*]') AS items FROM document WHERE json_type(json) = 'ARRAY'
    UNION ALL
    SELECT '', [json] FROM document WHERE json_type(json) = 'OBJECT'
),
item AS (SELECT place, unnest(range(len(items))) AS number, unnest(items) AS json FROM list),
incident AS (
    SELECT
        if(place = '', '', place || number) AS locator, json,
        json_exists(json, '$.plannedStartTime') OR json_exists(json, '$.MaintenanceImpacts') AS is_work,
        if(json_type(json, '$.message') = 'VARCHAR', json ->> '$.message', json ->> '$.message.subject') AS said,
        coalesce(json ->> '$.message.eventStatus', json ->> '$.status') AS event_status,
        from_json(json, '{
            "id": "VARCHAR", "externalId": "VARCHAR", "name": "VARCHAR", "type": "VARCHAR", "createdAt": "VARCHAR",
            "updatedAt": "VARCHAR", "plannedStartTime": "VARCHAR", "plannedEndTime": "VARCHAR",
            "instanceKeys": ["VARCHAR"], "serviceKeys": ["VARCHAR"], "isCore": "BOOLEAN",
            "IncidentImpacts": [
                {"startTime": "VARCHAR", "endTime": "VARCHAR", "severity": "VARCHAR", "type": "VARCHAR"}
            ],
            "MaintenanceImpacts": [{"startTime": "VARCHAR", "endTime": "VARCHAR"}],
            "IncidentEvents": [{"type": "VARCHAR", "message": "VARCHAR", "createdAt": "VARCHAR"}],
            "MaintenanceEvents": [{"type": "VARCHAR", "message": "VARCHAR", "createdAt": "VARCHAR"}]
        }') AS i
    FROM item
),
judged AS (
    SELECT
        *, coalesce(i.IncidentImpacts, []) AS hits,
        coalesce(list_bool_and([p.endTime IS NOT NULL FOR p IN i.IncidentImpacts]), false) AS has_ended,
        coalesce(i.IncidentEvents, i.MaintenanceEvents, []) AS events,
        lower(event_status) IN ('completed', 'resolved') AS is_completed,
        list_max([{'rank': CASE lower(p.severity)
                       WHEN 'critical' THEN 3 WHEN 'major' THEN 2 WHEN 'minor' THEN 1 END::TINYINT,
                   'severity': p.severity}
                  FOR p IN i.IncidentImpacts IF p.severity IS NOT NULL]) AS worst
    FROM incident
)
SELECT
    locator, if(is_work, 'maintenance/', '') || i.id AS native_id,
    coalesce(
        said, i.name,
        concat_ws(' of ', hits[1].type, array_to_string(list_concat(i.serviceKeys, i.instanceKeys), ', '))
    ) AS title,
    if(is_work, 'maintenance', 'incident') AS kind, worst.severity, worst.rank AS severity_rank,
    coalesce(event_status, if(is_work, NULL, if(has_ended, 'resolved', 'open'))) AS status,
    CASE WHEN is_work THEN if(is_completed, 'over', 'unsaid') WHEN has_ended THEN 'over' ELSE 'open' END AS state,
    i.createdAt AS posted,
    if(
        is_work,
        coalesce(list_min([m.startTime FOR m IN i.MaintenanceImpacts]), i.plannedStartTime),
        list_min([p.startTime FOR p IN hits])
    ) AS began,
    CASE
        WHEN NOT is_work AND has_ended THEN list_max([p.endTime FOR p IN hits])
        WHEN is_work AND is_completed
            THEN coalesce(list_max([m.endTime FOR m IN i.MaintenanceImpacts]), i.plannedEndTime)
    END AS resolved,
    i.updatedAt AS last_seen,
    'https://status.salesforce.com/' || if(is_work, 'maintenances/', 'incidents/') || i.id AS url,
    coalesce(json::VARCHAR, 'null') AS raw,
    CASE WHEN json_type(json) <> 'OBJECT' THEN 'it is no object' WHEN i.id IS NULL THEN 'it has no id' END AS problem,
    [{'at': e.createdAt, 'status': e.type, 'body': e.message, 'state': if(lower(e.type) = 'resolved', 'over', NULL)}
     FOR e IN events] AS updates,
    flatten([[{'component': s, 'region': k} FOR k IN if(len(i.instanceKeys) > 0, i.instanceKeys, [NULL::VARCHAR])]
             FOR s IN if(len(i.serviceKeys) > 0, i.serviceKeys, i.instanceKeys)]) AS components
FROM judged

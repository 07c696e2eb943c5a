-- One row an event of the public AWS health dashboard. Its log runs through statuses 1 to 3; 0 is resolved.
WITH item AS (
    SELECT unnest(range(json_array_length(json)::BIGINT)) AS number, unnest(json_extract(json, '$[*]')) AS json
    FROM (SELECT $document::JSON AS json)
),
event AS (
    SELECT
        number, json,
        from_json(json, '{
            "date": "VARCHAR", "arn": "VARCHAR", "region_name": "VARCHAR", "status": "VARCHAR", "service": "VARCHAR",
            "service_name": "VARCHAR", "summary": "VARCHAR", "end_time": "VARCHAR",
            "event_log": [{"summary": "VARCHAR", "message": "VARCHAR", "status": "VARCHAR", "timestamp": "VARCHAR"}]
        }') AS i,
        coalesce(map_values(TRY_CAST(json -> '$.impacted_services' AS MAP(VARCHAR, JSON))), []) AS services
    FROM item
)
SELECT
    '/' || number AS locator,
    coalesce(i.arn, i.service || '_' || i.date) AS native_id,
    i.summary AS title, 'incident' AS kind,
    CASE i.status
        WHEN '0' THEN 'resolved'
        WHEN '1' THEN 'informational'
        WHEN '2' THEN 'degradation'
        WHEN '3' THEN 'disruption'
        ELSE i.status
    END AS severity,
    CASE WHEN i.status IN ('0', '1', '2', '3') THEN i.status END::TINYINT AS severity_rank,
    if(i.status = '0' OR i.summary ILIKE '%[resolved]%', 'resolved', 'open') AS status,
    i.date AS posted, nullif(i.end_time, '0') AS resolved, 'https://health.aws.amazon.com/health/status' AS url,
    coalesce(json::VARCHAR, 'null') AS raw,
    CASE
        WHEN json_type(json) <> 'OBJECT' THEN 'it is no object'
        WHEN i.arn IS NULL AND i.service IS NULL THEN 'it has neither arn nor service'
    END AS problem,
    [{'at': u.timestamp, 'status': u.summary, 'body': u.message,
      'state': if(u.status = '0' OR u.summary ILIKE '%[resolved]%', 'over', 'open')} FOR u IN i.event_log] AS updates,
    list_concat(
        if(i.service_name IS NULL, [], [{'component': i.service_name, 'region': i.region_name, 'status': i.status}]),
        [{'component': s ->> 'service_name', 'region': i.region_name, 'status': s ->> 'current'} FOR s IN services
         IF (s ->> 'service_name') IS NOT NULL]
    ) AS components
FROM event

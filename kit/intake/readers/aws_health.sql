-- One row an event of the AWS Health API: the answer of describe-events or describe-event-details, a list of events, or
-- EventBridge events.
WITH document AS (SELECT $document::JSON AS json),
list AS (
    SELECT '/' AS place, json_extract(json, '$[*]') AS items FROM document WHERE json_type(json) = 'ARRAY'
    UNION ALL
    SELECT '/events/', json_extract(json, '$.events[*]') FROM document
    UNION ALL
    SELECT '/successfulSet/', json_extract(json, '$.successfulSet[*]') FROM document
    UNION ALL
    SELECT '/failedSet/', json_extract(json, '$.failedSet[*]') FROM document
    UNION ALL
    SELECT '', [json] FROM document WHERE json_exists(json, '$.detail')
),
item AS (SELECT place, unnest(range(len(items))) AS number, unnest(items) AS json FROM list),
event AS (
    SELECT
        if(place = '', '', place || number) AS locator, json,
        coalesce(
            json ->> '$.eventDescription.latestDescription',
            json ->> '$.detail.eventDescription[0].latestDescription'
        ) AS body,
        json ->> '$.errorMessage' AS failure, json ->> '$.region' AS bus_region,
        from_json(coalesce(json -> '$.event', json -> '$.detail', json), '{
            "arn": "VARCHAR", "eventArn": "VARCHAR", "service": "VARCHAR", "eventTypeCode": "VARCHAR",
            "eventTypeCategory": "VARCHAR", "region": "VARCHAR", "eventRegion": "VARCHAR",
            "availabilityZone": "VARCHAR", "startTime": "VARCHAR", "endTime": "VARCHAR", "lastUpdatedTime": "VARCHAR",
            "statusCode": "VARCHAR"
        }') AS i
    FROM item
),
judged AS (
    SELECT
        *, coalesce(i.eventArn, i.arn) AS native_id,
        coalesce(i.availabilityZone, i.eventRegion, i.region, bus_region) AS region,
        i.eventTypeCategory IN ('accountNotification', 'notification') AS is_notification
    FROM event
)
SELECT
    locator, native_id,
    coalesce(regexp_extract(body, '^([^\n]+)', 1), i.eventTypeCode) AS title,
    if(i.eventTypeCategory = 'scheduledChange', 'maintenance', 'incident') AS kind,
    i.statusCode AS status,
    CASE
        WHEN i.eventTypeCategory IN ('issue', 'investigation')
            THEN CASE i.statusCode WHEN 'closed' THEN 'over' WHEN 'open' THEN 'open' END
        WHEN i.statusCode = 'closed' THEN 'over'
        ELSE 'unsaid'
    END AS state,
    i.startTime AS began, i.endTime AS resolved, i.lastUpdatedTime AS last_seen, coalesce(json::VARCHAR, 'null') AS raw,
    CASE WHEN json_type(json) <> 'OBJECT' THEN 'it is no object'
         WHEN failure IS NOT NULL THEN 'the API could not give it: ' || failure
         WHEN native_id IS NULL THEN 'it has no arn' END AS problem,
    [{'at': NULL::VARCHAR, 'status': i.statusCode, 'body': b} FOR b IN [body] IF b IS NOT NULL] AS updates,
    [{'component': s, 'region': region} FOR s IN [i.service] IF s IS NOT NULL] AS components,
    [{'rule': 'not_an_outage', 'detail': c} FOR c IN [i.eventTypeCategory] IF is_notification] AS flags
FROM judged

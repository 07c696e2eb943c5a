-- One row a heartbeat of Uptime Kuma, by monitor.
WITH document AS (SELECT $document::JSON AS json),
monitor AS (SELECT unnest(json_keys(json, '$.heartbeatList')) AS id, json FROM document),
beats AS (
    SELECT
        id,
        from_json(
            json -> ('$.heartbeatList."' || id || '"'),
            '[{"status": "INTEGER", "time": "VARCHAR", "msg": "VARCHAR"}]'
        ) AS list
    FROM monitor
),
beat AS (SELECT id, unnest(range(len(list))) AS place, unnest(list) AS b FROM beats)
SELECT
    '/heartbeatList/' || id || '/' || place AS locator, 'monitor ' || id AS target, 'monitor ' || id AS name,
    b.time AS "at",
    CASE b.status WHEN 0 THEN 'down' WHEN 1 THEN 'up' WHEN 2 THEN 'pending' WHEN 3 THEN 'maintenance' END AS state,
    nullif(b.msg, '') AS message
FROM beat

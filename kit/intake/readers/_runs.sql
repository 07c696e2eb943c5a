-- Runs of bad checks of each target: one row a run, with its checks and the good ones on both sides; and the checks
-- that cannot be read.
WITH typed AS (
    SELECT *, TRY_CAST("at" AS TIMESTAMPTZ) AS moment, row_number() OVER () AS number FROM check_log
),
-- an outage is a run of down between up; maintenance a run of maintenance between anything else
wanted AS (
    SELECT *, 'down' AS bad, state = 'down' AS is_bad FROM typed WHERE moment IS NOT NULL AND state IN ('up', 'down')
    UNION ALL
    SELECT *, 'maintenance', state = 'maintenance' FROM typed WHERE moment IS NOT NULL
),
changes AS (
    SELECT *, is_bad IS DISTINCT FROM lag(is_bad) OVER w AS is_change
    FROM wanted
    WINDOW w AS (PARTITION BY bad, target ORDER BY moment, number)
),
numbered AS (
    SELECT *, sum(is_change::INTEGER) OVER (PARTITION BY bad, target ORDER BY moment, number) AS run_no FROM changes
),
stretch AS (
    SELECT
        bad, target, run_no, is_bad, any_value(name) AS name, any_value("group") AS "group",
        arg_min(locator, number) AS locator, min(moment) AS first_at, max(moment) AS last_at,
        arg_min(message, moment) AS first_message, arg_max(message, moment) AS last_message,
        list({'at': strftime(moment, '%Y-%m-%dT%H:%M:%S.%fZ'), 'state': state} ORDER BY moment, number) AS checks
    FROM numbered GROUP BY bad, target, run_no, is_bad
),
placed AS (
    SELECT
        *, lag(last_at) OVER w AS good_until, lead(first_at) OVER w AS good_from,
        lag(checks[-1]) OVER w AS check_before, lead(checks[1]) OVER w AS check_after,
        lead(first_message) OVER w AS message_after
    FROM stretch WINDOW w AS (PARTITION BY bad, target ORDER BY run_no)
)
SELECT
    locator,
    target || '@' || strftime(first_at, '%Y-%m-%dT%H:%M:%SZ') || if(bad = 'down', '', '/maintenance') AS native_id,
    coalesce("group" || '/', '') || name || if(bad = 'down', ' is down', ' is in maintenance') AS title,
    if(bad = 'down', 'incident', 'maintenance') AS kind, bad AS status, if(good_from IS NULL, 'open', 'over') AS state,
    strftime(good_until, '%Y-%m-%dT%H:%M:%S.%fZ') AS began_after,
    strftime(first_at, '%Y-%m-%dT%H:%M:%S.%fZ') AS posted,
    strftime(coalesce(good_from, last_at), '%Y-%m-%dT%H:%M:%S.%fZ') AS last_seen,
    [u FOR u IN [
        {'at': strftime(first_at, '%Y-%m-%dT%H:%M:%S.%fZ'), 'status': bad, 'body': first_message, 'state': 'open'},
        {
            'at': if(last_at > first_at, strftime(last_at, '%Y-%m-%dT%H:%M:%S.%fZ'), NULL),
            'status': bad, 'body': last_message, 'state': 'open'
        },
        {'at': strftime(good_from, '%Y-%m-%dT%H:%M:%S.%fZ'), 'status': 'up', 'body': message_after, 'state': 'over'}
    ] IF u."at" IS NOT NULL] AS updates,
    [{'component': name, 'region': NULL::VARCHAR, 'status': bad}] AS components,
    list_concat(
        [c FOR c IN [check_before] IF c IS NOT NULL], checks, [c FOR c IN [check_after] IF c IS NOT NULL]
    ) AS checks,
    to_json({'target': target, 'name': name, 'group': "group", 'checks': checks})::VARCHAR AS raw,
    NULL AS problem
FROM placed WHERE is_bad
UNION ALL BY NAME
SELECT
    locator,
    if(
        moment IS NULL,
        'a check without a time that can be read: ' || coalesce("at", 'nothing'),
        'a check that says neither up nor down'
    ) AS problem,
    to_json(typed)::VARCHAR AS raw
FROM typed WHERE moment IS NULL OR state IS NULL

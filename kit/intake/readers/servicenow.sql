-- One row an incident of a ServiceNow table or of its audit log, which has several rows an incident: the last row says
-- how it stands.
WITH numbered AS (SELECT *, row_number() OVER () AS line FROM cell),
ordered AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY coalesce(number, 'row ' || line)
            ORDER BY TRY_CAST(mod_count AS INTEGER) DESC NULLS LAST, line DESC
        ) AS age
    FROM numbered
),
posts AS (
    SELECT
        coalesce(number, 'row ' || line) AS key, min(place) AS place, count(*) AS rows,
        list({
            'at': updated, 'status': state, 'body': NULL::VARCHAR,
            'state': CASE
                WHEN lower(state) IN ('resolved', 'closed', '6', '7') THEN 'over'
                WHEN state IS NOT NULL THEN 'open'
            END
        } ORDER BY line) FILTER (updated IS NOT NULL) AS updates,
        to_json(list(raw::JSON ORDER BY line))::VARCHAR AS raw
    FROM ordered GROUP BY key
)
SELECT
    p.place AS locator, o.number AS native_id, coalesce(o.title, o.category) AS title, 'incident' AS kind,
    coalesce(o.priority, o.impact) AS severity,
    CASE regexp_extract(coalesce(o.priority, o.impact), '\d')
        WHEN '1' THEN 3
        WHEN '2' THEN 2
        WHEN '3' THEN 1
        WHEN '4' THEN 0
        WHEN '5' THEN 0
    END::TINYINT AS severity_rank,
    o.state AS status,
    CASE
        WHEN lower(o.state) IN ('resolved', 'closed', 'canceled', '6', '7', '8') THEN 'over'
        WHEN o.state IS NOT NULL THEN 'open'
    END AS state,
    o.opened AS posted, o.resolved, coalesce(o.closed, o.updated) AS last_seen, $day_order AS day_order, p.updates,
    if(o.category IS NULL, NULL, [{'component': o.category, 'region': o.location}]) AS components,
    p.raw,
    CASE
        WHEN o.number IS NULL THEN 'it has no number'
        WHEN o.opened IS NULL THEN 'it has no time of opening'
    END AS problem,
    p.rows AS row_count
FROM posts p JOIN ordered o ON coalesce(o.number, 'row ' || o.line) = p.key AND o.age = 1
ORDER BY o.line

-- How often incidents began at each provider, from loaded reports: incidents in each calendar month (UTC) with the
-- months of exposure in it, and the hours between one beginning and the next. The report that opens an exposure is not
-- counted as one of it (in_exposure). The last interval of an exposure is open: it lasted at least until the end
-- (open_gap_hours). An exposure of a month is 730.5 hours. Of one outage: the providers that have reports of it.
WITH windows AS (
    SELECT provider, opens, closes FROM exposure
    WHERE opens < closes AND ($outage IS NULL OR provider IN (SELECT provider FROM incident WHERE outage_id = $outage))
),
beginnings AS (
    SELECT i.provider, x.opens, x.closes, i.began_at
    FROM incident i
    JOIN windows x ON x.provider = i.provider AND i.began_at BETWEEN x.opens AND x.closes
    WHERE i.excluded_because IS NULL
),
pieces AS (
    SELECT
        provider, opens, closes,
        unnest(generate_series(date_trunc('month', opens), closes, INTERVAL 1 MONTH)) AS month
    FROM windows
),
months AS (
    SELECT
        p.provider, p.month,
        epoch(p.month + INTERVAL 1 MONTH - p.month) / 3600 AS month_hours,
        sum(epoch(least(p.closes, p.month + INTERVAL 1 MONTH) - greatest(p.opens, p.month)) / 3600) AS hours,
        sum((
            SELECT count(*)
            FROM beginnings b
            WHERE b.provider = p.provider
                AND b.opens = p.opens
                AND b.began_at > b.opens
                AND date_trunc('month', b.began_at) = p.month
        ))
            AS incidents
    FROM pieces p WHERE p.month < p.closes GROUP BY p.provider, p.month
),
by_month AS (
    SELECT
        provider, sum(hours) / 730.5 AS months, list(month::DATE ORDER BY month) AS month,
        list(incidents::BIGINT ORDER BY month) AS month_incidents,
        list(hours / 730.5 ORDER BY month) AS month_exposure,
        list(hours >= month_hours - 0.001 ORDER BY month) AS month_is_whole
    FROM months GROUP BY provider
),
gaps AS (
    SELECT
        provider, began_at, epoch(lead(began_at) OVER w - began_at) / 3600 AS hours,
        CASE WHEN lead(began_at) OVER w IS NULL THEN epoch(closes - began_at) / 3600 END AS open_hours
    FROM beginnings WINDOW w AS (PARTITION BY provider, opens ORDER BY began_at)
),
by_gap AS (
    SELECT
        provider, coalesce(list(hours ORDER BY began_at) FILTER (hours IS NOT NULL), []) AS gap_hours,
        coalesce(list(open_hours ORDER BY began_at) FILTER (open_hours IS NOT NULL), []) AS open_gap_hours
    FROM gaps GROUP BY provider
)
SELECT
    m.provider,
    (SELECT min(opens) FROM windows w WHERE w.provider = m.provider) AS from_utc,
    (SELECT max(closes) FROM windows w WHERE w.provider = m.provider) AS until_utc,
    m.months, n.incidents, list_sum(m.month_incidents)::BIGINT AS in_exposure, m.month, m.month_incidents,
    m.month_exposure, m.month_is_whole, coalesce(g.gap_hours, []) AS gap_hours,
    coalesce(g.open_gap_hours, []) AS open_gap_hours, n.maintenance, n.flagged, n.undated, n.quarantined,
    []::STRUCT(source_id VARCHAR)[] AS sources
FROM by_month m JOIN report_count n USING (provider) LEFT JOIN by_gap g USING (provider)
ORDER BY n.incidents DESC, m.provider

-- The hours of each day (UTC) in which a provider had an incident, from loaded reports: intervals that overlap are
-- merged, so nothing counts twice. `low` is what was down for certain, `high` what can have been: a record without an
-- end leaves it open to the end of the exposure. `hours` is the exposure in the day. An incident of any component
-- counts: this is the time without a posted incident, and no share of requests that were answered.
WITH windows AS (
    SELECT provider, opens, closes FROM exposure
    WHERE opens < closes AND ($outage IS NULL OR provider IN (SELECT provider FROM incident WHERE outage_id = $outage))
),
pieces AS (
    SELECT provider, opens, closes, unnest(generate_series(date_trunc('day', opens), closes, INTERVAL 1 DAY)) AS day
    FROM windows
),
days AS (
    SELECT provider, day, sum(epoch(least(closes, day + INTERVAL 1 DAY) - greatest(opens, day)) / 3600) AS hours
    FROM pieces WHERE day < closes GROUP BY provider, day
),
down AS (
    SELECT
        d.provider, d.day, t.bound,
        sum(epoch(least(t.ends, d.day + INTERVAL 1 DAY) - greatest(t.starts, d.day)) / 3600) AS hours
    FROM days d JOIN down_time t ON t.provider = d.provider AND t.starts < d.day + INTERVAL 1 DAY AND t.ends > d.day
    WHERE t.component IS NULL GROUP BY d.provider, d.day, t.bound
),
begun AS (
    SELECT provider, date_trunc('day', began_at) AS day, count(*) AS incidents
    FROM incident
    WHERE excluded_because IS NULL
    GROUP BY ALL
)
SELECT
    d.provider, d.day::DATE AS day, d.hours,
    coalesce(any_value(w.hours) FILTER (w.bound = 'low'), 0) AS down_hours_low,
    coalesce(any_value(w.hours) FILTER (w.bound = 'high'), 0) AS down_hours_high,
    coalesce(any_value(b.incidents), 0) AS incidents, any_value(n.maintenance) AS maintenance,
    any_value(n.flagged) AS flagged, any_value(n.undated) AS undated, any_value(n.quarantined) AS quarantined,
    []::STRUCT(source_id VARCHAR)[] AS sources
FROM days d
LEFT JOIN down w USING (provider, day)
LEFT JOIN begun b USING (provider, day)
JOIN report_count n USING (provider)
GROUP BY d.provider, d.day, d.hours
ORDER BY d.provider, d.day

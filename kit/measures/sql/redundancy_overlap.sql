-- Hours in which two providers had an incident posted at the same time, from loaded reports, for each pair of
-- providers. Maintenance and flagged records are left out. `low` counts what was certainly down (from the latest
-- beginning to the earliest end or the last time it was seen down), `high` what can have been; a record without an end
-- leaves `high` open. Overlapping incidents of one provider count once. Both are counted within the time in which both
-- histories run, up to their last load; `by_chance` is what two independent providers would share in it.
WITH incidents AS (
    SELECT
        r.*,
        coalesce(ended_earliest, last_seen_at, began_at) AS certain_end,
        coalesce(began_latest, began_at) AS certain_start,
        coalesce(began_earliest, began_at) AS possible_start, ended_latest AS possible_end
    FROM report r
    WHERE r.kind = 'incident' AND r.began_at IS NOT NULL AND r.report_id NOT IN (SELECT report_id FROM flag)
        AND ($outage IS NULL OR r.report_id IN (SELECT report_id FROM outage_report WHERE outage_id = $outage))
),
windows AS (
    SELECT
        i.provider, min(i.possible_start) AS opens, bool_or(i.possible_end IS NULL) AS is_open,
        (SELECT max(x.closes) FROM exposure x WHERE x.provider = i.provider) AS closes
    FROM incidents i GROUP BY i.provider
),
pairs AS (
    SELECT
        a.provider, b.provider AS other, greatest(a.opens, b.opens) AS opens, least(a.closes, b.closes) AS closes,
        a.is_open, b.is_open AS other_open
    FROM windows a
    JOIN windows b ON a.provider < b.provider
    WHERE greatest(a.opens, b.opens) < least(a.closes, b.closes)
),
cut AS ( -- each incident of either provider of a pair within the time of both, once as certain and once as possible
    SELECT
        p.provider AS pair, p.other, i.provider, bound,
        greatest(p.opens, IF(bound = 'low', certain_start, possible_start)) AS starts,
        least(p.closes, IF(bound = 'low', certain_end, coalesce(possible_end, p.closes))) AS ends
    FROM pairs p JOIN incidents i ON i.provider IN (p.provider, p.other), (VALUES ('low'), ('high')) AS b(bound)
),
numbered AS (
    SELECT
        *,
        max(ends) OVER (
            PARTITION BY pair, other, provider, bound
            ORDER BY starts, ends
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS so_far
    FROM cut WHERE starts < ends
),
islands AS (
    SELECT
        *,
        count(*) FILTER (so_far IS NULL OR starts > so_far) OVER (
            PARTITION BY pair, other, provider, bound
            ORDER BY starts, ends
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS island
    FROM numbered
),
merged AS (
    SELECT
        pair, other, provider, bound, min(starts) AS starts, max(ends) AS ends,
        epoch(max(ends) - min(starts)) / 3600 AS hours
    FROM islands GROUP BY pair, other, provider, bound, island
),
sums AS (
    SELECT
        pair, other,
        coalesce(sum(hours) FILTER (provider = pair AND bound = 'low'), 0) AS low,
        coalesce(sum(hours) FILTER (provider = pair AND bound = 'high'), 0) AS high,
        coalesce(sum(hours) FILTER (provider = other AND bound = 'low'), 0) AS other_low,
        coalesce(sum(hours) FILTER (provider = other AND bound = 'high'), 0) AS other_high
    FROM merged GROUP BY pair, other
),
shared AS (
    SELECT
        a.pair, a.other, a.bound,
        sum(greatest(0, epoch(least(a.ends, b.ends) - greatest(a.starts, b.starts)) / 3600)) AS hours
    FROM merged a
    JOIN merged b ON a.pair = b.pair
        AND a.other = b.other
        AND a.bound = b.bound
        AND a.provider = a.pair
        AND b.provider = b.other
    GROUP BY a.pair, a.other, a.bound
),
both_down AS (
    SELECT p.*, s.low, s.high, s.other_low, s.other_high, epoch(p.closes - p.opens) / 3600 AS window_hours,
        coalesce((
            SELECT hours FROM shared x WHERE x.pair = p.provider AND x.other = p.other AND x.bound = 'low'
        ), 0) AS both_low,
        coalesce((
            SELECT hours FROM shared x WHERE x.pair = p.provider AND x.other = p.other AND x.bound = 'high'
        ), 0) AS both_high
    FROM pairs p JOIN sums s ON s.pair = p.provider AND s.other = p.other
)
SELECT
    provider, other, opens AS from_utc, closes AS until_utc, window_hours,
    low AS hours_low, CASE WHEN NOT is_open THEN high END AS hours_high,
    other_low AS other_hours_low, CASE WHEN NOT other_open THEN other_high END AS other_hours_high,
    both_low AS both_hours_low, CASE WHEN NOT (is_open OR other_open) THEN both_high END AS both_hours_high,
    low + other_low - both_low AS either_hours_low,
    CASE WHEN NOT (is_open OR other_open) THEN high + other_high - both_high END AS either_hours_high,
    low * other_low / window_hours AS by_chance_hours_low,
    CASE WHEN NOT (is_open OR other_open) THEN high * other_high / window_hours END AS by_chance_hours_high,
    []::STRUCT(source_id VARCHAR)[] AS sources
FROM both_down
ORDER BY provider, other

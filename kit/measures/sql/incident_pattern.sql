-- In which hour of the week the incidents of each provider began, in the time zone of the session (UTC): weekday 1 is
-- Monday. `expected` is how many would have, had they come evenly over the exposure; an hour that a change of the
-- clocks skips or doubles counts as often as it came. Where the onset is not printed the first post stands for it;
-- post_only counts those.
WITH windows AS (
    SELECT provider, opens, closes FROM exposure
    WHERE opens < closes AND ($outage IS NULL OR provider IN (SELECT provider FROM incident WHERE outage_id = $outage))
),
hours AS (
    SELECT provider, unnest(generate_series(date_trunc('hour', opens), closes, INTERVAL 1 HOUR)) AS hour FROM windows
),
exposed AS (SELECT provider, isodow(hour) AS weekday, hour(hour) AS hour, count(*) AS hours FROM hours GROUP BY ALL),
begun AS (
    SELECT
        provider, isodow(began_at) AS weekday, hour(began_at) AS hour, count(*) AS incidents,
        count(*) FILTER (is_post_only) AS post_only
    FROM incident WHERE excluded_because IS NULL GROUP BY ALL
),
joined AS (
    SELECT e.*, coalesce(b.incidents, 0) AS incidents, coalesce(b.post_only, 0) AS post_only
    FROM exposed e LEFT JOIN begun b USING (provider, weekday, hour)
)
SELECT
    current_setting('TimeZone') AS zone, j.provider, j.weekday, j.hour, j.hours AS exposure_hours, j.incidents,
    sum(j.incidents) OVER whole * j.hours / sum(j.hours) OVER whole AS expected, j.post_only,
    n.maintenance, n.flagged, n.undated, n.quarantined, []::STRUCT(source_id VARCHAR)[] AS sources
FROM joined j JOIN report_count n USING (provider)
WINDOW whole AS (PARTITION BY j.provider)
ORDER BY j.provider, j.weekday, j.hour

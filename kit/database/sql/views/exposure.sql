-- The time over which the incidents of a provider are counted: from the first to the last word of its reports in each
-- format, windows that overlap merged. How quiet it was before the first report and after the last nobody says. A
-- notice of maintenance counts as a word, at the time of its post.
WITH words AS (
    SELECT provider, format, began_at AS first_at, greatest(began_at, last_seen_at, certain_end) AS last_at
    FROM incident
    WHERE excluded_because IS NULL
    UNION ALL
    SELECT provider, format, posted_at, posted_at FROM incident WHERE kind = 'maintenance' AND posted_at IS NOT NULL
),
spans AS (SELECT provider, min(first_at) AS starts, max(last_at) AS ends FROM words GROUP BY provider, format),
numbered AS (
    SELECT
        *,
        max(ends) OVER (
            PARTITION BY provider ORDER BY starts, ends ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS so_far
    FROM spans
),
islands AS (
    SELECT
        *,
        count(*) FILTER (so_far IS NULL OR starts > so_far) OVER (
            PARTITION BY provider ORDER BY starts, ends ROWS UNBOUNDED PRECEDING
        ) AS island
    FROM numbered
)
SELECT provider, min(starts) AS opens, max(ends) AS closes FROM islands GROUP BY provider, island

-- The time over which the incidents of a provider are counted: from the first report in each format to the last load of
-- a file of that format, windows that overlap merged. How quiet it was before the first report nobody says; after the
-- last one it was quiet until somebody looked, and a window that closed with the last report would be one that an
-- incident ends, with rates too high (by a quarter at six incidents). A load that brings nothing new counts too; no
-- window closes later than now, or later than the year of the yearly workbooks of OE-417. A file that is older than
-- its load makes a rate too low: load it when it is fetched, or set OUTAGE_KIT_NOW to the time when it was. A notice of
-- maintenance counts as a word, at the time of its post.
WITH words AS (
    SELECT provider, format, began_at AS said_at FROM incident WHERE excluded_because IS NULL
    UNION ALL
    SELECT provider, format, posted_at FROM incident WHERE kind = 'maintenance' AND posted_at IS NOT NULL
),
brought AS (
    SELECT DISTINCT r.provider, r.format, l.provider AS named, l.path
    FROM (SELECT provider, format, load_id FROM report UNION SELECT provider, format, load_id FROM report_history) r
    JOIN load l USING (load_id)
),
looks AS (
    SELECT b.provider, b.format, max(l.loaded_at) AS looked_at
    FROM brought b
    JOIN load l
        ON l.format = b.format
        AND (l.provider = b.provider OR (l.path = b.path AND l.provider IS NOT DISTINCT FROM b.named))
    GROUP BY b.provider, b.format
),
spans AS (
    SELECT
        w.provider, min(w.said_at) AS starts,
        least(
            any_value(k.looked_at), now(),
            CASE WHEN w.format = 'oe417' THEN date_trunc('year', max(w.said_at)) + INTERVAL 1 YEAR END
        ) AS ends
    FROM words w JOIN looks k USING (provider, format) GROUP BY w.provider, w.format
),
numbered AS (
    SELECT
        *,
        max(ends) OVER (
            PARTITION BY provider ORDER BY starts, ends ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS so_far
    FROM spans
    WHERE starts < ends
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

-- When a provider (component empty) or a component of it had an incident, within its exposure: incidents that overlap
-- are merged, so that nothing counts twice. `low` is what was down for certain, `high` what can have been: an open end
-- runs to the end of the exposure.
WITH counted AS (
    SELECT provider, NULL::VARCHAR AS component, certain_start, certain_end, possible_start, possible_end
    FROM incident
    WHERE excluded_because IS NULL
    UNION ALL
    SELECT i.provider, c.component, i.certain_start, i.certain_end, i.possible_start, i.possible_end
    FROM incident i
    JOIN (SELECT DISTINCT report_id, component FROM report_component) c USING (report_id)
    WHERE i.excluded_because IS NULL
),
spans AS (
    SELECT provider, component, 'low' AS bound, certain_start AS starts, certain_end AS ends FROM counted
    UNION ALL
    SELECT provider, component, 'high', possible_start, coalesce(possible_end, 'infinity'::TIMESTAMPTZ) FROM counted
),
clipped AS (
    SELECT s.provider, s.component, s.bound, greatest(s.starts, x.opens) AS starts, least(s.ends, x.closes) AS ends
    FROM spans s JOIN exposure x ON x.provider = s.provider AND s.starts < x.closes AND s.ends > x.opens
    WHERE s.starts < s.ends
),
numbered AS (
    SELECT
        *,
        max(ends) OVER (
            PARTITION BY provider, component, bound
            ORDER BY starts, ends
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS so_far
    FROM clipped
),
islands AS (
    SELECT
        *,
        count(*) FILTER (so_far IS NULL OR starts > so_far) OVER (
            PARTITION BY provider, component, bound ORDER BY starts, ends ROWS UNBOUNDED PRECEDING
        ) AS island
    FROM numbered
)
SELECT provider, component, bound, min(starts) AS starts, max(ends) AS ends
FROM islands
GROUP BY provider, component, bound, island

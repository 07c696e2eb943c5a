-- One row a loaded report, with the times that counting rests on, and why it is not counted (excluded_because), where
-- it is not: maintenance, flagged as implausible, undated. A flag that only says what one must know of a record (stale,
-- zone_assumed) leaves nothing out. From certain_start to certain_end something was down for certain (no end: up to the
-- last word on it); from possible_start to possible_end it can have been, and an empty possible_end is open. Where no
-- onset is printed the first post stands for it (is_post_only). watched_from is when the record was first loaded: of a
-- feed that lists only what is going on, nothing that had ended by then can have been seen.
WITH flags AS (
    SELECT report_id, string_agg(DISTINCT rule, ' ' ORDER BY rule) AS rules
    FROM flag
    WHERE rule NOT IN ('stale', 'zone_assumed')
    GROUP BY report_id
),
outages AS (SELECT report_id, min(outage_id) AS outage_id FROM outage_report GROUP BY report_id),
first_loads AS (
    SELECT report_id, min(load_id) AS load_id
    FROM (SELECT report_id, load_id FROM report UNION ALL SELECT report_id, load_id FROM report_history)
    GROUP BY report_id
)
SELECT
    r.report_id, r.provider, r.format, o.outage_id, r.kind, r.severity_rank, r.posted_at, r.began_at, r.mitigated_at,
    r.last_seen_at, r.end_state, r.began_earliest IS NULL AS is_post_only,
    coalesce(r.began_latest, r.began_at) AS certain_start,
    coalesce(r.ended_earliest, r.last_seen_at, r.began_at) AS certain_end,
    coalesce(r.began_earliest, r.began_at) AS possible_start,
    CASE WHEN r.end_state = 'ended' THEN r.ended_latest END AS possible_end,
    l.loaded_at AS watched_from,
    CASE
        WHEN r.kind = 'maintenance' THEN 'maintenance'
        WHEN f.rules IS NOT NULL THEN 'flagged: ' || f.rules
        WHEN r.began_at IS NULL THEN 'undated'
    END AS excluded_because
FROM report r
LEFT JOIN flags f USING (report_id)
LEFT JOIN outages o USING (report_id)
LEFT JOIN first_loads s USING (report_id)
LEFT JOIN load l ON l.load_id = s.load_id

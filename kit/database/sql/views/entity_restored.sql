-- One row an entity that an outage hit, restored when the last of its functions was: (lower_hours, upper_hours] holds
-- the time that it took, an empty upper end is open and lower_hours then the last time that it was seen down, as what
-- was only degraded may have been all but back; normal_*_hours the return to normal operations, where a source
-- tells it.
WITH spans AS (
    SELECT
        *,
        greatest(0, epoch(coalesce(ended_earliest, last_down, began_latest) - began_latest)) / 3600 AS lower_hours,
        CASE WHEN end_state = 'ended' THEN epoch(ended_latest - began_earliest) / 3600 END AS upper_hours,
        CASE
            WHEN normal_latest IS NOT NULL
                THEN greatest(
                    0, epoch(coalesce(normal_earliest, ended_earliest, last_down, began_latest) - began_latest)
                ) / 3600
        END AS normal_low_hours,
        epoch(normal_latest - began_earliest) / 3600 AS normal_high_hours
    FROM impact
)
SELECT
    s.outage_id, s.entity_id, max(s.lower_hours) AS lower_hours,
    CASE WHEN bool_and(s.upper_hours IS NOT NULL) THEN max(s.upper_hours) END AS upper_hours,
    max(s.normal_low_hours) AS normal_low_hours, max(s.normal_high_hours) AS normal_high_hours,
    min(s.began_earliest) AS began_earliest, max(s.last_impaired) AS last_seen_at,
    (
        CASE
            WHEN bool_and(s.end_state = 'ended') THEN 'ended'
            WHEN bool_or(s.end_state = 'open_as_of') THEN 'open_as_of'
            ELSE 'unknown'
        END
    )::end_state_kind AS end_state,
    list_sort(flatten(list(s.row_ids))) AS row_ids
FROM spans s
GROUP BY s.outage_id, s.entity_id

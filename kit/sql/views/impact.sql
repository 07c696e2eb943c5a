-- One row a function of an entity that an outage hit, merged from the accepted observations of it. The rule, step by step:
--   began:  the times at which sources say that it went down; where none does, somewhere between the onset of the outage and the first
--           time it was seen down. Never before the onset.
--   ended:  the times at which sources say that it worked again (normal operations where nobody says so earlier), and never before the
--           last time it was seen down. "Worked at noon" says only that it ended by noon.
--   Times that agree narrow each other; times that contradict give the interval that holds them all, and set `conflict`.
--   No end: open_as_of where a source says that it was still down at some later time, else unknown.
WITH seen AS (
    SELECT
        s.outage_id, s.entity_id, s.function, s.episode, s.state, s.is_change, s.at_latest, s.source_id,
        CASE WHEN o.onset_earliest < s.at_latest THEN greatest(s.at_earliest, o.onset_earliest) ELSE s.at_earliest END AS at_earliest,
        o.onset_earliest, o.onset_latest
    FROM observation s JOIN outage o USING (outage_id)
    WHERE s.status = 'accepted' AND s.state <> 'not_hit'
),
bounds AS (
    SELECT
        outage_id, entity_id, function, episode,
        any_value(onset_earliest) AS onset_earliest,
        max(at_earliest) FILTER (state = 'down' AND is_change) AS began_narrow_earliest,
        min(at_latest) FILTER (state = 'down' AND is_change) AS began_narrow_latest,
        min(at_earliest) FILTER (state = 'down' AND is_change) AS began_wide_earliest,
        max(at_latest) FILTER (state = 'down' AND is_change) AS began_wide_latest,
        count(*) FILTER (state = 'down' AND is_change) AS began_count,
        min(at_latest) FILTER (state IN ('down', 'degraded')) AS first_seen_down,
        max(at_earliest) FILTER (state IN ('down', 'degraded')) AS last_down,
        max(at_earliest) FILTER (state IN ('down', 'degraded') AND NOT is_change) AS last_still_down,
        max(at_earliest) FILTER (state = 'restored' AND is_change) AS ended_narrow_earliest,
        min(at_latest) FILTER (state = 'restored') AS ended_narrow_latest,
        min(at_earliest) FILTER (state = 'restored' AND is_change) AS ended_wide_earliest,
        max(at_latest) FILTER (state = 'restored') AS ended_wide_latest,
        count(*) FILTER (state = 'restored') AS ended_count,
        max(at_earliest) FILTER (state = 'normal' AND is_change) AS normal_earliest,
        min(at_latest) FILTER (state = 'normal') AS normal_latest,
        count(*) FILTER (state = 'normal') AS normal_count,
        list(DISTINCT source_id ORDER BY source_id) AS source_ids
    FROM seen
    GROUP BY outage_id, entity_id, function, episode
),
judged AS (
    SELECT
        *,
        coalesce(began_narrow_earliest >= began_narrow_latest, false) AS began_conflict,
        coalesce(greatest(ended_narrow_earliest, last_still_down) >= ended_narrow_latest, false) AS ended_conflict
    FROM bounds
),
timed AS (
    SELECT
        * EXCLUDE (last_down),
        CASE WHEN began_count = 0 THEN onset_earliest WHEN began_conflict THEN began_wide_earliest ELSE began_narrow_earliest END
            AS began_earliest,
        CASE WHEN began_count = 0 THEN coalesce(first_seen_down, ended_wide_latest, normal_latest)
            WHEN began_conflict THEN began_wide_latest ELSE began_narrow_latest END AS began_latest,
        last_down,
        CASE WHEN ended_count > 0 AND ended_conflict THEN least(ended_wide_earliest, ended_narrow_latest, last_still_down)
            WHEN ended_count > 0 THEN greatest(ended_narrow_earliest, last_down)
            WHEN normal_count > 0 THEN greatest(last_down, began_narrow_earliest) END AS ended_earliest,
        CASE WHEN ended_count > 0 AND ended_conflict THEN greatest(ended_wide_latest, last_still_down)
            WHEN ended_count > 0 THEN ended_narrow_latest
            WHEN normal_count > 0 THEN normal_latest END AS ended_latest
    FROM judged
)
SELECT
    outage_id, entity_id, function, began_earliest, began_latest,
    CASE WHEN ended_count + normal_count > 0 THEN greatest(ended_earliest, began_earliest) END AS ended_earliest,
    ended_latest, last_down,
    (CASE WHEN ended_count + normal_count > 0 THEN 'ended' WHEN last_still_down IS NOT NULL AND last_still_down > began_earliest
        THEN 'open_as_of' ELSE 'unknown' END)::end_state_kind AS end_state,
    episode, began_conflict OR ended_conflict AS conflict, normal_earliest, normal_latest, source_ids
FROM timed

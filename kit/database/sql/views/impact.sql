-- One row a function of an entity that an outage hit, merged from the accepted observations of it. The rule, step by
-- step:
--   began:  the times at which sources say that it went down, or first was degraded where it never was down; where none
--           does, somewhere between the onset of the outage and the first time it was seen down or up again. Never
--           before the onset.
--   ended:  the times at which sources say that it worked again (normal operations where nobody says so earlier), and
--           never before the last time it was seen down or degraded. "Worked at noon" says only that it ended by noon.
--   Times that agree narrow each other; times that contradict give the interval that holds those that do, narrowed by
--   the rest, and set `conflict`, unless the table `conflict` takes the better founded one: then that one alone counts.
--   A bound ("back by seven") that contradicts nothing widens nothing.
--   is_plea: that it worked again is only what a party argued in court.
--   No end: open_as_of where a source saw it still impaired (down or degraded) at a later time, else unknown. A
--   sighting dated so roughly that it may be the onset itself (hit "on 19 July") is no later word: it counts as one
--   when it starts longer after the onset than it is wide.
--   last_impaired is the last time it was seen down or degraded, last_down the last time it was seen down: only that
--   holds how long something without an end was down at least.
WITH clipped AS (
    SELECT
        s.* EXCLUDE (at_earliest), o.onset_earliest, s.at_latest - s.at_earliest AS width,
        CASE
            WHEN s.at_earliest < o.onset_earliest AND o.onset_earliest < s.at_latest THEN o.onset_earliest
            ELSE s.at_earliest
        END AS at_earliest
    FROM observation s JOIN outage o USING (outage_id) ANTI JOIN outweighed USING (row_id)
    WHERE s.status = 'accepted' AND s.state <> 'not_hit'
),
seen AS (
    SELECT
        *, CASE WHEN is_change THEN at_earliest END AS changed_earliest, state IN ('down', 'degraded') AS is_impaired,
        is_change AND (state = 'down' OR state = 'degraded' AND NOT bool_or(state = 'down') OVER unit
            AND at_latest = min(at_latest) FILTER (state = 'degraded' AND is_change) OVER unit) AS is_start,
        NOT is_change AND at_earliest - onset_earliest >= width AS is_later
    FROM clipped
    WINDOW unit AS (PARTITION BY outage_id, entity_id, function, episode)
),
met AS (
    SELECT
        *,
        max(changed_earliest) FILTER (is_start) OVER unit AS began_narrow_earliest,
        min(at_latest) FILTER (is_start) OVER unit AS began_narrow_latest,
        greatest(
            max(changed_earliest) FILTER (state = 'restored') OVER unit, max(at_earliest) FILTER (is_impaired) OVER unit
        ) AS ended_narrow_earliest,
        min(at_latest) FILTER (state = 'restored') OVER unit AS ended_narrow_latest
    FROM seen
    WINDOW unit AS (PARTITION BY outage_id, entity_id, function, episode)
),
judged AS (
    SELECT
        *,
        is_start AND coalesce(
            at_latest <= began_narrow_earliest OR changed_earliest >= began_narrow_latest, false
        ) AS disputes_start,
        state = 'restored' AND coalesce(
            at_latest <= ended_narrow_earliest OR changed_earliest >= ended_narrow_latest, false
        ) AS disputes_end
    FROM met
),
bounds AS (
    SELECT
        outage_id, entity_id, function, episode,
        any_value(onset_earliest) AS onset_earliest,
        any_value(began_narrow_earliest) AS began_narrow_earliest,
        any_value(began_narrow_latest) AS began_narrow_latest,
        bool_or(disputes_start) AS began_conflict,
        bool_or(disputes_start AND changed_earliest IS NULL) AS began_is_open,
        greatest(
            min(changed_earliest) FILTER (disputes_start),
            max(changed_earliest) FILTER (is_start AND NOT disputes_start)
        ) AS began_wide_earliest,
        least(
            max(at_latest) FILTER (disputes_start), min(at_latest) FILTER (is_start AND NOT disputes_start)
        ) AS began_wide_latest,
        count(*) FILTER (is_start) AS began_count,
        min(at_latest) FILTER (is_impaired) AS first_seen_impaired,
        min(at_earliest) FILTER (is_impaired) AS first_impaired,
        max(at_earliest) FILTER (is_impaired) AS last_impaired,
        max(at_earliest) FILTER (state = 'down') AS last_down,
        bool_or(is_impaired AND is_later) AS is_open,
        any_value(ended_narrow_earliest) AS ended_narrow_earliest,
        any_value(ended_narrow_latest) AS ended_narrow_latest,
        bool_or(disputes_end) AS ended_conflict,
        bool_or(disputes_end AND changed_earliest IS NULL) AS ended_is_open,
        greatest(
            min(changed_earliest) FILTER (disputes_end),
            max(changed_earliest) FILTER (state = 'restored' AND NOT disputes_end)
        ) AS ended_wide_earliest,
        least(
            max(at_latest) FILTER (disputes_end), min(at_latest) FILTER (state = 'restored' AND NOT disputes_end)
        ) AS ended_wide_latest,
        max(at_latest) FILTER (state = 'restored') AS last_seen_up,
        count(*) FILTER (state = 'restored') AS ended_count,
        coalesce(bool_and(told = 'in_court') FILTER (state = 'restored'), false) AS is_plea,
        max(changed_earliest) FILTER (state = 'normal') AS normal_earliest,
        min(at_latest) FILTER (state = 'normal') AS normal_latest,
        count(*) FILTER (state = 'normal') AS normal_count,
        list(row_id ORDER BY row_id) AS row_ids
    FROM judged
    GROUP BY outage_id, entity_id, function, episode
),
timed AS (
    SELECT
        *,
        CASE
            WHEN began_count = 0 THEN least(onset_earliest, first_impaired)
            WHEN began_is_open THEN onset_earliest
            WHEN began_conflict THEN began_wide_earliest
            ELSE began_narrow_earliest
        END AS began_earliest,
        CASE WHEN began_count = 0 THEN coalesce(first_seen_impaired, last_seen_up, normal_latest)
            WHEN began_conflict THEN began_wide_latest ELSE began_narrow_latest END AS began_latest,
        CASE WHEN ended_conflict AND NOT ended_is_open THEN ended_wide_earliest
            WHEN ended_count > 0 AND NOT ended_conflict THEN ended_narrow_earliest
            WHEN normal_count > 0 AND ended_count = 0 THEN last_impaired END AS ended_earliest,
        CASE WHEN ended_conflict THEN greatest(ended_wide_latest, last_impaired)
            WHEN ended_count > 0 THEN ended_narrow_latest
            WHEN normal_count > 0 THEN normal_latest END AS ended_latest
    FROM bounds
)
SELECT
    outage_id, entity_id, function, began_earliest, began_latest,
    CASE WHEN ended_latest IS NOT NULL THEN greatest(ended_earliest, began_earliest) END AS ended_earliest,
    ended_latest, last_impaired, last_down,
    (
        CASE
            WHEN ended_latest IS NOT NULL THEN 'ended'
            WHEN is_open THEN 'open_as_of'
            ELSE 'unknown'
        END
    )::end_state_kind AS end_state,
    episode, began_conflict OR ended_conflict AS conflict, is_plea, normal_earliest, normal_latest, row_ids
FROM timed

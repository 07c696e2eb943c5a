-- Named rules: reports that are implausible, or (zone_assumed, stale) about which one must know something. One SELECT a
-- rule.
SELECT record_no, 'end_before_start' AS rule, 'began ' || began_at || ', ended ' || resolved_at AS detail FROM reported
WHERE resolved_at < began_at AND ended_latest <= began_at
UNION ALL
SELECT record_no, 'zero_length', 'began and ended ' || began_at FROM reported
WHERE (resolved_at = began_at AND ended_latest - resolved_at <= INTERVAL 1 MINUTE)
    OR (resolved_at IS NULL AND last_open_at IS NOT NULL AND ended_latest <= began_at)
UNION ALL
-- a day or more after a post that already called it over, or a day or more before one that still called it open
SELECT record_no, 'end_contradicted_by_updates', 'ended ' || resolved_at || ', posts until ' || last_at FROM reported
WHERE (over_at IS NOT NULL AND resolved_at > last_at + INTERVAL 1 DAY)
    OR (last_open_at > resolved_at + INTERVAL 1 DAY AND posted_at < resolved_at)
UNION ALL
SELECT record_no, 'impossible_date', name || ' is ' || printed FROM record_at WHERE problem = 'impossible_date'
UNION ALL
SELECT record_no, 'impossible_date', 'a post is dated ' || printed FROM update_at WHERE problem = 'impossible_date'
UNION ALL
SELECT record_no, 'far_future', 'dated ' || greatest(began_at, resolved_at) FROM reported
WHERE greatest(began_at, resolved_at) > $now::TIMESTAMPTZ + INTERVAL 1 YEAR
UNION ALL
SELECT record_no, 'no_time', 'neither onset nor post is dated'
FROM reported
WHERE began_at IS NULL AND record_no NOT IN (SELECT record_no FROM record_at WHERE problem = 'impossible_date')
UNION ALL
-- no onset, and the first post already calls it over: nothing bounds how long it took
SELECT record_no, 'posted_when_over', 'first posted ' || posted_at FROM reported
WHERE began_earliest IS NULL
    AND over_at IS NOT NULL
    AND last_open_at IS NULL
    AND over_at <= posted_at
    AND posted_at IS NOT NULL
UNION ALL
SELECT record_no, 'zone_assumed', 'UTC taken for ' || min(printed) FROM (
    SELECT record_no, printed, is_zone_assumed FROM record_at
    UNION ALL
    SELECT record_no, printed, is_zone_assumed FROM update_at
) WHERE is_zone_assumed GROUP BY record_no
UNION ALL
SELECT record_no, 'stale', 'last word ' || last_seen_at FROM reported
WHERE end_state = 'open_as_of' AND last_seen_at < $now::TIMESTAMPTZ - INTERVAL 30 DAY
UNION ALL
SELECT record_no, unnest(flags).rule, unnest(flags).detail FROM record

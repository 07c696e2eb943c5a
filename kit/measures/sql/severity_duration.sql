-- The loaded reports that duration is set against severity with: what is known of how long each lasted, and its
-- severity from 0 (none) to 4 (total).
SELECT
    u.unit_id, u.kind, u.outage_id, u.provider, u.severity, u.lower_hours, u.upper_hours, u.entry_hours,
    u.watched_hours, u.feed_seen_at, u.last_seen_at, u.end_state, u.excluded_because
FROM time_to_restore u
WHERE u.kind = 'report' AND ($outage IS NULL OR u.provider IN (SELECT provider FROM incident WHERE outage_id = $outage))
ORDER BY u.provider, u.severity, u.unit_id

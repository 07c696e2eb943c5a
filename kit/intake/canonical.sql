-- Records as printed, with their times typed, to rows of `report`: onset and end as intervals, and what is known of the
-- end. An end that is not printed is looked for only where the status says that it is over: after the last post that
-- said it was still going on, and not after the first post since then that says it is over (or the last word, where
-- there is no such post).
WITH post AS (
    SELECT record_no, "at", until, coalesce(u.state, w.state) AS state
    FROM update_at u
    LEFT JOIN word w ON w.word = lower(trim(u.status))
),
posts AS (
    SELECT record_no, min("at") AS first_at, min(until) AS first_until, max("at") AS last_at,
           max("at") FILTER (state = 'open') AS last_open_at
    FROM post GROUP BY record_no
),
closing AS (
    SELECT p.record_no, min(p."at") AS over_at, min(p.until) AS over_until
    FROM post p
    JOIN posts s USING (record_no)
    WHERE p.state = 'over' AND p."at" >= coalesce(s.last_open_at, p."at")
    GROUP BY p.record_no
),
clock AS (
    SELECT
        record_no,
        min("at") FILTER (name = 'posted') AS posted_at, min(until) FILTER (name = 'posted') AS posted_until,
        min("at") FILTER (name = 'began') AS began_at, min(until) FILTER (name = 'began') AS began_until,
        min("at") FILTER (name = 'began_after') AS after_at, min("at") FILTER (name = 'mitigated') AS mitigated_at,
        min("at") FILTER (name = 'resolved') AS resolved_at, min(until) FILTER (name = 'resolved') AS resolved_until,
        min("at") FILTER (name = 'last_seen') AS seen_at, min(until) FILTER (name = 'last_seen') AS seen_until
    FROM record_at GROUP BY record_no
),
joined AS (
    SELECT
        r.* EXCLUDE (
            native_id, posted, began, began_after, mitigated, resolved, last_seen, state, updates, components, checks,
            flags
        ),
        coalesce(nullif(trim(r.native_id), ''), left(md5(coalesce(r.raw, r.locator)), 16)) AS native_id,
        coalesce(r.state, w.state) AS state, s.last_open_at, s.last_at, x.over_at, x.over_until,
        coalesce(c.posted_at, s.first_at) AS posted_at, coalesce(c.posted_until, s.first_until) AS posted_until,
        c.began_at AS onset_at, c.began_until AS onset_until, c.after_at, c.mitigated_at,
        coalesce(c.resolved_at, c.began_at + to_microseconds(CAST(r.duration_seconds * 1e6 AS BIGINT))) AS resolved_at,
        coalesce(
            c.resolved_until,
            c.began_until + to_microseconds(CAST(r.duration_seconds * 1e6 AS BIGINT))
        ) AS resolved_until,
        c.seen_at, c.seen_until
    FROM record r
    LEFT JOIN clock c USING (record_no) LEFT JOIN posts s USING (record_no) LEFT JOIN closing x USING (record_no)
    LEFT JOIN word w ON w.word = lower(trim(r.status))
),
timed AS (
    SELECT
        *,
        coalesce(onset_at, posted_at) AS began_at,
        CASE WHEN resolved_at IS NOT NULL OR state = 'over' OR state IS NULL OR last_at IS NULL
             THEN coalesce(greatest(seen_at, last_at), resolved_at, posted_at, onset_at)
             ELSE last_at END AS last_seen_at,
        resolved_at IS NULL AND coalesce(state = 'over', false) AS is_over_unprinted
    FROM joined
)
SELECT
    record_no, load_id, locator, format, provider, provider || '/' || native_id AS report_id, native_id, title,
    coalesce(kind, 'incident') AS kind, severity, severity_rank, status, posted_at, began_at, mitigated_at, resolved_at,
    last_seen_at,
    coalesce(onset_at, after_at) AS began_earliest, coalesce(onset_until, posted_until) AS began_latest,
    CASE
        WHEN resolved_at IS NOT NULL THEN resolved_at
        WHEN is_over_unprinted
            THEN coalesce(
                if(last_open_at <= coalesce(over_at, last_seen_at), last_open_at, NULL),
                least(began_at, over_at)
            )
        ELSE last_open_at
    END AS ended_earliest,
    CASE WHEN resolved_at IS NOT NULL THEN resolved_until
         WHEN is_over_unprinted THEN coalesce(over_until, seen_until, last_seen_at) END AS ended_latest,
    CASE WHEN resolved_at IS NOT NULL THEN 'ended'
         WHEN is_over_unprinted AND coalesce(over_until, seen_until, last_seen_at) IS NOT NULL THEN 'ended'
         WHEN state IN ('open', 'watched') AND last_seen_at IS NOT NULL THEN 'open_as_of'
         ELSE 'unknown' END AS end_state,
    url, raw, last_at, last_open_at, over_at
FROM timed

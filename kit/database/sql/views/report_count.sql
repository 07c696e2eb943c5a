-- How many reports of each provider are counted as incidents, and how many are left out, by why; what could not be read
-- at all is quarantined.
WITH unread AS (
    SELECT l.provider, count(*) AS quarantined FROM quarantine JOIN load l USING (load_id) GROUP BY l.provider
)
SELECT
    provider, count(*) FILTER (excluded_because IS NULL) AS incidents,
    count(*) FILTER (excluded_because = 'maintenance') AS maintenance,
    count(*) FILTER (starts_with(excluded_because, 'flagged')) AS flagged,
    count(*) FILTER (excluded_because = 'undated') AS undated,
    coalesce(any_value(u.quarantined), 0) AS quarantined
FROM incident FULL JOIN unread u USING (provider)
WHERE provider IS NOT NULL
GROUP BY provider

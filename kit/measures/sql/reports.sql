-- The loaded reports with their times as counted, the file and the place in it that each was read from, and why one is
-- not counted. Of one outage: all those of the providers that have reports of it.
SELECT
    i.outage_id, i.provider, i.report_id, r.title, i.kind::VARCHAR AS kind, r.severity, i.certain_start, i.certain_end,
    i.possible_start, i.possible_end, i.end_state::VARCHAR AS end_state, i.excluded_because, r.url, l.path, r.locator,
    []::STRUCT(source_id VARCHAR)[] AS sources
FROM incident i
JOIN report r USING (report_id)
JOIN load l USING (load_id)
WHERE $outage IS NULL OR i.provider IN (SELECT provider FROM incident WHERE outage_id = $outage)
ORDER BY i.provider, i.possible_start, i.report_id

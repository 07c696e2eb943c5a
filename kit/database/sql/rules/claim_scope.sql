-- claims of one outage whose scopes read alike share one scope_id, or numbers that belong together would stand apart
SELECT file, line, 'scope_id' AS "column", scope_id || ' for ' || scope AS found
FROM staged_claim
WINDOW alike AS (PARTITION BY outage_id, scope)
QUALIFY min(scope_id) OVER alike <> max(scope_id) OVER alike

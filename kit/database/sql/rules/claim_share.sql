-- a share of things affected, cancelled or restored lies between 0 and 100 percent
SELECT file, line, 'low' AS "column", coalesce(low, high)::VARCHAR AS found FROM staged_claim
WHERE regexp_matches(metric, '^share_of_.*(affected|cancelled|restored|online)$')
    AND status = 'accepted'
    AND (low < 0 OR high > 100 OR low > 100)

-- an outage has an end exactly when its end_state is ended
SELECT file, line, 'end_state' AS "column", end_state || ' with ' || coalesce(ended_latest::VARCHAR, 'no end') AS found
FROM staged_outage
WHERE (end_state = 'ended') <> (ended_latest IS NOT NULL)

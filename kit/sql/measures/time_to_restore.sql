-- The units whose restoration is timed, of one outage or of all.
SELECT * FROM time_to_restore WHERE $outage IS NULL OR outage_id = $outage ORDER BY unit_id

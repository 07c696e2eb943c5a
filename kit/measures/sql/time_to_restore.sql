-- The units whose restoration is timed, of one outage or of all, with the names of what they may be grouped by.
SELECT
    u.*, s.name AS sector_name, s.name_ko AS sector_name_ko, o.name AS outage, o.name_ko AS outage_ko,
    o.review::VARCHAR AS review,
    [
        c.source FOR c IN (SELECT list(x ORDER BY x.source) FROM citation x WHERE list_contains(u.row_ids, x.row_id))
    ] AS sources
FROM time_to_restore u
LEFT JOIN outage o USING (outage_id)
LEFT JOIN sector s ON s.sector = u.sector
WHERE $outage IS NULL OR u.outage_id = $outage
ORDER BY u.unit_id

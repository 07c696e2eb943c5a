-- a primary source was read in the original or in an archive, a wire copy in neither, and only an original has no via
SELECT
    file, line, 'kind' AS "column",
    concat(kind, ' read as ', coalesce(read_as::VARCHAR, 'nothing'), coalesce(' via ' || via, '')) AS found
FROM staged_source
WHERE
    kind = 'primary' AND coalesce(read_as NOT IN ('original', 'archive'), via IS NOT NULL)
    OR kind = 'wire_copy' AND read_as IN ('original', 'archive')
    OR read_as = 'original' AND via IS NOT NULL
    OR read_as <> 'original' AND via IS NULL

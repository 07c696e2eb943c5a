-- a country is an ISO 3166-1 alpha-2 code
SELECT file, line, 'country' AS "column", country AS found
FROM staged_entity
WHERE country IS NOT NULL AND NOT regexp_full_match(country, '[A-Z]{2}')
UNION ALL
SELECT file, line, 'country', country
FROM staged_outage
WHERE country IS NOT NULL AND NOT regexp_full_match(country, '[A-Z]{2}')

-- a reviewed outage has its name in Korean
SELECT file, line, 'name_ko' AS "column", 'nothing' AS found
FROM staged_outage
WHERE review = 'reviewed' AND name_ko IS NULL

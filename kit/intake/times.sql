-- Printed times to instants: [at, until) in UTC, and what is wrong with them. A second or finer is a point (at =
-- until).
WITH printed AS (SELECT DISTINCT printed, zone, day_order FROM printed_time),
tidy AS (
    SELECT
        printed, zone, day_order,
        regexp_matches(trim(printed), '^-?\d{9,11}(\.\d+)?$') AS is_epoch_seconds,
        regexp_matches(trim(printed), '^\d{12,14}$') AS is_epoch_milliseconds,
        regexp_replace(
            regexp_replace(
                regexp_replace(
                    regexp_replace(
                        trim(replace(
                            replace(regexp_replace(printed, '(:\d\d),(\d)', '\1.\2'), ',', ' '), chr(8239), ' '
                        )),
                        '\s*\([^)]*\)$', ''
                    ),
                    '^(mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?\s+', '', 'i'
                ),
                '^(\d{4})(\d\d)(\d\d)[T ]?(\d\d)(\d\d)(\d\d)', '\1-\2-\3T\4:\5:\6'
            ),
            '(\d)(st|nd|rd|th)\b', '\1'
        ) AS tidied
    FROM printed
),
split AS (
    SELECT
        *,
        regexp_extract(
            tidied,
            '^(.*?)[T\s]+(?:at\s+)?'
            '(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?\s*([AaPp]\.?[Mm]\.?)?\s*'
            '((?:GMT|UTC)?\s?[+-]\d{1,2}:?(?:\d{2})?|[A-Za-z]+/[A-Za-z_/]+|[A-Z][A-Za-z]{0,4})?$',
            ['day', 'hour', 'minute', 'second', 'fraction', 'half', 'zone']
        ) AS part
    FROM tidy
),
cut AS (
    SELECT
        * EXCLUDE (part),
        part.hour <> '' AS has_clock, part.second <> '' AS has_second, upper(left(part.half, 1)) AS half,
        TRY_CAST(part.hour AS INTEGER) AS hour, TRY_CAST(part.minute AS INTEGER) AS minute,
        coalesce(TRY_CAST(part.second AS INTEGER), 0) AS second,
        coalesce(TRY_CAST(rpad(left(part.fraction, 6), 6, '0') AS INTEGER), 0) AS microsecond,
        nullif(regexp_replace(regexp_replace(part.zone, '^(GMT|UTC)\s?([+-])', '\2'), '\s', ''), '') AS said_zone,
        trim(if(part.hour <> '', part.day, tidied)) AS day_text
    FROM split
),
dated AS (
    SELECT
        *,
        regexp_replace(day_text, '[-.\s]+', '/', 'g') AS slashed,
        CASE
            WHEN regexp_matches(day_text, '^\d{4}$') THEN try_strptime(day_text, '%Y')
            WHEN regexp_matches(day_text, '^\d{4}-\d{1,2}$') THEN try_strptime(day_text, '%Y-%m')
            WHEN regexp_matches(slashed, '^\d{4}/') THEN try_strptime(slashed, '%Y/%m/%d')
            WHEN regexp_matches(day_text, '^\d{8}$') THEN try_strptime(day_text, '%Y%m%d')
            WHEN regexp_matches(slashed, '[A-Za-z]')
                THEN try_strptime(
                    slashed,
                    ['%d/%b/%Y', '%d/%B/%Y', '%b/%d/%Y', '%B/%d/%Y', '%d/%b/%y', '%Y/%b/%d', '%b/%Y', '%B/%Y']
                )
            WHEN day_order = 'dmy' AND regexp_matches(slashed, '/\d{4}$') THEN try_strptime(slashed, '%d/%m/%Y')
            WHEN day_order = 'dmy' THEN try_strptime(slashed, '%d/%m/%y')
            WHEN day_order = 'mdy' AND regexp_matches(slashed, '/\d{4}$') THEN try_strptime(slashed, '%m/%d/%Y')
            WHEN day_order = 'mdy' THEN try_strptime(slashed, '%m/%d/%y')
        END AS parsed_day,
        regexp_matches(
            slashed,
            '^(\d{1,2}/\d{1,2}/\d{2,4}|\d{4}/\d{1,2}(/\d{1,2})?|'
            '[A-Za-z]{3,9}/\d{1,2}/\d{4}|\d{1,2}/[A-Za-z]{3,9}/\d{2,4}|\d{8})$'
        ) AS looks_like_a_day
    FROM cut
),
local AS (
    SELECT
        *, if(year(parsed_day) >= 1, parsed_day, NULL) AS day,
        CASE
            WHEN half = 'P' AND hour < 12 THEN hour + 12
            WHEN half = 'A' AND hour = 12 THEN 0
            ELSE hour
        END AS hour_of_day
    FROM dated
),
timed AS (
    SELECT
        *,
        CASE
            WHEN NOT has_clock THEN day
            WHEN minute > 59 OR second > 60 OR hour_of_day > 24 OR (hour_of_day = 24 AND minute + second > 0) THEN NULL
            ELSE day + to_hours(hour_of_day) + to_minutes(minute) + to_seconds(second) + to_microseconds(microsecond)
        END AS starts,
        CASE
            WHEN has_second THEN INTERVAL 0 SECOND
            WHEN has_clock THEN INTERVAL 1 MINUTE
            WHEN regexp_matches(day_text, '^\d{4}$') THEN INTERVAL 1 YEAR
            WHEN regexp_matches(day_text, '^\d{4}-\d{1,2}$|^[A-Za-z]+\s+\d{4}$') THEN INTERVAL 1 MONTH
            ELSE INTERVAL 1 DAY
        END AS width
    FROM local
),
placed AS (
    SELECT
        t.*,
        coalesce(a.zone, t.said_zone, p.zone, t.zone, 'UTC') AS used_zone,
        t.said_zone IS NULL AND t.zone IS NULL AS is_assumed
    FROM timed t
    LEFT JOIN zone_name a ON a.abbreviation = t.said_zone
    LEFT JOIN zone_name p ON t.said_zone IS NULL AND p.abbreviation = t.zone
),
offset_known AS (
    SELECT
        l.*, n.name AS zone_id,
        CASE
            WHEN regexp_matches(used_zone, '^[+-]\d{1,2}:?(\d{2})?$')
                THEN if(used_zone[1] = '-', -1, 1) * (
                    CAST(regexp_extract(used_zone, '^[+-](\d{1,2}?):?(\d{2})?$', 1) AS INTEGER) * 3600
                    + coalesce(
                        TRY_CAST(regexp_extract(used_zone, '^[+-](\d{1,2}?):?(\d{2})?$', 2) AS INTEGER), 0
                    ) * 60
                )
        END AS offset_seconds
    FROM placed l
    LEFT JOIN (SELECT DISTINCT name FROM pg_timezone_names()) n ON lower(n.name) = lower(l.used_zone)
),
-- A local time that a clock showed twice is as wide as the hour between; one that was skipped never was.
local_instant AS (
    SELECT *, timezone(zone_id, starts) AS first_guess, timezone(zone_id, starts + width) AS last_guess
    FROM offset_known
),
instant AS (
    SELECT
        printed, zone, day_order, is_assumed AND starts IS NOT NULL AS is_zone_assumed, looks_like_a_day, slashed,
        starts,
        zone_id IS NOT NULL AND offset_seconds IS NULL AND timezone(zone_id, first_guess) <> starts AS is_skipped,
        CASE
            WHEN is_epoch_seconds THEN to_timestamp(CAST(printed AS DOUBLE))
            WHEN is_epoch_milliseconds THEN to_timestamp(CAST(printed AS DOUBLE) / 1000)
            WHEN offset_seconds IS NOT NULL THEN timezone('UTC', starts - to_seconds(offset_seconds))
            WHEN is_skipped THEN NULL
            WHEN timezone(zone_id, first_guess - INTERVAL 1 HOUR) = starts THEN first_guess - INTERVAL 1 HOUR
            WHEN zone_id IS NOT NULL THEN first_guess
        END AS "at",
        CASE
            WHEN is_epoch_seconds OR is_epoch_milliseconds THEN "at"
            WHEN offset_seconds IS NOT NULL THEN timezone('UTC', starts + width - to_seconds(offset_seconds))
            WHEN is_skipped THEN NULL
            WHEN timezone(zone_id, last_guess + INTERVAL 1 HOUR) = starts + width THEN last_guess + INTERVAL 1 HOUR
            WHEN zone_id IS NOT NULL THEN last_guess
        END AS until
    FROM local_instant
)
SELECT
    printed, zone, day_order, "at", until,
    coalesce(is_zone_assumed, false) AS is_zone_assumed,
    CASE
        WHEN "at" IS NOT NULL THEN NULL
        WHEN day_order IS NULL AND regexp_matches(slashed, '^\d{1,2}/\d{1,2}/\d{2,4}$') THEN 'day_order_unknown'
        WHEN is_skipped THEN 'impossible_date'
        WHEN starts IS NOT NULL THEN 'unknown_zone'
        WHEN looks_like_a_day THEN 'impossible_date'
        ELSE 'unreadable'
    END AS problem
FROM instant

-- What share of a population the outage hit. `computed` divides a cited number of units hit by a cited number of units
-- there were, as intervals; `printed` is a share that a source gives itself. A number that was counted among units of
-- its own (759 of the 2,232 scanned) is set against those only; against any other base it is refused, and `why` says
-- so (`counted_among`); so is a part of what was hit against the whole of what was hit, and what was counted in one
-- unit against a total in another (`base_counted`: devices, subscribers). Open bounds stay open. `is_disputed`: a
-- number stands in a conflict in which none is better founded. `measured_by` counted those hit, where it is not the
-- publisher.
WITH rivals AS (
    SELECT unnest(string_split(row_ids, ' ')) AS row_id FROM conflict WHERE preferred_row_id IS NULL
),
numbers AS (
    SELECT
        c.*, k.source, c.row_id IN (FROM rivals) AS is_disputed, m.counts::VARCHAR AS counted,
        CASE WHEN m.kind = 'share' THEN 'share' WHEN m.role = 'in_use' THEN 'in_use' ELSE 'affected' END AS role
    FROM claim c JOIN metric m USING (metric) JOIN citation k USING (row_id)
    WHERE c.status = 'accepted' AND m.role IN ('affected', 'cancelled', 'in_use')
        AND c.outage_id IS NOT NULL AND ($outage IS NULL OR c.outage_id = $outage)
        AND (c."window" IN ('event', 'instant', 'day') OR c."window" = 'running' AND c.out_of_low IS NOT NULL)
),
parts AS (
    SELECT
        outage_id, entity_id, counted, role, scope, scope_ko, low, high, out_of_low, out_of_high,
        bool_or(is_approximate) AS is_approximate, bool_or(is_disputed) AS is_disputed, "window",
        CASE WHEN "window" = 'day' THEN period_start END AS day_start,
        CASE WHEN "window" = 'day' THEN left(ltrim(period_printed, '<>~'), 10) END AS day,
        measured_by, max(said_on) AS said_on,
        min(left(ltrim(period_printed, '<>~'), 4)) AS first_year,
        max(left(ltrim(period_printed, '<>~'), 4)) AS last_year,
        CASE WHEN first_year = last_year THEN first_year ELSE first_year || '/' || last_year END AS years,
        list(DISTINCT source ORDER BY source) AS sources
    FROM numbers GROUP BY ALL
),
-- none stands for another
alike(counted) AS (
    VALUES ('devices'), ('computers'), ('servers'), ('subscribers'), ('customers'), ('users'), ('lines')
),
computed AS (
    SELECT
        a.outage_id, a.entity_id, a.counted, a.scope, a.scope_ko, 'computed' AS rests_on,
        a.low AS affected_low, a.high AS affected_high,
        a.out_of_low AS in_use_low, a.out_of_high AS in_use_high,
        NULL::VARCHAR AS base, NULL::VARCHAR AS base_ko, NULL::VARCHAR AS base_year, a.is_approximate,
        CASE
            WHEN EXISTS (
                FROM parts w
                WHERE w.role = 'affected'
                    AND w.outage_id = a.outage_id
                    AND w.entity_id = a.entity_id
                    AND w.counted = a.counted
                    AND w.low = a.out_of_low
                    AND w.low > a.low
            ) THEN 'part_of_hit'
        END AS why, NULL::BIGINT AS counted_among, NULL::VARCHAR AS base_counted,
        a.sources, a.said_on, a.day, a.measured_by, a.is_disputed
    FROM parts a
    WHERE a.role = 'affected' AND a.out_of_low IS NOT NULL
    UNION ALL
    SELECT
        a.outage_id, a.entity_id, a.counted, a.scope, a.scope_ko, 'computed', a.low, a.high, d.low, d.high,
        d.scope, d.scope_ko, d.years, a.is_approximate OR d.is_approximate,
        CASE
            WHEN a.out_of_low IS NOT NULL THEN 'own_units'
            WHEN a.measured_by <> d.measured_by THEN 'other_counters'
        END,
        a.out_of_low::BIGINT, NULL,
        list_distinct(list_concat(a.sources, d.sources)), greatest(a.said_on, d.said_on), a.day,
        a.measured_by, a.is_disputed OR d.is_disputed
    FROM parts a JOIN parts d
        ON d.role = 'in_use' AND d.outage_id = a.outage_id AND d.entity_id = a.entity_id AND d.counted = a.counted
        AND (a."window" <> 'day' AND d."window" <> 'day' OR a.day_start = d.day_start)
    WHERE a.role = 'affected' AND NOT (a.out_of_low IS NOT NULL AND a.out_of_low = d.low)
    UNION ALL
    SELECT
        a.outage_id, a.entity_id, a.counted, a.scope, a.scope_ko, 'computed', a.low, a.high, d.low, d.high,
        d.scope, d.scope_ko, d.years, a.is_approximate,
        CASE WHEN d.counted IS NULL THEN 'no_base' ELSE 'other_units' END, NULL, d.counted,
        list_distinct(list_concat(a.sources, coalesce(d.sources, []))),
        a.said_on, a.day, a.measured_by, a.is_disputed OR coalesce(d.is_disputed, false)
    FROM parts a LEFT JOIN parts d ON d.role = 'in_use' AND d.outage_id = a.outage_id AND d.entity_id = a.entity_id
        AND a.counted IN (FROM alike) AND d.counted IN (FROM alike)
    WHERE a.role = 'affected' AND a.out_of_low IS NULL AND NOT EXISTS (
        FROM parts d
        WHERE d.role = 'in_use' AND d.outage_id = a.outage_id AND d.entity_id = a.entity_id AND d.counted = a.counted)
),
shares AS (
    SELECT
        *,
        CASE WHEN why IS NULL THEN affected_low / in_use_high END AS share_low,
        CASE
            WHEN why IS NULL AND affected_high IS NOT NULL AND in_use_low IS NOT NULL
                THEN least(1, affected_high / in_use_low)
        END AS share_high
    FROM computed
    UNION ALL BY NAME
    SELECT
        outage_id, entity_id, counted, scope, scope_ko, 'printed' AS rests_on,
        NULL AS affected_low, NULL AS affected_high, out_of_low AS in_use_low, out_of_high AS in_use_high,
        NULL AS base, NULL AS base_ko, NULL AS base_year, is_approximate, NULL AS why, sources, said_on, day,
        measured_by, is_disputed,
        low / 100 AS share_low, high / 100 AS share_high
    FROM parts WHERE role = 'share'
)
SELECT
    s.outage_id, o.name AS outage, o.name_ko AS outage_ko, o.review::VARCHAR AS review, s.entity_id,
    e.name AS population, e.name_ko AS population_ko, s.counted, s.scope, s.scope_ko, s.base, s.base_ko, s.base_year,
    s.day, s.affected_low, s.affected_high, s.in_use_low, s.in_use_high, s.share_low, s.share_high, s.is_approximate,
    s.rests_on, s.why, s.counted_among, s.base_counted,
    s.measured_by, s.is_disputed, s.said_on, list_sort(s.sources) AS sources
FROM shares s JOIN outage o USING (outage_id) LEFT JOIN entity e ON e.entity_id = s.entity_id
ORDER BY s.outage_id, s.counted <> 'devices', e.name, s.counted, s.rests_on DESC, s.in_use_low,
    s.in_use_high, s.affected_low, s.affected_high, s.share_low, s.share_high, s.scope, s.base, s.said_on, s.why,
    s.counted_among, s.base_counted, s.day,
    s.is_approximate, s.entity_id, s.measured_by

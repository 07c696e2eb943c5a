-- Every parameter that the arithmetic of redundancy rests on: what sources say (`source` names them) and what is
-- assumed, from the table `assumption`. $outage is not used. The reader changes any of them with kit.assume.
-- Where a row has no bounds they are the lowest and the highest of the claims that it names, in its own unit; five
-- are worked out: hours_posted (count by mean length of each cloud), hours_own_data_centre (from outages of the
-- building alone to all failures by the number of banks), bill_large (times a multiple), overlap_as_observed (ratio),
-- stand_in_carries (services of a stand-in by those of the platform that it stands in for).
WITH assumed AS (FROM assumption WHERE used_in = 'redundancy' AND ($outage IS NULL OR true)),
claims AS (
    SELECT
        a.parameter, a.unit AS wanted, c.*, k.source AS cited,
        epoch(c.period_end - c.period_start) / 3600 / 8766 AS years
    FROM assumed a, unnest(string_split(a.row_ids, ' ')) AS t(row_id)
    JOIN claim c ON c.row_id = t.row_id
    JOIN citation k ON k.row_id = t.row_id
    WHERE c.status = 'accepted'
),
alike AS (
    SELECT
        parameter,
        CASE
            WHEN unit = 'percent' AND wanted = 'share' THEN [low / 100, high / 100]
            WHEN unit = 'USD/minute' AND wanted = 'USD/hour' THEN [low * 60, high * 60]
            WHEN unit = 'hours' AND wanted = 'hours/year' THEN [low / years, high / years]
            WHEN unit = wanted THEN [low, high]
        END AS bounds
    FROM claims
),
worked AS (
    SELECT 'hours_posted' AS parameter, min(n.low * d.low) AS low, max(n.high * d.high) AS high
    FROM claims n JOIN claims d USING (parameter, entity_id, basis)
    WHERE parameter = 'hours_posted' AND n.metric = 'incidents_per_year' AND d.metric = 'mean_incident_duration'
    UNION ALL
    SELECT 'hours_own_data_centre', min(p.low / 100 * m.low), max(b.low / n.high / b.years)
    FROM claims p JOIN claims m USING (parameter) JOIN claims b USING (parameter)
    JOIN assumed n ON n.assumption_id = 'hours_own_data_centre/banks'
    WHERE parameter = 'hours_own_data_centre'
        AND p.metric = 'outage_probability_per_year'
        AND m.metric = 'mean_incident_duration'
        AND b.metric = 'cumulative_downtime'
    UNION ALL
    SELECT 'bill_large', min(c.low), max(n.high) * min(c.low)
    FROM claims c JOIN assumed n ON n.assumption_id = 'bill_large/multiple'
    WHERE c.parameter = 'bill_large'
    UNION ALL
    SELECT 'stand_in_carries', min(c.low) / max(n.high), NULL
    FROM claims c JOIN assumed n ON n.assumption_id = 'stand_in_carries/services'
    WHERE c.parameter = 'stand_in_carries'
    UNION ALL
    SELECT 'overlap_as_observed', t.low / n.high, t.high / n.low
    FROM assumed t JOIN assumed n ON n.assumption_id = 'overlap_as_observed/by_chance'
    WHERE t.assumption_id = 'overlap_as_observed/together'
    UNION ALL
    SELECT parameter, min(bounds[1]), max(bounds[2]) FROM alike
    WHERE parameter NOT IN (
        'hours_posted', 'hours_own_data_centre', 'bill_large', 'overlap_as_observed', 'stand_in_carries'
    )
    GROUP BY parameter
),
named AS (
    SELECT a.assumption_id, s.publisher FROM assumed a JOIN source s USING (source_id)
    UNION
    SELECT parameter, cited.publisher FROM claims
),
cited AS (SELECT parameter, list(DISTINCT cited ORDER BY cited) AS sources FROM claims GROUP BY parameter)
SELECT
    a.parameter AS name, coalesce(a.low, w.low)::DOUBLE AS low, coalesce(a.high, w.high)::DOUBLE AS high, a.unit,
    a.text, a.text_ko,
    coalesce(
        (SELECT string_agg(publisher, ', ' ORDER BY publisher) FROM named n WHERE n.assumption_id = a.parameter),
        'assumption'
    ) AS source,
    coalesce(c.sources, []) AS sources
FROM assumed a
LEFT JOIN worked w USING (parameter)
LEFT JOIN cited c USING (parameter)
WHERE a.assumption_id = a.parameter
ORDER BY a.place

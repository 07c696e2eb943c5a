-- The arithmetic behind published losses, made again: `low` to `high` follows from other published numbers, `printed_*`
-- is what a source prints. They agree (yes) where both ends lie within the share that the table `assumption`
-- gives (`rounding`). Nothing is computed across scopes: a loss by device needs both of the same people, or
-- both of the world, else the row is refused, `why` says so and `devices_scope` whose machines were counted. `note` is
-- what the data say of the printed number or of the remainder. `statement`:
--   insured     the insured share of the direct loss
--   per_firm    the direct loss by the number of firms hit
--   parts       the sum of the parts, which must fit the whole
--   remainder   what of the whole no published part explains
--   of_whole    parts in percent of the whole
--   components  lost revenue and extra cost less what was saved
--   per_device  a loss by the number of devices hit
WITH numbers AS (
    SELECT
        c.outage_id, c.entity_id, c.metric, c.scope, c.scope_ko, c.scope_id, c.part_of, c.basis,
        c.status::VARCHAR AS status, c.unit,
        c.low, c.high,
        coalesce(c.out_of_low, c.low) AS counted_low, coalesce(c.out_of_high, c.high) AS counted_high,
        any_value(c.note) AS note, any_value(c.note_ko) AS note_ko,
        list(DISTINCT k.source ORDER BY k.source) AS sources
    FROM claim c JOIN citation k USING (row_id)
    WHERE c.status IN ('accepted', 'refuted') AND c.outage_id IS NOT NULL AND ($outage IS NULL OR c.outage_id = $outage)
    GROUP BY ALL
),
accepted AS (FROM numbers WHERE status = 'accepted'),
direct AS (FROM accepted WHERE metric = 'direct_loss'),
firms AS (
    SELECT outage_id, entity_id, low, high, sources FROM accepted WHERE metric = 'companies_affected'
    UNION ALL
    SELECT outage_id, entity_id, counted_low, counted_high, sources
    FROM accepted
    WHERE metric = 'share_of_companies_affected' AND low = 100 AND counted_low <> low
),
parts AS (
    SELECT
        w.outage_id, w.entity_id, w.scope_id, w.scope, w.scope_ko, w.unit, w.low AS whole_low, w.high AS whole_high,
        w.note, w.note_ko, sum(p.low) AS low, sum(p.high) AS high,
        list_distinct(list_concat(any_value(w.sources), flatten(list(p.sources)))) AS sources
    FROM accepted w JOIN accepted p ON p.outage_id = w.outage_id AND p.metric = w.metric AND p.unit = w.unit
    LEFT JOIN entity e ON e.entity_id = p.entity_id
    WHERE w.metric IN ('direct_loss', 'repair_cost') AND w.high IS NOT NULL
        AND (
            e.parent_id = w.entity_id AND p.basis = w.basis
                OR p.entity_id = w.entity_id AND p.part_of = w.scope_id
        )
    GROUP BY ALL
),
computed AS (
    SELECT
        'insured' AS statement, d.outage_id, d.scope, d.scope_ko, d.unit,
        s.low / 100 * d.low AS low, s.high / 100 * d.high AS high,
        p.low AS printed_low, p.high AS printed_high,
        CASE p.status WHEN 'refuted' THEN p.note END AS note,
        CASE p.status WHEN 'refuted' THEN p.note_ko END AS note_ko,
        list_concat(s.sources, d.sources, p.sources) AS sources
    FROM direct d JOIN accepted s USING (outage_id, entity_id) JOIN numbers p USING (outage_id, entity_id)
    WHERE s.metric = 'share_of_loss_insured'
        AND s.scope_id = d.scope_id
        AND p.metric = 'insured_loss'
        AND p.scope_id = d.scope_id
        AND p.unit = d.unit
    UNION ALL BY NAME
    SELECT
        'per_firm' AS statement, d.outage_id, d.scope, d.scope_ko, d.unit,
        d.low / f.high AS low, d.high / f.low AS high, p.low AS printed_low, p.high AS printed_high,
        list_concat(d.sources, f.sources, p.sources) AS sources
    FROM direct d
    JOIN firms f USING (outage_id, entity_id)
    LEFT JOIN accepted p ON p.outage_id = d.outage_id AND p.entity_id = d.entity_id
        AND p.metric = 'mean_loss_per_company' AND p.unit = d.unit
    UNION ALL BY NAME
    SELECT
        'parts' AS statement, outage_id, scope, scope_ko, unit, low, high,
        whole_low AS printed_low, whole_high AS printed_high, sources
    FROM parts
    UNION ALL BY NAME
    SELECT
        'remainder' AS statement, outage_id, scope, scope_ko, unit,
        greatest(0, whole_low - high) AS low, greatest(0, whole_high - low) AS high, note, note_ko, sources
    FROM parts
    WHERE low < whole_high
    UNION ALL BY NAME
    SELECT
        'of_whole' AS statement, s.outage_id, s.scope, s.scope_ko, s.unit,
        100 * sum(p.low) / any_value(w.high) AS low, 100 * sum(p.high) / any_value(w.low) AS high,
        s.low AS printed_low, s.high AS printed_high,
        list_distinct(flatten(list(list_concat(s.sources, p.sources, w.sources)))) AS sources
    FROM accepted s
    JOIN entity n ON n.entity_id = s.entity_id
    JOIN direct w ON w.outage_id = s.outage_id AND w.entity_id = n.parent_id
    JOIN direct p ON p.outage_id = s.outage_id AND p.part_of = s.scope_id
    WHERE s.metric = 'share_of_loss'
    GROUP BY s.outage_id, s.scope, s.scope_ko, s.unit, s.low, s.high
    UNION ALL BY NAME
    SELECT
        'components' AS statement, r.outage_id, d.scope, d.scope_ko, d.unit,
        r.low + x.low - coalesce(v.high, 0) AS low, r.high + x.high - coalesce(v.low, 0) AS high,
        d.low AS printed_low, d.high AS printed_high,
        list_concat(r.sources, x.sources, coalesce(v.sources, []), d.sources) AS sources
    FROM accepted r
    JOIN accepted x USING (outage_id, entity_id, basis)
    LEFT JOIN accepted v
        ON v.metric = 'cost_saving' AND v.outage_id = r.outage_id AND v.entity_id = r.entity_id AND v.basis = r.basis
    JOIN direct d ON d.outage_id = r.outage_id AND d.entity_id = r.entity_id AND d.low = d.high AND d.unit = r.unit
    WHERE r.metric = 'revenue_loss' AND x.metric = 'extra_cost' AND x.unit = r.unit
    UNION ALL BY NAME
    SELECT
        'per_device' AS statement, l.outage_id, l.scope, l.scope_ko, l.unit,
        CASE WHEN is_matched THEN l.low / v.high END AS low, CASE WHEN is_matched THEN l.high / v.low END AS high,
        CASE WHEN NOT is_matched THEN 'not_of_the_same' END AS why,
        CASE WHEN NOT is_matched THEN v.scope END AS devices_scope,
        CASE WHEN NOT is_matched THEN v.scope_ko END AS devices_scope_ko,
        list_concat(l.sources, v.sources) AS sources
    FROM accepted l
    JOIN entity e ON e.entity_id = l.entity_id
    JOIN accepted v ON v.outage_id = l.outage_id AND v.metric = 'devices_affected' AND v.low = v.high
    JOIN entity f ON f.entity_id = v.entity_id
    CROSS JOIN LATERAL (
        SELECT
            l.entity_id = v.entity_id
                OR e.kind = 'population' AND coalesce(e.country, e.sector, f.country, f.sector) IS NULL AS is_matched
    ) m
    WHERE l.metric IN ('direct_loss', 'remediation_cost')
        AND e.parent_id IS NULL
        AND (l.entity_id = v.entity_id OR e.kind = 'population' AND f.kind = 'population')
),
rounding AS (SELECT high FROM assumption WHERE assumption_id = 'rounding')
SELECT * FROM (SELECT
    r.outage_id, o.name AS outage, o.name_ko AS outage_ko, o.review::VARCHAR AS review, r.statement,
    r.scope, r.scope_ko, r.low, r.high, r.unit, r.printed_low, r.printed_high,
    CASE
        WHEN r.printed_high IS NULL THEN NULL
        WHEN r.statement = 'parts' AND r.low <= r.printed_high * (1 + n.high) THEN 'yes'
        WHEN r.statement <> 'parts'
            AND abs(r.low / r.printed_low - 1) <= n.high
            AND abs(r.high / r.printed_high - 1) <= n.high
            THEN 'yes'
        ELSE 'no'
    END AS agrees,
    r.why, r.devices_scope, r.devices_scope_ko, r.note, r.note_ko,
    list_sort(list_distinct(flatten(list(r.sources)))) AS sources
FROM computed r
JOIN outage o USING (outage_id)
LEFT JOIN rounding n ON true
GROUP BY ALL)
ORDER BY
    outage_id,
    list_position(['insured', 'per_firm', 'parts', 'remainder', 'of_whole', 'components', 'per_device'], statement),
    scope, low, printed_high

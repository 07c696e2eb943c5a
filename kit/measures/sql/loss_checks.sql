-- The arithmetic behind published losses, made again: `low` to `high` follows from other published numbers, `printed_*`
-- is what a source prints. They agree (yes) where both ends lie within the share that the table `assumption`
-- gives (`rounding`). Nothing is computed across scopes: a loss by device needs both of the same people, or
-- both of the world, else the row is refused with `why`. `statement`:
--   insured     the insured share of the direct loss
--   per_firm    the direct loss by the number of firms hit
--   parts       the sum of the parts, which must fit the whole
--   remainder   what of the whole no published part explains
--   of_whole    parts in percent of the whole
--   components  lost revenue and extra cost less what was saved
--   per_device  a loss by the number of devices hit
WITH numbers AS (
    SELECT
        c.outage_id, c.entity_id, c.metric, c.scope, c.scope_ko, c.basis, c.status::VARCHAR AS status, c.unit,
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
        w.outage_id, w.entity_id, w.scope, w.scope_ko, w.unit, w.low AS whole_low, w.high AS whole_high,
        w.note, w.note_ko, sum(p.low) AS low, sum(p.high) AS high,
        list_distinct(list_concat(any_value(w.sources), flatten(list(p.sources)))) AS sources
    FROM accepted w JOIN accepted p ON p.outage_id = w.outage_id AND p.metric = w.metric AND p.unit = w.unit
    LEFT JOIN entity e ON e.entity_id = p.entity_id
    WHERE w.metric IN ('direct_loss', 'repair_cost') AND w.high IS NOT NULL
        AND (
            e.parent_id = w.entity_id AND p.basis = w.basis
                OR p.entity_id = w.entity_id AND starts_with(p.scope, w.scope || ': ')
        )
    GROUP BY ALL
),
computed AS (
    SELECT
        'insured' AS statement, d.outage_id, d.scope, d.scope_ko, d.unit,
        s.low / 100 * d.low AS low, s.high / 100 * d.high AS high,
        p.low AS printed_low, p.high AS printed_high,
        CASE p.status WHEN 'refuted' THEN p.note END AS why, CASE p.status WHEN 'refuted' THEN p.note_ko END AS why_ko,
        list_concat(s.sources, d.sources, p.sources) AS sources
    FROM direct d JOIN accepted s USING (outage_id, entity_id) JOIN numbers p USING (outage_id, entity_id)
    WHERE s.metric = 'share_of_loss_insured'
        AND s.scope = d.scope
        AND p.metric = 'insured_loss'
        AND p.scope = d.scope
        AND p.unit = d.unit
    UNION ALL
    SELECT
        'per_firm', d.outage_id, d.scope, d.scope_ko, d.unit, d.low / f.high, d.high / f.low, p.low, p.high, NULL, NULL,
        list_concat(d.sources, f.sources, p.sources)
    FROM direct d
    JOIN firms f USING (outage_id, entity_id)
    LEFT JOIN accepted p ON p.outage_id = d.outage_id AND p.entity_id = d.entity_id
        AND p.metric = 'mean_loss_per_company' AND p.unit = d.unit
    UNION ALL
    SELECT 'parts', outage_id, scope, scope_ko, unit, low, high, whole_low, whole_high, NULL, NULL, sources FROM parts
    UNION ALL
    SELECT
        'remainder', outage_id, scope, scope_ko, unit,
        greatest(0, whole_low - high), greatest(0, whole_high - low), NULL, NULL, note, note_ko, sources
    FROM parts
    WHERE low < whole_high
    UNION ALL
    SELECT
        'of_whole', s.outage_id, s.scope, s.scope_ko, s.unit,
        100 * sum(p.low) / any_value(w.high), 100 * sum(p.high) / any_value(w.low), s.low, s.high, NULL, NULL,
        list_distinct(flatten(list(list_concat(s.sources, p.sources, w.sources))))
    FROM accepted s
    JOIN entity n ON n.entity_id = s.entity_id
    JOIN direct w ON w.outage_id = s.outage_id AND w.entity_id = n.parent_id
    JOIN direct p ON p.outage_id = s.outage_id
    JOIN entity e ON e.entity_id = p.entity_id AND e.parent_id = n.parent_id
    JOIN entity whole ON whole.entity_id = n.parent_id
    WHERE s.metric = 'share_of_loss' AND contains(n.name, replace(e.name, whole.name || ' ', ''))
    GROUP BY s.outage_id, s.scope, s.scope_ko, s.unit, s.low, s.high
    UNION ALL
    SELECT
        'components', r.outage_id, d.scope, d.scope_ko, d.unit,
        r.low + x.low - coalesce(v.high, 0), r.high + x.high - coalesce(v.low, 0), d.low, d.high, NULL, NULL,
        list_concat(r.sources, x.sources, coalesce(v.sources, []), d.sources)
    FROM accepted r
    JOIN accepted x USING (outage_id, entity_id, basis)
    LEFT JOIN accepted v
        ON v.metric = 'cost_saving' AND v.outage_id = r.outage_id AND v.entity_id = r.entity_id AND v.basis = r.basis
    JOIN direct d ON d.outage_id = r.outage_id AND d.entity_id = r.entity_id AND d.low = d.high AND d.unit = r.unit
    WHERE r.metric = 'revenue_loss' AND x.metric = 'extra_cost' AND x.unit = r.unit
    UNION ALL
    SELECT
        'per_device', l.outage_id, l.scope, l.scope_ko, l.unit,
        CASE WHEN is_matched THEN l.low / v.high END, CASE WHEN is_matched THEN l.high / v.low END,
        NULL, NULL,
        CASE WHEN NOT is_matched THEN 'the loss is of ' || l.scope || ', the devices are ' || v.scope END,
        CASE
            WHEN NOT is_matched
                THEN '손실은 '
                    || coalesce(l.scope_ko, l.scope) || ', 기기는 ' || coalesce(v.scope_ko, v.scope) || ' 기준이어서 나눌 수 없음'
        END,
        list_concat(l.sources, v.sources)
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
    r.why, r.why_ko,
    list_sort(list_distinct(flatten(list(r.sources)))) AS sources
FROM computed r
JOIN outage o USING (outage_id)
LEFT JOIN rounding n ON true
GROUP BY ALL)
ORDER BY
    outage_id,
    list_position(['insured', 'per_firm', 'parts', 'remainder', 'of_whole', 'components', 'per_device'], statement),
    scope, low, printed_high

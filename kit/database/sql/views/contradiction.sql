-- Pairs of accepted rows that cannot both be right, found by rule: numbers of one metric, entity, scope, base and
-- window whose intervals do not meet, and times at which sources say that one function changed into one state, or still
-- was in one after it had left it, that do not meet. A number that its source calls about may be off by a share that
-- the table `assumption` gives (`about`). What only a reader can see stands in the table `conflict` as well.
WITH numbers AS (
    SELECT
        c.*,
        coalesce(c.low, '-inf'::DOUBLE) - coalesce(abs(c.low) * a.high, 0) AS from_,
        coalesce(c.high, 'inf'::DOUBLE) + coalesce(abs(c.high) * a.high, 0) AS to_
    FROM claim c LEFT JOIN assumption a ON a.assumption_id = 'about' AND c.is_approximate
    WHERE c.status = 'accepted' AND c.outage_id IS NOT NULL AND (c.low IS NOT NULL OR c.high IS NOT NULL)
),
changes AS (SELECT * FROM observation WHERE status = 'accepted' AND at_printed IS NOT NULL)
SELECT a.outage_id, 'number' AS kind, a.row_id, b.row_id AS other_row_id
FROM numbers a JOIN numbers b
    ON a.row_id < b.row_id
    AND a.outage_id = b.outage_id
    AND a.metric = b.metric
    AND a.scope_id = b.scope_id
    AND a.unit = b.unit
    AND a."window" = b."window"
    AND a.entity_id IS NOT DISTINCT FROM b.entity_id
    AND a.basis IS NOT DISTINCT FROM b.basis
    AND a.strategy IS NOT DISTINCT FROM b.strategy
WHERE (a.to_ < b.from_ OR b.to_ < a.from_)
    AND CASE
        WHEN a."window" = 'running'
            THEN a.period_start IS NOT DISTINCT FROM b.period_start AND a.period_end IS NOT DISTINCT FROM b.period_end
        WHEN a."window" = 'day' THEN left(ltrim(a.period_printed, '<>~'), 10) = left(ltrim(b.period_printed, '<>~'), 10)
        WHEN a."window" = 'month' THEN left(ltrim(a.period_printed, '<>~'), 7) = left(ltrim(b.period_printed, '<>~'), 7)
        WHEN a."window" = 'instant'
            THEN a.period_start IS NOT DISTINCT FROM b.period_start AND a.period_end IS NOT DISTINCT FROM b.period_end
        ELSE coalesce(a.period_start < b.period_end AND b.period_start < a.period_end, true)
    END
UNION ALL
SELECT a.outage_id, 'time', a.row_id, b.row_id
FROM changes a JOIN changes b
    ON a.row_id < b.row_id
    AND a.outage_id = b.outage_id
    AND a.entity_id = b.entity_id
    AND a.function = b.function
    AND a.episode = b.episode
    AND a.state = b.state
    AND a.state IN ('down', 'restored', 'normal')
WHERE a.is_change AND b.is_change AND (a.at_latest <= b.at_earliest OR b.at_latest <= a.at_earliest)
UNION ALL
SELECT a.outage_id, 'time', a.row_id, b.row_id
FROM changes a JOIN changes b
    ON a.outage_id = b.outage_id AND a.entity_id = b.entity_id AND a.function = b.function AND a.episode = b.episode
WHERE a.state IN ('down', 'degraded') AND b.state IN ('restored', 'normal') AND a.at_earliest >= b.at_latest

-- Who gave, promised, claimed or owes what, one row a payer, kind, scope and bounds; never summed, never pooled.
-- `against_loss_*` divides by the direct loss of the same people in the same currency, which is the only case in which
-- a ratio means something: the loss of the one who sued, where the claim or the cap belongs to a law suit, or the loss
-- that the same counter set beside the insured part. Everywhere else it is empty, and `why` says so.
WITH given AS (
    SELECT
        c.outage_id, c.entity_id, c.scope_id, c.scope, c.scope_ko, c.low, c.high, c.unit, c.is_approximate, c.said_on,
        c.measured_by, c.fact_id, c.row_id, k.source, c.payment_ground, c.payment_form, c.payment_to,
        c.payment_per, c.payment_state::VARCHAR AS paid_or_promised, true AS is_claim, NULL::VARCHAR AS case_id
    FROM claim c JOIN citation k USING (row_id)
    WHERE c.payment_ground IS NOT NULL
        AND c.theme IN ('compensation', 'liability_terms', 'loss')
        AND c.outage_id IS NOT NULL
        AND c.status = 'accepted'
        AND ($outage IS NULL OR c.outage_id = $outage)
    UNION ALL
    SELECT
        e.outage_id, e.actor_id, e.row_id, e.text, e.text_ko, e.amount_low, e.amount_high, e.currency, false,
        left(ltrim(e.at_printed, '<>~'), 10), NULL, e.fact_id, e.row_id, k.source,
        e.payment_ground, e.payment_form, e.payment_to, e.payment_per,
        CASE e.kind WHEN 'payment' THEN 'paid' WHEN 'terms' THEN 'terms' ELSE 'promised' END, false, e.case_id
    FROM event e JOIN citation k USING (row_id)
    WHERE e.payment_ground IS NOT NULL AND e.status = 'accepted' AND ($outage IS NULL OR e.outage_id = $outage)
),
named AS (
    SELECT
        *,
        CASE
            WHEN payment_ground = 'insurance' THEN 'insured'
            WHEN payment_ground = 'law_suit' THEN 'legal_claim'
            WHEN payment_ground = 'liability' THEN 'liability_terms'
            WHEN payment_ground = 'support' THEN 'supplier_support'
            WHEN payment_form = 'voucher' THEN 'voucher'
            WHEN payment_form IN ('goods', 'discount') THEN 'in_kind'
            WHEN payment_ground = 'service_credit' THEN 'contract_credit'
            WHEN payment_to = 'small_firms' THEN 'small_firms'
            WHEN payment_to = 'paying_users' THEN 'paying_users'
            WHEN payment_ground = 'goodwill' THEN 'goodwill'
            WHEN payment_to = 'everybody' THEN 'total'
            ELSE 'other'
        END AS kind
    FROM given
),
steps AS (
    SELECT e.*, k.source
    FROM event e JOIN citation k USING (row_id)
    WHERE e.status = 'accepted' AND ($outage IS NULL OR e.outage_id = $outage)
),
suits AS (
    SELECT outage_id, case_id, first(actor_id ORDER BY at_earliest, row_id) AS claimant_id, min(at_earliest) AS opened,
        last(text ORDER BY at_earliest, row_id) AS state, last(text_ko ORDER BY at_earliest, row_id) AS state_ko,
        left(max(ltrim(at_printed, '<>~')), 10) AS dated, list(DISTINCT source ORDER BY source) AS sources
    FROM steps
    WHERE kind IN ('law_suit', 'ruling')
        AND case_id IS NOT NULL
        AND case_id IN (FROM steps SELECT case_id WHERE kind = 'law_suit')
    GROUP BY outage_id, case_id
),
from_claims AS (
    SELECT
        n.outage_id, n.entity_id, n.kind, n.scope_id, first(n.scope ORDER BY n.row_id) AS scope,
        first(n.scope_ko ORDER BY n.row_id) AS scope_ko, n.low, n.high, n.unit, n.paid_or_promised,
        n.payment_form, n.payment_per, bool_or(n.is_approximate) AS is_approximate,
        max(coalesce(left(ltrim(e.at_printed, '<>~'), 10), n.said_on, '')) AS dated,
        n.measured_by, any_value(s.case_id) AS case_id,
        any_value(CASE WHEN n.kind = 'insured' THEN n.entity_id ELSE s.claimant_id END) AS recipient_id,
        list(DISTINCT n.source ORDER BY n.source) AS sources
    FROM named n
    LEFT JOIN steps e ON e.fact_id = n.fact_id AND e.kind IN ('payment', 'payment_promised', 'terms')
    LEFT JOIN suits s ON s.case_id = e.case_id OR (n.kind = 'legal_claim' AND s.claimant_id = n.entity_id)
    WHERE n.is_claim
    GROUP BY ALL
),
from_suits AS (
    SELECT
        outage_id, claimant_id AS entity_id, 'legal_claim' AS kind,
        case_id AS scope_id, replace(case_id, '-', ' ') AS scope,
        'claimed' AS paid_or_promised, false AS is_approximate, dated, case_id, claimant_id AS recipient_id,
        state, state_ko, sources
    FROM suits
),
from_events AS (
    SELECT
        outage_id, entity_id, kind, scope_id, scope, scope_ko, low, high, unit, paid_or_promised,
        payment_form, payment_per, is_approximate, said_on AS dated, case_id, [source] AS sources
    FROM named
    WHERE NOT is_claim
        AND (paid_or_promised <> 'terms' OR low IS NULL AND high IS NULL)
        AND fact_id NOT IN (FROM named SELECT fact_id WHERE is_claim)
),
direct AS (
    SELECT c.outage_id, c.entity_id, c.unit, c.measured_by, c.low, c.high, c.scope_id, c.scope, c.scope_ko, k.source
    FROM claim c JOIN citation k USING (row_id) WHERE c.metric = 'direct_loss' AND c.status = 'accepted'
),
uninsured AS (
    SELECT
        d.outage_id, d.entity_id, 'uninsured' AS kind, d.scope_id, d.scope, d.scope_ko,
        d.low - i.high AS low, d.high - i.low AS high, d.unit, 'estimated' AS paid_or_promised,
        true AS is_approximate, i.dated, d.measured_by, d.entity_id AS recipient_id,
        list_distinct(list_append(i.sources, d.source)) AS sources
    FROM direct d
    JOIN from_claims i ON i.kind = 'insured'
        AND i.outage_id = d.outage_id
        AND i.entity_id = d.entity_id
        AND i.unit = d.unit
        AND i.measured_by = d.measured_by
    WHERE i.high <= d.low
),
rows AS (
    FROM from_claims
    UNION ALL BY NAME FROM from_suits
    UNION ALL BY NAME FROM from_events
    UNION ALL BY NAME FROM uninsured
),
against AS (
    SELECT
        r.outage_id, r.kind, r.scope_id, r.low, r.high, r.unit,
        min(d.low) AS loss_low, max(d.high) AS loss_high,
        bool_or(d.high IS NULL) AS is_open, bool_or(d.low IS NULL) AS is_open_below,
        list(DISTINCT d.source ORDER BY d.source) AS loss_sources
    FROM rows r JOIN direct d ON d.outage_id = r.outage_id AND d.entity_id = r.recipient_id AND d.unit = r.unit
        AND (r.kind NOT IN ('insured', 'uninsured') OR d.measured_by = r.measured_by)
    GROUP BY ALL
)
SELECT
    r.outage_id, o.name AS outage, o.name_ko AS outage_ko, o.review::VARCHAR AS review,
    CASE
        WHEN r.kind = 'insured' THEN (FROM entity SELECT lower(name) WHERE entity_id = 'insurers')
        WHEN r.kind <> 'legal_claim' OR r.recipient_id IS NULL THEN e.name
    END AS payer,
    CASE
        WHEN r.kind = 'insured' THEN (FROM entity SELECT name_ko WHERE entity_id = 'insurers')
        WHEN r.kind <> 'legal_claim' OR r.recipient_id IS NULL THEN e.name_ko
    END AS payer_ko,
    CASE WHEN r.kind = 'legal_claim' AND r.recipient_id IS NOT NULL THEN e.name END AS claimant,
    CASE WHEN r.kind = 'legal_claim' AND r.recipient_id IS NOT NULL THEN e.name_ko END AS claimant_ko,
    r.kind, r.scope, r.scope_ko, r.low, r.high,
    CASE WHEN regexp_matches(r.unit, '^[A-Z]{3}$') THEN r.unit END AS currency,
    r.unit, r.paid_or_promised, r.payment_form::VARCHAR AS payment_form, r.payment_per::VARCHAR AS payment_per,
    r.dated, r.is_approximate, r.case_id, r.state, r.state_ko,
    a.loss_low, CASE WHEN NOT a.is_open THEN a.loss_high END AS loss_high,
    CASE WHEN NOT a.is_open THEN r.low / a.loss_high END AS against_loss_low,
    CASE WHEN NOT a.is_open_below THEN r.high / a.loss_low END AS against_loss_high,
    CASE
        WHEN a.outage_id IS NOT NULL THEN NULL
        WHEN r.low IS NULL AND r.high IS NULL THEN 'no_amount'
        WHEN NOT regexp_matches(r.unit, '^[A-Z]{3}$') THEN 'no_money'
        WHEN r.recipient_id IS NOT NULL THEN 'no_loss_of_the_same'
        ELSE 'no_loss_of_the_paid'
    END AS why,
    CASE
        WHEN a.outage_id IS NULL THEN r.sources
        ELSE list_sort(list_distinct(list_concat(r.sources, a.loss_sources)))
    END AS sources
FROM rows r
JOIN outage o USING (outage_id)
LEFT JOIN entity e ON e.entity_id = r.entity_id
LEFT JOIN against a ON a.outage_id = r.outage_id
    AND a.kind = r.kind
    AND a.scope_id = r.scope_id
    AND a.low IS NOT DISTINCT FROM r.low
    AND a.high IS NOT DISTINCT FROM r.high
    AND a.unit = r.unit
ORDER BY r.outage_id, r.kind, r.dated, r.scope, r.low

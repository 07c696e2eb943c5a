-- Who gave, promised, claimed or owes what, one row a payer, kind, scope and bounds; never summed, never pooled.
-- `against_loss_*` divides by the direct loss of the same people in the same currency, which is the only case in which
-- a ratio means something: the loss of the one who sued, where the claim or the cap belongs to a law suit, or the loss
-- that the same counter set beside the insured part. Everywhere else it is empty, and `why` says so.
WITH named AS (
    SELECT
        c.*, k.source, regexp_replace(c.fact_id, '/.*$', '') AS fact,
        CASE
            WHEN c.metric IN ('insured_loss', 'waiting_period') THEN 'insured'
            WHEN c.metric = 'compensation_claimed' THEN 'legal_claim'
            WHEN c.metric LIKE 'liability_cap%' OR c.metric = 'consumer_law_threshold' THEN 'liability_terms'
            WHEN c.metric IN ('advances_paid', 'financing_promised') THEN 'supplier_support'
            WHEN c.metric = 'voucher_value' THEN 'voucher'
            WHEN c.metric IN (
                'goodwill_miles_per_person', 'packs_per_person', 'points_per_person', 'people_compensated'
            ) OR regexp_matches(c.scope, 'in kind|emoticon|discounts') THEN 'in_kind'
            WHEN c.metric IN ('credit_days', 'credit_hours', 'credit_months', 'service_credit') THEN 'contract_credit'
            WHEN regexp_matches(c.scope, 'small business') THEN 'small_firms'
            WHEN regexp_matches(c.scope, 'paying users') THEN 'paying_users'
            WHEN c.metric = 'goodwill_per_person' THEN 'goodwill'
            WHEN regexp_matches(c.scope, 'total|all compensation|all customers') THEN 'total'
            ELSE 'other'
        END AS kind,
        CASE
            WHEN c.metric = 'insured_loss' THEN 'estimated'
            WHEN c.metric = 'waiting_period' OR c.metric LIKE 'liability_cap%' OR c.metric = 'consumer_law_threshold'
                THEN 'terms'
            WHEN c.metric = 'compensation_claimed' THEN 'claimed'
            WHEN c.metric IN ('compensation_paid', 'advances_paid', 'voucher_value', 'people_compensated') THEN 'paid'
            ELSE 'promised'
        END AS paid_or_promised
    FROM claim c JOIN citation k USING (row_id)
    WHERE c.theme IN ('compensation', 'liability_terms', 'loss') AND c.outage_id IS NOT NULL AND c.status = 'accepted'
        AND ($outage IS NULL OR c.outage_id = $outage)
        AND c.metric IN (
            'compensation_paid', 'compensation_promised', 'compensation_per_case', 'compensation_claimed',
            'goodwill_per_person', 'goodwill_miles_per_person', 'packs_per_person', 'points_per_person',
            'people_compensated', 'voucher_value', 'service_credit', 'credit_days', 'credit_hours', 'credit_months',
            'advances_paid', 'financing_promised', 'provision_for_compensation', 'liability_cap',
            'liability_cap_share_of_fees', 'consumer_law_threshold', 'insured_loss', 'waiting_period'
        )
),
steps AS (
    SELECT e.*, k.source
    FROM event e
    JOIN citation k USING (row_id)
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
        n.outage_id, n.entity_id, n.kind, n.scope, n.scope_ko, n.low, n.high, n.unit, n.paid_or_promised,
        bool_or(n.is_approximate) AS is_approximate,
        max(coalesce(left(ltrim(e.at_printed, '<>~'), 10), n.said_on, '')) AS dated,
        n.measured_by, any_value(s.case_id) AS case_id,
        any_value(CASE WHEN n.kind = 'insured' THEN n.entity_id ELSE s.claimant_id END) AS recipient_id,
        NULL::VARCHAR AS state, NULL::VARCHAR AS state_ko, list(DISTINCT n.source ORDER BY n.source) AS sources
    FROM named n
    LEFT JOIN steps e ON regexp_replace(e.fact_id, '/.*$', '') = n.fact
        AND e.kind IN ('payment', 'payment_promised', 'terms')
    LEFT JOIN suits s ON s.case_id = e.case_id OR (n.kind = 'legal_claim' AND s.claimant_id = n.entity_id)
    GROUP BY ALL
),
from_suits AS (
    SELECT
        s.outage_id, s.claimant_id AS entity_id, 'legal_claim' AS kind,
        replace(s.case_id, '-', ' ') AS scope, NULL AS scope_ko,
        NULL::DOUBLE AS low, NULL::DOUBLE AS high, NULL AS unit,
        'claimed' AS paid_or_promised, false AS is_approximate, s.dated, NULL AS measured_by, s.case_id,
        s.claimant_id AS recipient_id, s.state, s.state_ko, s.sources
    FROM suits s
),
from_events AS (
    SELECT
        e.outage_id, e.actor_id,
        CASE e.kind WHEN 'terms' THEN 'liability_terms' ELSE 'in_kind' END,
        e.text, e.text_ko, e.amount_low, e.amount_high, e.currency,
        CASE e.kind WHEN 'payment' THEN 'paid' WHEN 'terms' THEN 'terms' ELSE 'promised' END,
        false, left(ltrim(e.at_printed, '<>~'), 10), NULL, e.case_id, NULL, NULL, NULL, [e.source]
    FROM steps e
    WHERE (e.kind IN ('payment', 'payment_promised')
            OR e.kind = 'terms' AND e.amount_low IS NULL AND e.amount_high IS NULL)
        AND regexp_replace(e.fact_id, '/.*$', '') NOT IN (FROM named SELECT fact)
),
direct AS (
    SELECT c.outage_id, c.entity_id, c.unit, c.measured_by, c.low, c.high, c.scope, c.scope_ko, k.source
    FROM claim c JOIN citation k USING (row_id) WHERE c.metric = 'direct_loss' AND c.status = 'accepted'
),
uninsured AS (
    SELECT
        d.outage_id, d.entity_id, 'uninsured', d.scope, d.scope_ko, d.low - i.high, d.high - i.low, d.unit, 'estimated',
        true, i.dated, d.measured_by, NULL, d.entity_id, NULL, NULL,
        list_distinct(list_append(i.sources, d.source))
    FROM direct d
    JOIN from_claims i ON i.kind = 'insured'
        AND i.outage_id = d.outage_id
        AND i.entity_id = d.entity_id
        AND i.unit = d.unit
        AND i.measured_by = d.measured_by
    WHERE i.high <= d.low
),
rows AS (FROM from_claims UNION ALL FROM from_suits UNION ALL FROM from_events UNION ALL FROM uninsured),
against AS (
    SELECT
        r.outage_id, r.kind, r.scope, r.low, r.high, r.unit,
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
        WHEN r.kind = 'insured' THEN 'insurers'
        WHEN r.kind <> 'legal_claim' OR r.recipient_id IS NULL THEN e.name
    END AS payer,
    CASE
        WHEN r.kind = 'insured' THEN '보험사'
        WHEN r.kind <> 'legal_claim' OR r.recipient_id IS NULL THEN e.name_ko
    END AS payer_ko,
    CASE WHEN r.kind = 'legal_claim' AND r.recipient_id IS NOT NULL THEN e.name END AS claimant,
    CASE WHEN r.kind = 'legal_claim' AND r.recipient_id IS NOT NULL THEN e.name_ko END AS claimant_ko,
    r.kind, r.scope, r.scope_ko, r.low, r.high,
    CASE WHEN regexp_matches(r.unit, '^[A-Z]{3}$') THEN r.unit END AS currency,
    r.unit, r.paid_or_promised, r.dated, r.is_approximate, r.case_id, r.state, r.state_ko,
    a.loss_low, CASE WHEN NOT a.is_open THEN a.loss_high END AS loss_high,
    CASE WHEN NOT a.is_open THEN r.low / a.loss_high END AS against_loss_low,
    CASE WHEN NOT a.is_open_below THEN r.high / a.loss_low END AS against_loss_high,
    CASE WHEN a.outage_id IS NOT NULL THEN NULL
        WHEN r.low IS NULL AND r.high IS NULL THEN 'no amount of money is stated'
        WHEN NOT regexp_matches(r.unit, '^[A-Z]{3}$') THEN 'not an amount of money'
        WHEN r.recipient_id IS NOT NULL THEN 'no source gives the loss of the same people in this currency'
        ELSE 'no source gives the loss of those who are paid' END AS why,
    CASE WHEN a.outage_id IS NOT NULL THEN NULL
        WHEN r.low IS NULL AND r.high IS NULL THEN '금액이 밝혀지지 않음'
        WHEN NOT regexp_matches(r.unit, '^[A-Z]{3}$') THEN '금액이 아님'
        WHEN r.recipient_id IS NOT NULL THEN '같은 대상의 손실을 같은 통화로 밝힌 출처가 없음'
        ELSE '보상받은 사람들의 손실을 밝힌 출처가 없음' END AS why_ko,
    CASE
        WHEN a.outage_id IS NULL THEN r.sources
        ELSE list_sort(list_distinct(list_concat(r.sources, a.loss_sources)))
    END AS sources
FROM rows r
JOIN outage o USING (outage_id)
LEFT JOIN entity e ON e.entity_id = r.entity_id
LEFT JOIN against a ON a.outage_id = r.outage_id
    AND a.kind = r.kind
    AND a.scope = r.scope
    AND a.low IS NOT DISTINCT FROM r.low
    AND a.high IS NOT DISTINCT FROM r.high
    AND a.unit = r.unit
ORDER BY r.outage_id, r.kind, r.dated, r.scope, r.low

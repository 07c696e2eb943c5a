-- a payment says why, what, in which state, to whom and whether in all or each; what is no payment says none of these
SELECT file, line, 'payment_ground' AS "column", coalesce(payment_ground::VARCHAR, 'nothing') AS found
FROM staged_claim
WHERE (payment_ground IS NULL) <> (payment_form IS NULL)
    OR (payment_ground IS NULL) <> (payment_state IS NULL)
    OR (payment_ground IS NULL) <> (payment_to IS NULL)
    OR (payment_ground IS NULL) <> (payment_per IS NULL)
UNION ALL
SELECT file, line, 'payment_ground', coalesce(payment_ground::VARCHAR, 'nothing') || ' for ' || kind
FROM staged_event
WHERE (kind IN ('payment', 'payment_promised', 'terms')) <> (payment_ground IS NOT NULL)
    OR (payment_ground IS NULL) <> (payment_form IS NULL)
    OR (payment_ground IS NULL) <> (payment_to IS NULL)
    OR (payment_ground IS NULL) <> (payment_per IS NULL)

-- the unit is that of the metric, or a currency code of three capitals where the metric has the unit currency
SELECT c.file, c.line, 'unit' AS "column", c.unit || ' for ' || m.metric || ' in ' || m.unit AS found
FROM staged_claim c JOIN staged_metric m USING (metric)
WHERE CASE WHEN m.unit = 'currency' THEN NOT regexp_full_match(c.unit, '[A-Z]{3}') ELSE c.unit <> m.unit END

-- low is not above high
SELECT file, line, 'low' AS "column", low || ' above ' || high AS found FROM staged_claim WHERE low > high
UNION ALL
SELECT file, line, 'out_of_low', out_of_low || ' above ' || out_of_high FROM staged_claim WHERE out_of_low > out_of_high
UNION ALL
SELECT file, line, 'amount_low', amount_low || ' above ' || amount_high FROM staged_event WHERE amount_low > amount_high
UNION ALL
SELECT file, line, 'low', low || ' above ' || high FROM staged_assumption WHERE low > high

-- a number is finite; an open bound is left empty
SELECT file, line, "column", found
FROM (
    UNPIVOT (SELECT file, line, low, high, out_of_low, out_of_high FROM staged_claim)
    ON low, high, out_of_low, out_of_high INTO NAME "column" VALUE found
    UNION ALL
    UNPIVOT (SELECT file, line, amount_low, amount_high FROM staged_event)
    ON amount_low, amount_high INTO NAME "column" VALUE found
    UNION ALL
    UNPIVOT (SELECT file, line, low, high FROM staged_assumption) ON low, high INTO NAME "column" VALUE found
)
WHERE NOT isfinite(found)

-- a state is the one that its wording stands for, and a reviewed outage names the wording of each
SELECT s.file, s.line, 'state' AS "column", s.state || ' for ' || coalesce(s.wording::VARCHAR, 'no wording') AS found
FROM staged_observation s LEFT JOIN staged_outage o USING (outage_id)
WHERE
    CASE
        WHEN s.wording IS NULL THEN coalesce(o.review = 'reviewed', false)
        WHEN s.wording IN ('out', 'implied', 'by_hand', 'not_back') THEN s.state <> 'down'
        WHEN s.wording IN ('hit', 'in_part', 'substitute', 'returning', 'mostly_back') THEN s.state <> 'degraded'
        WHEN s.wording = 'back' THEN s.state <> 'restored'
        WHEN s.wording = 'normal' THEN s.state <> 'normal'
        ELSE s.state <> 'not_hit'
    END

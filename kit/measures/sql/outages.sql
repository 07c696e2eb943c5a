-- Every outage with its times, its cause and how much is known of it. `published_length`: how long it lasted as
-- somebody published it, of the provider or of all of it; the longest where there are several. `open_questions`: how
-- many stand in the table `open_question`.
WITH evidence_rows AS (
    SELECT outage_id, row_id FROM observation
    UNION ALL SELECT outage_id, row_id FROM claim
    UNION ALL SELECT outage_id, row_id FROM attribution
    UNION ALL SELECT outage_id, row_id FROM event
),
counted AS (SELECT outage_id, count(row_id) AS evidence_rows FROM evidence_rows GROUP BY outage_id),
left_open AS (
    SELECT outage_id, count(*) AS questions
    FROM open_question q
    WHERE EXISTS (FROM evidence_rows e WHERE list_contains(string_split(q.row_ids, ' '), e.row_id))
    GROUP BY outage_id
),
lengths AS (
    SELECT
        c.outage_id,
        {
            'low': c.low, 'high': c.high, 'is_approximate': c.is_approximate, 'scope': c.scope, 'scope_ko': c.scope_ko,
            'said_by': coalesce(c.measured_by, k.source.publisher), 'said_on': c.said_on, 'sources': [k.source]
        } AS published_length
    FROM claim c
    JOIN outage o USING (outage_id)
    JOIN citation k USING (row_id)
    LEFT JOIN entity e ON e.entity_id = c.entity_id
    WHERE c.metric = 'outage_duration' AND c.status = 'accepted' AND c.unit = 'hours'
        AND o.provider_id IN (c.entity_id, coalesce(e.parent_id, ''))
    QUALIFY row_number() OVER (PARTITION BY c.outage_id ORDER BY coalesce(c.low, c.high) DESC, c.row_id) = 1
)
SELECT
    o.outage_id, o.name, o.name_ko, p.name AS provider, p.name_ko AS provider_ko, o.country, o.cause::VARCHAR AS cause,
    o.layer::VARCHAR AS layer, o.trigger_earliest, o.trigger_latest, o.onset_printed, o.onset_earliest, o.onset_latest,
    o.ended_earliest, o.ended_latest, o.end_state::VARCHAR AS end_state,
    epoch(o.ended_earliest - o.onset_latest) / 3600 AS hours_low,
    epoch(o.ended_latest - o.onset_earliest) / 3600 AS hours_high,
    o.repair_by::VARCHAR AS repair_by, o.repair_mode::VARCHAR AS repair_mode, o.review::VARCHAR AS review,
    o.read_until, coalesce(q.questions, 0) AS open_questions,
    o.note, o.note_ko, coalesce(n.evidence_rows, 0) AS evidence_rows, l.published_length
FROM outage o
LEFT JOIN entity p ON p.entity_id = o.provider_id
LEFT JOIN counted n USING (outage_id)
LEFT JOIN lengths l USING (outage_id)
LEFT JOIN left_open q USING (outage_id)
WHERE $outage IS NULL OR o.outage_id = $outage
ORDER BY o.onset_earliest DESC

-- What becomes of each report that arrives: new, newer than the one that is there, older than it, or a duplicate that
-- adds nothing. Versions are ordered by their last word, then by arrival; the same record read differently (a mended
-- map) counts as newer.
WITH held AS (
    SELECT
        report_id, true AS is_current,
        greatest(last_seen_at, resolved_at, posted_at) AS word_at,
        md5(raw::VARCHAR) AS raw_hash,
        hash(
            format, title, kind::VARCHAR, severity, severity_rank, status, posted_at, began_at, mitigated_at,
            resolved_at, last_seen_at, began_earliest, began_latest, ended_earliest, ended_latest,
            end_state::VARCHAR, url, raw::VARCHAR
        ) AS content
    FROM report WHERE report_id IN (SELECT report_id FROM incoming)
    UNION ALL
    SELECT
        report_id, false, NULL, NULL,
        hash(
            format, title, kind::VARCHAR, severity, severity_rank, status, posted_at, began_at, mitigated_at,
            resolved_at, last_seen_at, began_earliest, began_latest, ended_earliest, ended_latest,
            end_state::VARCHAR, url, raw::VARCHAR
        )
    FROM report_history WHERE report_id IN (SELECT report_id FROM incoming)
),
arrived AS (
    SELECT
        i.record_no, i.load_id, i.report_id,
        greatest(last_seen_at, resolved_at, posted_at) AS word_at,
        md5(raw::VARCHAR) AS raw_hash,
        hash(
            format, title, kind::VARCHAR, severity, severity_rank, status, posted_at, began_at, mitigated_at,
            resolved_at, last_seen_at, began_earliest, began_latest, ended_earliest, ended_latest,
            end_state::VARCHAR, url, raw::VARCHAR
        ) AS content,
        f.sha256 IN (SELECT sha256 FROM load) AS is_again
    FROM incoming i JOIN file f USING (load_id)
),
compared AS (
    SELECT
        a.*, c.report_id IS NOT NULL AS is_there,
        a.word_at < c.word_at AND a.raw_hash IS DISTINCT FROM c.raw_hash AS is_older,
        coalesce(a.content = c.content, false)
            OR row_number() OVER (PARTITION BY a.report_id, a.content ORDER BY a.record_no) > 1
            OR (h.report_id IS NOT NULL AND (a.is_again OR coalesce(a.word_at < c.word_at, false))) AS is_duplicate
    FROM arrived a
    LEFT JOIN held c ON c.is_current AND c.report_id = a.report_id
    LEFT JOIN (SELECT DISTINCT report_id, content FROM held WHERE NOT is_current) h
        ON h.report_id = a.report_id AND h.content = a.content
),
placed AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY report_id, is_duplicate ORDER BY word_at DESC NULLS LAST, record_no DESC
        ) AS place,
        count(*) FILTER (NOT is_duplicate) OVER (PARTITION BY report_id, load_id) AS versions
    FROM compared
)
SELECT
    record_no, load_id, report_id,
    CASE
        WHEN is_duplicate THEN 'duplicate'
        WHEN place > 1 OR is_older THEN 'older'
        WHEN is_there THEN 'newer'
        ELSE 'new'
    END AS verdict,
    NOT is_duplicate AND place > 1 AND versions > 1 AS is_merged
FROM placed

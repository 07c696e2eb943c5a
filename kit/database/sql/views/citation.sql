-- The source of each row of evidence as figures and tables cite it; `row_id` stands last, so that rows sort by their
-- source.
SELECT
    e.row_id,
    {
        'source_id': s.source_id, 'publisher': s.publisher, 'via': s.via, 'read_as': s.read_as::VARCHAR,
        'title': s.title, 'url': s.url, 'published_on': s.published_on, 'kind': s.kind::VARCHAR, 'row_id': e.row_id
    } AS source
FROM evidence e JOIN source s USING (source_id)

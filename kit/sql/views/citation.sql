-- A source as figures and tables cite it.
SELECT source_id,
    {'source_id': source_id, 'publisher': publisher, 'via': via, 'title': title, 'url': url, 'published_on': published_on, 'kind': kind::VARCHAR}
    AS source
FROM source

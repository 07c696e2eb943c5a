-- Rows of a conflict in which another, better founded row is taken, where that one is known.
SELECT DISTINCT t.row_id
FROM conflict k JOIN evidence e ON e.row_id = k.preferred_row_id, unnest(string_split(k.row_ids, ' ')) AS t(row_id)
WHERE t.row_id <> k.preferred_row_id AND e.status = 'accepted'

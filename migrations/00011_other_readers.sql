-- +goose Up

-- DuckDB parses the views of an SQLite database by its own grammar: JOIN needs a
-- condition there, and ->> binds less than AND. Where a function is not its own,
-- it has SQLite run what it has parsed.
DROP VIEW keyword_sections;
CREATE VIEW keyword_sections AS
SELECT k.key, v.form AS keyword, g.kind, g.role, f.path, s.ordinal AS section,
       coalesce(s.anchor, replace(replace(replace(replace(replace(replace(replace(replace(replace(lower(s.title), ' ', '-'), '(', ''), ')', ''), ':', ''), ',', ''), '.', ''), '/', ''), '`', ''), '''', '')) AS anchor,
       coalesce((j.value ->> 1), p.line) AS line,
       CASE WHEN (j.value ->> 1) IS NULL THEN p.count ELSE coalesce((j.value ->> 2), 1) END AS count
FROM posting p
JOIN file_flag x ON x.file = p.file AND x.flags = p.flags
JOIN place_flag g ON g.flags = x.flags
JOIN keyword k ON k.id = p.keyword
JOIN variant v ON v.keyword = p.keyword AND v.ordinal = p.form
JOIN file f ON f.id = p.file
JOIN json_each('[[' || replace(p.places, ';', '],[') || ']]') j ON 1 = 1
JOIN section s ON s.file = iif(j.type IS NULL, NULL, p.file) AND s.ordinal = (j.value ->> 0)
WHERE g.place = CASE WHEN (j.value ->> 1) IS NULL THEN p.flags >> 4 & 7 ELSE coalesce((j.value ->> 3), 4) END;

-- +goose Up

-- What the flags of a posting say, for every value that they can have, so that
-- one index on flags finds postings by kind, by role and by both.
CREATE TABLE flag (
    flags      INTEGER PRIMARY KEY,       -- kind + 16 * role + 128 * definition
    kind       TEXT NOT NULL,
    role       TEXT NOT NULL,
    definition INTEGER NOT NULL
);
INSERT INTO flag
SELECT kind.id + 16 * role.id + 128 * d.value, kind.name, role.name, d.value FROM kind, role, (SELECT 0 AS value UNION ALL SELECT 1) d;
CREATE INDEX flag_kind ON flag (kind, role, definition);
CREATE INDEX flag_role ON flag (role, definition);
CREATE INDEX posting_flags ON posting (flags);

-- Without being told, SQLite takes an index on flags to be as telling as one on
-- keywords. Numbers of a tree of 10,000 documents; ANALYZE would find no others
-- that lead to another plan. See indexPostings in package store.
ANALYZE flag;
DELETE FROM sqlite_stat1 WHERE tbl IN ('keyword', 'posting');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('keyword', 'keyword_key', '130000 1 1 1 1 1'),
    ('posting', 'posting_keyword', '500000 4 2 1 1 1 1'),
    ('posting', 'posting_flags', '500000 5000');

DROP VIEW keywords;
CREATE VIEW keywords AS
SELECT k.key, v.form AS keyword, k.files, k.occurrences, k.treated
FROM keyword k JOIN variant v ON v.keyword = k.id AND v.ordinal = k.form;

DROP VIEW keyword_files;
CREATE VIEW keyword_files AS
SELECT k.key, v.form AS keyword, g.kind, g.role, f.path, p.line, p.count, p.rank, g.definition
FROM posting p
JOIN flag g ON g.flags = p.flags
JOIN keyword k ON k.id = p.keyword
JOIN variant v ON v.keyword = p.keyword AND v.ordinal = p.form
JOIN file f ON f.id = p.file;

DROP VIEW keyword_sections;
CREATE VIEW keyword_sections AS
SELECT k.key, v.form AS keyword, g.kind, role.name AS role, f.path, s.ordinal AS section, s.anchor,
       CASE j.type WHEN 'array' THEN j.value ->> 1 ELSE p.line END AS line,
       CASE j.type WHEN 'array' THEN j.value ->> 2 ELSE p.count END AS count
FROM posting p
JOIN flag g ON g.flags = p.flags
JOIN keyword k ON k.id = p.keyword
JOIN variant v ON v.keyword = p.keyword AND v.ordinal = p.form
JOIN file f ON f.id = p.file
JOIN json_each(p.places) j
JOIN role ON role.id = CASE j.type WHEN 'array' THEN j.value ->> 3 ELSE p.flags >> 4 & 7 END
JOIN section s ON s.file = p.file AND s.ordinal = CASE j.type WHEN 'array' THEN j.value ->> 0 ELSE j.value END;

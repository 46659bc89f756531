-- +goose Up

-- What a place of a posting can be: its role is the posting's or a weaker one.
-- One row for each value of a posting's flags and each role of a place, so that
-- the places of a role are looked for in the postings that can have them, which
-- the index on flags finds; places lie packed within postings.
CREATE TABLE place_flag (
    flags INTEGER NOT NULL,               -- the posting's
    place INTEGER NOT NULL,               -- role.id of the place
    kind  TEXT NOT NULL,
    role  TEXT NOT NULL,                  -- of the place
    PRIMARY KEY (flags, place)
) WITHOUT ROWID;
INSERT INTO place_flag
SELECT flag.flags, role.id, flag.kind, role.name FROM flag JOIN role ON role.id >= (flag.flags >> 4 & 7);
CREATE INDEX place_flag_kind ON place_flag (kind, role);
CREATE INDEX place_flag_role ON place_flag (role);
CREATE INDEX synonym_keyword ON synonym (keyword);

-- A section is looked up when its ordinal is known, never before: SQLite would
-- try all sections of a file for each place. So its file comes from the place
-- too; a CROSS JOIN would hold back what is joined to the view.
DROP VIEW keyword_sections;
CREATE VIEW keyword_sections AS
SELECT k.key, v.form AS keyword, g.kind, g.role, f.path, s.ordinal AS section, s.anchor,
       CASE j.type WHEN 'array' THEN j.value ->> 1 ELSE p.line END AS line,
       CASE j.type WHEN 'array' THEN j.value ->> 2 ELSE p.count END AS count
FROM posting p
JOIN place_flag g ON g.flags = p.flags
JOIN keyword k ON k.id = p.keyword
JOIN variant v ON v.keyword = p.keyword AND v.ordinal = p.form
JOIN file f ON f.id = p.file
JOIN json_each(p.places) j
JOIN section s ON s.file = iif(j.type IS NULL, NULL, p.file) AND s.ordinal = CASE j.type WHEN 'array' THEN j.value ->> 0 ELSE j.value END
WHERE g.place = CASE j.type WHEN 'array' THEN j.value ->> 3 ELSE p.flags >> 4 & 7 END;

-- Statistics, see 00004: more of them, of the same tree. Two are no averages. Of
-- 200 values of flags few are frequent: 1,000 postings for each is what leads to
-- the index for several kinds or roles at once, and not for a range of keys. And
-- a written form is looked for in the vocabulary, which is read in milliseconds,
-- before the postings are.
ANALYZE place_flag;
DELETE FROM sqlite_stat1 WHERE idx = 'posting_flags' OR tbl IN ('variant', 'file', 'folder');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('posting', 'posting', '500000 50 1'),
    ('posting', 'posting_flags', '500000 1000'),
    ('variant', 'variant', '100000 1 1'),
    ('file', 'sqlite_autoindex_file_1', '10000 1'),
    ('file', 'file_folder', '10000 100'),
    ('folder', 'sqlite_autoindex_folder_1', '100 1');

-- A database is there from the first moment of the first build on, empty.
DROP VIEW meta;
CREATE VIEW meta AS
SELECT max(value) FILTER (WHERE name = 'repo') AS repo,
       max(value) FILTER (WHERE name = 'commit') AS "commit",
       max(value) FILTER (WHERE name = 'source_url') AS source_url,
       (SELECT max(version_id) FROM goose_db_version) AS schema,
       max(value) FILTER (WHERE name = 'config') AS config,
       count(*) FILTER (WHERE name = 'extract') AS built
FROM setting;

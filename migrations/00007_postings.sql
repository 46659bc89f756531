-- +goose Up

-- One row for a key of one kind in one file, those of a keyword together: what
-- index pages and questions ask for is read in one go, and places, which are half
-- of the bytes, are there once. places is the section's ordinal where there is one
-- place (its line, count and role are then the row's), else a text of
--
--     section,line[,count[,role]][;section,line[,count[,role]]]…
--
-- without a role that is mention, and without a count that is 1 before none. A
-- row for each place would double the time of a build and the size of the
-- database. The views make JSON of it, for json_each.
CREATE TABLE posting_new (
    keyword INTEGER NOT NULL,
    folder  INTEGER NOT NULL,             -- the file's
    file    INTEGER NOT NULL,
    flags   INTEGER NOT NULL,             -- kind + 16 * role + 128 * definition
    rank    INTEGER NOT NULL,             -- 1 is the file's most telling keyword
    form    INTEGER NOT NULL,             -- variant.ordinal
    line    INTEGER NOT NULL,
    count   INTEGER NOT NULL,
    places  NOT NULL,
    PRIMARY KEY (keyword, folder, file, flags)
) WITHOUT ROWID;
INSERT INTO posting_new
SELECT keyword, folder, file, flags, rank, form, line, count,
       CASE typeof(places) WHEN 'integer' THEN places ELSE (
           SELECT group_concat((value ->> 0) || ',' || (value ->> 1) ||
               CASE WHEN value ->> 3 <> 4 THEN ',' || (value ->> 2) || ',' || (value ->> 3)
                    WHEN value ->> 2 <> 1 THEN ',' || (value ->> 2)
                    ELSE '' END, ';' ORDER BY key)
           FROM json_each(places)) END
FROM posting ORDER BY keyword, folder, file, flags;

-- What flags the postings of a file have: this leads from a kind or a role to the
-- files that have any, and posting_file from there to their postings, in a tenth
-- of the room that an index on the flags of all postings takes.
CREATE TABLE file_flag (
    flags    INTEGER NOT NULL,
    file     INTEGER NOT NULL,
    postings INTEGER NOT NULL,            -- how many
    PRIMARY KEY (flags, file)
) WITHOUT ROWID;
INSERT INTO file_flag SELECT flags, file, count(*) FROM posting GROUP BY flags, file;

DROP VIEW keyword_files;
DROP VIEW keyword_sections;
DROP TABLE posting;
ALTER TABLE posting_new RENAME TO posting;
CREATE INDEX posting_file ON posting (file, flags, keyword, folder);

-- Statistics, see 00004, of the same tree. Of the values of flags, those that are
-- asked for are the rarer ones.
DELETE FROM sqlite_stat1 WHERE tbl = 'posting';
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('posting', 'posting', '500000 4 2 1 1'),
    ('posting', 'posting_file', '500000 50 5 1 1'),
    ('file_flag', 'file_flag', '100000 300 1');

CREATE VIEW keyword_files AS
SELECT k.key, v.form AS keyword, g.kind, g.role, f.path, p.line, p.count, p.rank, g.definition
FROM posting p
JOIN file_flag x ON x.file = p.file AND x.flags = p.flags
JOIN flag g ON g.flags = x.flags
JOIN keyword k ON k.id = p.keyword
JOIN variant v ON v.keyword = p.keyword AND v.ordinal = p.form
JOIN file f ON f.id = p.file;

-- As in 00005, section comes last.
CREATE VIEW keyword_sections AS
SELECT k.key, v.form AS keyword, g.kind, g.role, f.path, s.ordinal AS section, s.anchor,
       coalesce(j.value ->> 1, p.line) AS line,
       CASE WHEN j.value ->> 1 IS NULL THEN p.count ELSE coalesce(j.value ->> 2, 1) END AS count
FROM posting p
JOIN file_flag x ON x.file = p.file AND x.flags = p.flags
JOIN place_flag g ON g.flags = x.flags
JOIN keyword k ON k.id = p.keyword
JOIN variant v ON v.keyword = p.keyword AND v.ordinal = p.form
JOIN file f ON f.id = p.file
JOIN json_each('[[' || replace(p.places, ';', '],[') || ']]') j
JOIN section s ON s.file = iif(j.type IS NULL, NULL, p.file) AND s.ordinal = j.value ->> 0
WHERE g.place = CASE WHEN j.value ->> 1 IS NULL THEN p.flags >> 4 & 7 ELSE coalesce(j.value ->> 3, 4) END;

-- What the page of the file's folder says of it: the forms of its most telling
-- keywords, a line each. NULL where an older kwic has indexed the file.
ALTER TABLE file ADD COLUMN best TEXT;

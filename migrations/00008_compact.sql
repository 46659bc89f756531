-- +goose Up

-- What links lead to, each once: most targets are linked from many places. A
-- target that no link leads to any more is deleted with the last one.
CREATE TABLE target (
    id     INTEGER PRIMARY KEY,
    target TEXT NOT NULL UNIQUE           -- path in the tree, or URL
);
INSERT INTO target (target) SELECT DISTINCT target FROM link ORDER BY target;

CREATE TABLE link_new (
    file    INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    line    INTEGER NOT NULL,
    target  INTEGER NOT NULL,             -- target.id
    anchor  TEXT NOT NULL,
    text    TEXT NOT NULL,
    written TEXT,                         -- the destination as written; NULL or one byte (a blob) where target and
                                          -- anchor give it, see packLink in package store
    PRIMARY KEY (file, ordinal)
) WITHOUT ROWID;
INSERT INTO link_new
SELECT l.file, l.ordinal, l.line, t.id, l.anchor, l.text, l.written FROM link l JOIN target t USING (target) ORDER BY l.file, l.ordinal;
DROP VIEW links;
DROP TABLE link;
ALTER TABLE link_new RENAME TO link;
CREATE INDEX link_target ON link (target);
CREATE VIEW links AS
SELECT f.path, l.line, t.target, l.anchor, l.text
FROM link l JOIN target t ON t.id = l.target JOIN file f ON f.id = l.file;

-- Most anchors are their titles in small letters, with hyphens for spaces and
-- without some signs; where a title is of ASCII alone, that is not written again.
-- See plainAnchor in package store.
CREATE TABLE section_new (
    file     INTEGER NOT NULL,
    ordinal  INTEGER NOT NULL,            -- 0 is the document itself
    parent   INTEGER,                     -- ordinal of the enclosing section
    level    INTEGER NOT NULL,
    title    TEXT NOT NULL,
    anchor   TEXT,                        -- NULL where the title gives it
    line     INTEGER NOT NULL,
    end_line INTEGER NOT NULL,
    PRIMARY KEY (file, ordinal)
) WITHOUT ROWID;
INSERT INTO section_new
SELECT file, ordinal, parent, level, title,
       CASE WHEN title GLOB '*[^' || char(1) || '-' || char(127) || ']*' THEN anchor
            ELSE nullif(anchor, replace(replace(replace(replace(replace(replace(replace(replace(replace(lower(title), ' ', '-'), '(', ''), ')', ''), ':', ''), ',', ''), '.', ''), '/', ''), '`', ''), '''', '')) END,
       line, end_line
FROM section ORDER BY file, ordinal;
DROP VIEW sections;
DROP VIEW keyword_sections;
DROP TABLE section;
ALTER TABLE section_new RENAME TO section;

CREATE VIEW sections AS
SELECT f.path, s.ordinal, s.parent, s.level, s.title,
       coalesce(s.anchor, replace(replace(replace(replace(replace(replace(replace(replace(replace(lower(s.title), ' ', '-'), '(', ''), ')', ''), ':', ''), ',', ''), '.', ''), '/', ''), '`', ''), '''', '')) AS anchor,
       s.line, s.end_line
FROM section s JOIN file f ON f.id = s.file;

CREATE VIEW keyword_sections AS
SELECT k.key, v.form AS keyword, g.kind, g.role, f.path, s.ordinal AS section,
       coalesce(s.anchor, replace(replace(replace(replace(replace(replace(replace(replace(replace(lower(s.title), ' ', '-'), '(', ''), ')', ''), ':', ''), ',', ''), '.', ''), '/', ''), '`', ''), '''', '')) AS anchor,
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

-- Four bytes of a hash tell files apart; the row has the others.
DROP INDEX file_sha256;
CREATE INDEX file_sha256 ON file (substr(sha256, 1, 4));

-- The path of a file's page tells which file that is.
CREATE TABLE page_new (
    path   TEXT PRIMARY KEY,              -- below the output folder
    kind   TEXT NOT NULL,
    unit   TEXT,                          -- NULL for a file's own page; see plainUnit in package store
    prefix TEXT NOT NULL,
    split  INTEGER NOT NULL,              -- 1: lists longer prefixes
    bytes  INTEGER NOT NULL,
    size   INTEGER NOT NULL,
    sha256 BLOB NOT NULL
) WITHOUT ROWID;
INSERT INTO page_new
SELECT path, kind, CASE WHEN kind = 'file' AND path = 'files/' || substr(unit, 6) || '_kw.md' AND unit GLOB 'file *' THEN NULL ELSE unit END,
       prefix, split, bytes, size, sha256
FROM page;
DROP VIEW pages;
DROP TABLE page;
ALTER TABLE page_new RENAME TO page;
CREATE INDEX page_unit ON page (unit, prefix) WHERE unit IS NOT NULL;
CREATE VIEW pages AS
SELECT path, kind, lower(hex(sha256)) AS sha256, size FROM page;

-- +goose Up

-- The tree ------------------------------------------------------------------

CREATE TABLE folder (
    id       INTEGER PRIMARY KEY,
    path     TEXT NOT NULL UNIQUE,        -- '.' is the root
    parent   INTEGER,                     -- NULL for the root
    depth    INTEGER NOT NULL,            -- 0 for the root
    files    INTEGER NOT NULL,            -- indexed files of the whole subtree
    keywords INTEGER NOT NULL             -- distinct keys of the whole subtree
);
CREATE INDEX folder_parent ON folder (parent);

CREATE TABLE file (
    id       INTEGER PRIMARY KEY,
    folder   INTEGER NOT NULL,
    path     TEXT NOT NULL UNIQUE,
    name     TEXT NOT NULL,               -- last part of path
    language TEXT NOT NULL,
    class    TEXT NOT NULL,               -- doc, source
    title    TEXT NOT NULL,               -- '' where the document names none
    size     INTEGER NOT NULL,
    lines    INTEGER NOT NULL,
    sha256   BLOB NOT NULL,
    simple   INTEGER NOT NULL,            -- 1: read by the simple reading
    keywords INTEGER NOT NULL             -- distinct keys
);
CREATE INDEX file_folder ON file (folder);
CREATE INDEX file_sha256 ON file (sha256);

CREATE TABLE section (
    file     INTEGER NOT NULL,
    ordinal  INTEGER NOT NULL,            -- 0 is the document itself
    parent   INTEGER,                     -- ordinal of the enclosing section
    level    INTEGER NOT NULL,
    title    TEXT NOT NULL,
    anchor   TEXT NOT NULL,
    line     INTEGER NOT NULL,
    end_line INTEGER NOT NULL,
    PRIMARY KEY (file, ordinal)
) WITHOUT ROWID;

CREATE TABLE link (
    file     INTEGER NOT NULL,
    ordinal  INTEGER NOT NULL,
    line     INTEGER NOT NULL,
    target   TEXT NOT NULL,               -- path in the tree, or URL
    anchor   TEXT NOT NULL,
    text     TEXT NOT NULL,
    written  TEXT,                        -- the destination as written; NULL where target and anchor give it
    PRIMARY KEY (file, ordinal)
) WITHOUT ROWID;

CREATE TABLE skip (
    path   TEXT PRIMARY KEY,
    reason TEXT NOT NULL
) WITHOUT ROWID;

-- Keywords ------------------------------------------------------------------

CREATE TABLE kind (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
INSERT INTO kind VALUES (0, 'class'), (1, 'function'), (2, 'macro'), (3, 'constant'), (4, 'namespace'),
                        (5, 'import'), (6, 'command'), (7, 'identifier'), (8, 'term'), (9, 'tag');

CREATE TABLE role (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
INSERT INTO role VALUES (0, 'title'), (1, 'heading'), (2, 'definition'), (3, 'tag'), (4, 'mention');

CREATE TABLE keyword (
    id          INTEGER PRIMARY KEY,
    key         TEXT NOT NULL,
    form        INTEGER NOT NULL,         -- ordinal of the commonest variant, ties by bytes
    files       INTEGER NOT NULL,
    treated     INTEGER NOT NULL,         -- files in which its role is better than mention
    occurrences INTEGER NOT NULL,
    kinds       INTEGER NOT NULL          -- bit 1 << kind for every kind that a file gives it
);
-- Holds all that the pages of the keyword index ask of a keyword.
CREATE UNIQUE INDEX keyword_key ON keyword (key, form, files, treated, kinds);

CREATE TABLE variant (
    keyword INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    form    TEXT NOT NULL,
    files   INTEGER NOT NULL,
    PRIMARY KEY (keyword, ordinal)
) WITHOUT ROWID;

-- One row for a key of one kind in one file. places is the section's ordinal
-- where there is one (its line, count and role are then the row's), else a JSON
-- array of [ordinal, line, count, role]: a row for each would double the time of
-- a build and the size of the database.
CREATE TABLE posting (
    file    INTEGER NOT NULL,
    rank    INTEGER NOT NULL,             -- 1 is the file's most telling keyword
    keyword INTEGER NOT NULL,
    folder  INTEGER NOT NULL,             -- the file's
    flags   INTEGER NOT NULL,             -- kind + 16 * role + 128 * definition
    form    INTEGER NOT NULL,             -- variant.ordinal
    line    INTEGER NOT NULL,
    count   INTEGER NOT NULL,
    places,
    PRIMARY KEY (file, rank)
) WITHOUT ROWID;
CREATE INDEX posting_keyword ON posting (keyword, folder, file, rank, flags, places);

-- How many files below a folder hold a keyword, for keywords that index pages
-- fold by folders. top is the deepest folder that holds all of them.
CREATE TABLE fold (
    folder  INTEGER NOT NULL,
    keyword INTEGER NOT NULL,
    files   INTEGER NOT NULL,
    top     INTEGER NOT NULL,
    PRIMARY KEY (folder, keyword)
) WITHOUT ROWID;

-- Pages ---------------------------------------------------------------------

-- unit and prefix say which list a page belongs to and which part of it; see
-- package emit. bytes is the length of the page's entries, 0 for none.
CREATE TABLE page (
    path   TEXT PRIMARY KEY,              -- below the output folder
    kind   TEXT NOT NULL,
    unit   TEXT NOT NULL,
    prefix TEXT NOT NULL,
    split  INTEGER NOT NULL,              -- 1: lists longer prefixes
    bytes  INTEGER NOT NULL,
    size   INTEGER NOT NULL,
    sha256 BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX page_unit ON page (unit, prefix);

-- What the pages still have to follow: kind is all, keyword (name is the key),
-- subtree (the key in a folder), folder (a name in a folder) or file (a path).
CREATE TABLE stale (
    kind   TEXT NOT NULL,
    folder TEXT NOT NULL,
    name   TEXT NOT NULL,
    PRIMARY KEY (kind, folder, name)
) WITHOUT ROWID;

-- Change detection ----------------------------------------------------------

-- Stat records, packed; see store/records.go. area is 'tree' or 'pages'.
CREATE TABLE stat (
    area    TEXT NOT NULL,
    first   TEXT NOT NULL,                -- path of the first record
    records BLOB NOT NULL,
    PRIMARY KEY (area, first)
) WITHOUT ROWID;

CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE run (
    id            INTEGER PRIMARY KEY,
    started       TEXT NOT NULL,          -- UTC, RFC 3339
    seconds       REAL NOT NULL,
    mode          TEXT NOT NULL,          -- build, full
    scanned       INTEGER NOT NULL,
    parsed        INTEGER NOT NULL,
    removed       INTEGER NOT NULL,
    pages_written INTEGER NOT NULL,
    pages_removed INTEGER NOT NULL,
    version       TEXT NOT NULL
);

-- The public views ------------------------------------------------------------

CREATE VIEW files AS
SELECT f.path, d.path AS folder, f.class, f.language, CASE f.title WHEN '' THEN f.name ELSE f.title END AS title,
       f.size, f.lines, lower(hex(f.sha256)) AS sha256, CASE f.simple WHEN 0 THEN 'full' ELSE 'simple' END AS reading, f.keywords
FROM file f JOIN folder d ON d.id = f.folder;

CREATE VIEW skipped AS SELECT path, reason FROM skip;

CREATE VIEW folders AS
SELECT d.path, p.path AS parent, d.depth, d.files, d.keywords
FROM folder d LEFT JOIN folder p ON p.id = d.parent;

CREATE VIEW sections AS
SELECT f.path, s.ordinal, s.parent, s.level, s.title, s.anchor, s.line, s.end_line
FROM section s JOIN file f ON f.id = s.file;

CREATE VIEW keywords AS
SELECT k.key, v.form AS keyword, k.files, k.occurrences
FROM keyword k JOIN variant v ON v.keyword = k.id AND v.ordinal = k.form;

CREATE VIEW variants AS
SELECT k.key, v.form, v.files
FROM variant v JOIN keyword k ON k.id = v.keyword;

CREATE VIEW keyword_files AS
SELECT k.key, v.form AS keyword, kind.name AS kind, role.name AS role, f.path, p.line, p.count, p.rank, p.flags >> 7 AS definition
FROM posting p
JOIN keyword k ON k.id = p.keyword
JOIN variant v ON v.keyword = p.keyword AND v.ordinal = p.form
JOIN file f ON f.id = p.file
JOIN kind ON kind.id = p.flags & 15
JOIN role ON role.id = p.flags >> 4 & 7;

CREATE VIEW keyword_sections AS
SELECT k.key, v.form AS keyword, kind.name AS kind, role.name AS role, f.path, s.ordinal AS section, s.anchor,
       CASE j.type WHEN 'array' THEN j.value ->> 1 ELSE p.line END AS line,
       CASE j.type WHEN 'array' THEN j.value ->> 2 ELSE p.count END AS count
FROM posting p
JOIN keyword k ON k.id = p.keyword
JOIN variant v ON v.keyword = p.keyword AND v.ordinal = p.form
JOIN file f ON f.id = p.file
JOIN kind ON kind.id = p.flags & 15
JOIN json_each(p.places) j
JOIN role ON role.id = CASE j.type WHEN 'array' THEN j.value ->> 3 ELSE p.flags >> 4 & 7 END
JOIN section s ON s.file = p.file AND s.ordinal = CASE j.type WHEN 'array' THEN j.value ->> 0 ELSE j.value END;

CREATE VIEW links AS
SELECT f.path, l.line, l.target, l.anchor, l.text
FROM link l JOIN file f ON f.id = l.file;

CREATE VIEW pages AS
SELECT path, kind, lower(hex(sha256)) AS sha256, size FROM page;

CREATE VIEW meta AS
SELECT max(value) FILTER (WHERE name = 'repo') AS repo,
       max(value) FILTER (WHERE name = 'commit') AS "commit",
       max(value) FILTER (WHERE name = 'source_url') AS source_url,
       (SELECT max(version_id) FROM goose_db_version) AS schema,
       max(value) FILTER (WHERE name = 'config') AS config
FROM setting;

CREATE VIEW runs AS
SELECT started, seconds, mode, scanned, parsed, removed, pages_written, pages_removed, version FROM run;

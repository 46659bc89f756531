-- +goose Up

-- The name of a file is the last part of its path.
DROP VIEW files;
ALTER TABLE file DROP COLUMN name;
CREATE VIEW files AS
SELECT f.path, d.path AS folder, f.class, f.language,
       CASE f.title WHEN '' THEN substr(f.path, length(rtrim(f.path, replace(f.path, '/', ''))) + 1) ELSE f.title END AS title,
       f.size, f.lines, lower(hex(f.sha256)) AS sha256, CASE f.simple WHEN 0 THEN 'full' ELSE 'simple' END AS reading, f.keywords
FROM file f JOIN folder d ON d.id = f.folder;

-- The keywords of a word that many have stand in several rows, of which none
-- takes a page of its own: see rowOfIDs in package store. They are made anew.
DROP TABLE word;
CREATE TABLE word (
    word     TEXT NOT NULL,
    ordinal  INTEGER NOT NULL,
    keywords BLOB NOT NULL,
    PRIMARY KEY (word, ordinal)
) WITHOUT ROWID;
DELETE FROM setting WHERE name = 'words';

-- What step 9 wrote as a text of numbers is a blob: for each of the flags a byte,
-- and the places as seven bits a byte, the low ones first, all but the last byte of
-- them with the eighth set.
UPDATE keyword SET cells = (
    SELECT unhex(group_concat(printf('%02X', j.value ->> 0) ||
           CASE WHEN j.value ->> 1 < 128 THEN printf('%02X', j.value ->> 1)
                WHEN j.value ->> 1 < 16384 THEN printf('%02X%02X', (j.value ->> 1) & 127 | 128, (j.value ->> 1) >> 7)
                WHEN j.value ->> 1 < 2097152 THEN printf('%02X%02X%02X', (j.value ->> 1) & 127 | 128, (j.value ->> 1) >> 7 & 127 | 128, (j.value ->> 1) >> 14)
                ELSE printf('%02X%02X%02X%02X', (j.value ->> 1) & 127 | 128, (j.value ->> 1) >> 7 & 127 | 128, (j.value ->> 1) >> 14 & 127 | 128, (j.value ->> 1) >> 21) END, ''
           ORDER BY j.id))
    FROM json_each('[[' || replace(cells, ';', '],[') || ']]') j)
WHERE typeof(cells) = 'text';

-- +goose Up

-- How many places a keyword has, so that a search tells their number without
-- reading them. places counts the sections that hold the keyword, once each
-- whatever it is there. cells says what it is in them, by flags as a posting has
-- them, but of the place's own role: NULL where it is mentioned everywhere, as the
-- one kind that kinds tells, and defined nowhere; a number where all places have
-- these flags; else a text of
--
--     flags,places[;flags,places]…
--
-- in the order of the flags. A section that holds it as two kinds counts for each.
ALTER TABLE keyword ADD COLUMN places INTEGER NOT NULL DEFAULT 0;
ALTER TABLE keyword ADD COLUMN cells;

CREATE TABLE place_new (keyword INTEGER NOT NULL, file INTEGER NOT NULL, section INTEGER NOT NULL, flags INTEGER NOT NULL);
INSERT INTO place_new
SELECT p.keyword, p.file, j.value ->> 0, CASE WHEN j.value ->> 1 IS NULL THEN p.flags ELSE (p.flags & 143) + 16 * coalesce(j.value ->> 3, 4) END
FROM posting p JOIN json_each('[[' || replace(p.places, ';', '],[') || ']]') j;

CREATE TABLE tally_new (keyword INTEGER PRIMARY KEY, cells);
INSERT INTO tally_new
SELECT keyword, CASE WHEN count(*) > 1 THEN group_concat(flags || ',' || places, ';' ORDER BY flags) WHEN min(flags) >> 4 <> 4 THEN min(flags) END
FROM (SELECT keyword, flags, count(*) AS places FROM place_new GROUP BY keyword, flags) GROUP BY keyword;
UPDATE keyword SET cells = t.cells FROM tally_new t WHERE t.keyword = keyword.id;
DROP TABLE tally_new;
UPDATE keyword SET places = t.places
FROM (SELECT keyword, count(*) AS places FROM (SELECT DISTINCT keyword, file, section FROM place_new) GROUP BY keyword) t WHERE t.keyword = keyword.id;
DROP TABLE place_new;

DROP INDEX keyword_key;
CREATE UNIQUE INDEX keyword_key ON keyword (key, form, files, treated, kinds, places, cells);
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('keyword', 'keyword_key', '130000 1 1 1 1 1 1 1');

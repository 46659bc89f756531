-- +goose Up

-- Titles first: most postings whose best role is one have such a place, and few
-- of them a place of another role. A query of all places, with a LIMIT, read
-- 100,000 postings before it found the first.
DROP INDEX place_flag_kind;
DROP INDEX place_flag_role;
CREATE INDEX place_flag_kind ON place_flag (kind, role DESC);
CREATE INDEX place_flag_role ON place_flag (role DESC);
ANALYZE place_flag;

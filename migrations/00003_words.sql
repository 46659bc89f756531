-- +goose Up

-- The parts of keywords (see AppendParts in scan/extract), so that a keyword is
-- found by any of its words. keywords are the ids of all that have the part,
-- ascending, packed as store/words.go says: a row for each would take ten times
-- the room.
CREATE TABLE word (
    word     TEXT PRIMARY KEY,
    keywords BLOB NOT NULL
) WITHOUT ROWID;

-- +goose Up

-- Which kinds of keywords are kept of a file: bit 1 << kind, or 0 for all. Two
-- files of the same bytes under different rules are different documents.
ALTER TABLE file ADD COLUMN kinds INTEGER NOT NULL DEFAULT 0;

-- References of the configuration: who looks for keyword should look at see.
-- The ordinal is the reference's place among those of one keyword.
CREATE TABLE synonym (
    key     TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    keyword TEXT NOT NULL,
    see     TEXT NOT NULL,
    see_key TEXT NOT NULL,
    PRIMARY KEY (key, ordinal)
) WITHOUT ROWID;

CREATE VIEW synonyms AS SELECT key, keyword, see, see_key FROM synonym;

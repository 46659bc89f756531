-- +goose Up

-- What documents name places of their text by, beside sections: links may lead there.
CREATE TABLE anchor (
    file INTEGER NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (file, name)
) WITHOUT ROWID;
CREATE VIEW anchors AS
SELECT f.path, a.name AS anchor
FROM anchor a JOIN file f ON f.id = a.file;

package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// saved is a query with a name.
type saved struct {
	name  string
	about string // the question
	sql   string
}

// builtIn are the queries that every index can be asked. Parameters named key
// take words as they are written.
func builtIn() []saved {
	return []saved{
		{"treated", "where is :key treated?", `
SELECT s.role, s.path, s.line, s.anchor FROM keyword_sections s
WHERE s.key = :key AND s.role <> 'mention' ORDER BY s.role, s.path, s.line`},
		{"defined", "where is :key defined?", `
SELECT path, line, kind FROM keyword_files WHERE key = :key AND definition = 1 ORDER BY path, line`},
		{"mentioned", "which documents mention :key and do not treat it?", `
SELECT path, min(line) AS line, sum(count) AS count FROM keyword_files WHERE key = :key
GROUP BY path HAVING min(role = 'mention') = 1 ORDER BY count DESC, path`},
		{"unlinked", "which documents mention :key without a link to a document that treats it?", `
WITH here AS (SELECT path, min(line) AS line, min(role = 'mention') AS mentions FROM keyword_files WHERE key = :key GROUP BY path)
SELECT path, line FROM here WHERE mentions
  AND NOT EXISTS (SELECT 1 FROM links l WHERE l.path = here.path AND l.target IN (SELECT path FROM here WHERE NOT mentions))
ORDER BY path`},
		{"own", "which keywords stand in the document :path alone?", `
SELECT f.rank, f.keyword, f.kind, f.role, f.line FROM keyword_files f CROSS JOIN keywords k ON k.key = f.key
WHERE f.path = :path AND k.files = 1 ORDER BY f.rank`},
		{"not-in", "which keywords does the document :path hold and :other_path not?", `
SELECT rank, keyword, kind, role, line FROM keyword_files
WHERE path = :path AND key NOT IN (SELECT key FROM keyword_files WHERE path = :other_path) ORDER BY rank`},
		{"without", "which documents hold :key and not :other_key?", `
SELECT path FROM keyword_files WHERE key = :key EXCEPT SELECT path FROM keyword_files WHERE key = :other_key ORDER BY path`},
		{"undocumented", "what is defined in source and mentioned in no document?", `
SELECT d.keyword, d.kind, d.path, d.line FROM keyword_files d
WHERE d.path IN (SELECT path FROM files WHERE class = 'source') AND d.definition = 1
  AND NOT EXISTS (SELECT 1 FROM keyword_files m JOIN files g ON g.path = m.path WHERE m.key = d.key AND g.class = 'doc')
ORDER BY d.path, d.line, d.keyword`},
		{"gone", "which classes, functions, macros and constants do documents treat that no source holds?", `
SELECT d.keyword, d.kind, d.path, d.line FROM keyword_files d
WHERE EXISTS (SELECT 1 FROM files WHERE class = 'source')
  AND d.path IN (SELECT path FROM files WHERE class = 'doc')
  AND d.kind IN ('class', 'function', 'macro', 'constant') AND d.role IN ('title', 'heading')
  AND NOT EXISTS (SELECT 1 FROM keyword_files m JOIN files g ON g.path = m.path WHERE m.key = d.key AND g.class = 'source')
ORDER BY d.path, d.line, d.keyword`},
		{"undefined", "which terms do at least 3 documents use and none treat?", `
SELECT k.keyword, k.files, k.occurrences FROM keywords k
WHERE k.treated = 0 AND k.files >= 3 AND EXISTS (SELECT 1 FROM keyword_files f WHERE f.key = k.key AND f.kind = 'term')
ORDER BY k.files DESC, k.key`},
		{"forms", "which keywords are written in several ways, case aside?", `
SELECT key, min(lower(form)) AS one, max(lower(form)) AS other, sum(files) AS files FROM variants
GROUP BY key HAVING one <> other ORDER BY files DESC, key`},
		{"twins", "which keywords differ only by spaces, hyphens and underscores?", `
SELECT replace(replace(replace(key, ' ', ''), '-', ''), '_', '') AS spelling, group_concat(keyword, ', ') AS forms, sum(files) AS files
FROM (SELECT key, keyword, files FROM keywords ORDER BY key)
GROUP BY spelling HAVING count(*) > 1 ORDER BY files DESC, spelling`},
		{"largest", "which documents are the largest?", `
SELECT path, size, lines, keywords FROM files ORDER BY size DESC, path LIMIT 20`},
		{"emptiest", "which documents have the fewest keywords?", `
SELECT path, keywords, size, lines FROM files ORDER BY keywords, size, path LIMIT 20`},
		{"densest", "which documents of 1 KB or more have the most keywords for their size?", `
SELECT path, round(1024.0 * keywords / size, 1) AS per_kb, keywords, size FROM files WHERE size >= 1024 ORDER BY per_kb DESC, path LIMIT 20`},
		{"dead-links", "which links lead to a document or a section that is not there?", `
SELECT path, line, target, anchor FROM links l
WHERE target NOT LIKE '%:%' AND target NOT LIKE '//%' AND (
  NOT EXISTS (SELECT 1 FROM files f WHERE f.path = l.target) AND NOT EXISTS (SELECT 1 FROM folders d WHERE d.path = l.target)
    AND NOT EXISTS (SELECT 1 FROM skipped s WHERE s.path IN (l.target, l.target || '/'))
  OR anchor <> '' AND EXISTS (SELECT 1 FROM files f WHERE f.path = l.target)
    AND NOT EXISTS (SELECT 1 FROM sections s WHERE s.path = l.target AND s.anchor = l.anchor)
    AND NOT EXISTS (SELECT 1 FROM anchors a WHERE a.path = l.target AND a.anchor = l.anchor)
    AND NOT EXISTS (SELECT 1 FROM files f WHERE f.path = l.target AND f.class = 'source'
      AND l.anchor GLOB 'L[1-9]*' AND CAST(substr(l.anchor, 2) AS INTEGER) <= f.lines))
ORDER BY path, line`},
	}
}

// savedQueries returns the built-in queries and those of the configuration of
// the tree around the current folder, which come first and may replace them.
func savedQueries() ([]saved, error) {
	root, err := findRoot(".")
	if err != nil {
		return nil, err
	}
	c, err := loadConfig(root, "")
	if err != nil {
		return nil, err
	}
	var all []saved
	for _, name := range slices.Sorted(maps.Keys(c.Queries)) {
		all = append(all, saved{name, "of " + configName, c.Queries[name]})
	}
	for _, one := range builtIn() {
		if _, replaced := c.Queries[one.name]; !replaced {
			all = append(all, one)
		}
	}
	return all, nil
}

// savedQuery returns the text of a saved query.
func savedQuery(name string) (string, error) {
	all, err := savedQueries()
	if err != nil {
		return "", err
	}
	var names []string
	for _, one := range all {
		if one.name == name {
			return strings.TrimSpace(one.sql), nil
		}
		names = append(names, one.name)
	}
	return "", usageError{fmt.Sprintf("there is no saved query %q", name), meant(closest(name, names), "\"kwic sql --list-saved\" lists them")}
}

// listSaved prints the names of the saved queries and what they answer.
func (o *sqlOptions) listSaved() error {
	all, err := savedQueries()
	if err != nil {
		return err
	}
	var pairs [][2]string
	for _, one := range all {
		pairs = append(pairs, [2]string{one.name, one.about})
	}
	var b strings.Builder
	writePairs(&b, pairs)
	_, err = io.WriteString(o.stdout, b.String())
	return err
}

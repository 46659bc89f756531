package main

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"kwic/store"
)

// Every saved query has an answer on a tree that was made for them, with the
// parameters that its question names and no others.
func TestSavedQueries(t *testing.T) {
	root := t.TempDir()
	writeTree(t, root, map[string]string{
		"a.md": "# Plum\n\nSee [nothing](none.md). A `plum_stone()` and a rare_word.\n\n## The `plum_stone()` function\n\nA **fig leaf**.\n",
		"b.md": "# Fig\n\nA **plum**, **plums**, a **fig leaf**, `fig_leaf`.\n",
		"c.md": "# Other\n\nNo **fig leaf**. " + strings.Repeat("Some more text. ", 80) + "\n",
		"d.md": "# Two plums\n\nOf **plums** and plums.\n",
	})
	mustBuild(t, buildOptions{Root: root})
	t.Chdir(root)
	all, err := savedQueries()
	if err != nil {
		t.Fatal(err)
	}
	values := map[string]any{"key": "plum", "other_key": "other", "path": "a.md", "other_path": "b.md"}
	for _, one := range all {
		x, err := openIndex(context.Background(), "")
		if err != nil {
			t.Fatal(err)
		}
		names, err := x.Parameters(one.sql)
		if err != nil {
			t.Fatalf("%s: %v", one.name, err)
		}
		given := make(map[string]any)
		for name := range names {
			given[name] = values[name]
			if !strings.Contains(one.about, ":"+name) {
				t.Errorf("the question of %s does not name :%s: %s", one.name, name, one.about)
			}
		}
		if got := strings.Count(one.about, ":"); got != len(names) {
			t.Errorf("the question of %s names %d parameters, the query has %d", one.name, got, len(names))
		}
		var out strings.Builder
		o := sqlOptions{text: one.sql, parameters: given, format: "csv", stdout: &out}
		if err := o.run(context.Background(), x); err != nil {
			t.Errorf("%s: %v", one.name, err)
		}
		rows := strings.Count(out.String(), "\n") - 1
		if source := one.name == "undocumented" || one.name == "gone" || one.name == "defined" || one.name == "twins" && rows == 0; rows == 0 != source {
			t.Errorf("%s has %d rows:\n%s", one.name, rows, out.String())
		}
		if err := x.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// What people ask for most is found by an index, whatever else is asked, and
// however the index came to be.
func TestQueryPlans(t *testing.T) {
	root := t.TempDir()
	writeTree(t, root, viewsTree)
	mustBuild(t, buildOptions{Root: root})
	checkPlans(t, root)
	var said strings.Builder
	if code := run(context.Background(), []string{"rebuild", "--quiet", root}, strings.NewReader(""), &said, &said); code != exitDone {
		t.Fatal(said.String())
	}
	checkPlans(t, root)
}

// byIndex says for every view how its rows are found by what they are asked for
// most: the end of the plan's first step.
var byIndex = map[string]string{
	"files.path":               "(path=?)",
	"files.folder":             "folder_1 (path=?)",
	"skipped.path":             "(path=?)",
	"folders.path":             "(path=?)",
	"sections.path":            "(path=?)",
	"keywords.key":             "keyword_key (key=?)",
	"keywords.keyword":         vocabulary,
	"variants.key":             "keyword_key (key=?)",
	"keyword_files.key":        "keyword_key (key=?)",
	"keyword_files.keyword":    vocabulary,
	"keyword_files.kind":       "flag_kind (kind=?)",
	"keyword_files.role":       "flag_role (role=?)",
	"keyword_files.path":       "(path=?)",
	"keyword_sections.key":     "keyword_key (key=?)",
	"keyword_sections.keyword": vocabulary,
	"keyword_sections.kind":    "flag_kind (kind=?)",
	"keyword_sections.role":    "flag_role (role=?)",
	"keyword_sections.path":    "(path=?)",
	"links.path":               "(path=?)",
	"anchors.path":             "(path=?)",
	"pages.path":               "(path=?)",
	"pages.kind":               "SCAN page", // in the order of its paths; a row a page
	"synonyms.key":             "(key=?)",
	"synonyms.keyword":         "synonym_keyword (keyword=?)",
}

// vocabulary is the first step of what reads the written forms of all keywords,
// and only then postings: a form is no key.
const vocabulary = "SCAN v"

func checkPlans(t *testing.T, root string) {
	t.Helper()
	q, err := store.OpenQuery(context.Background(), defaultDB(root))
	if err != nil {
		t.Fatal(err)
	}
	defer q.Close()
	queries := map[string]string{
		"keyword_files WHERE key = 'x' AND role <> 'mention'":                   "keyword_key (key=?)",
		"keyword_files WHERE key = 'x' AND kind = 'term' AND role = 'mention'":  "keyword_key (key=?)",
		"keyword_files WHERE key IN ('x', 'y')":                                 "keyword_key (key=?)",
		"keyword_files WHERE key GLOB 'x*'":                                     "keyword_key (key>? AND key<?)",
		"keyword_files WHERE key GLOB 'x*' AND kind = 'function'":               "keyword_key (key>? AND key<?)",
		"keyword_files WHERE path = 'x' AND kind = 'term' AND role = 'heading'": "(path=?)",
		"keyword_files WHERE path GLOB 'x/*'":                                   "(path>? AND path<?)",
		"keyword_files WHERE kind = 'macro' AND role = 'definition'":            "flag_kind (kind=? AND role=?)",
		"keyword_files WHERE role IN ('title', 'heading')":                      "flag_role (role=?)",
		"keyword_files k JOIN files f USING (path) WHERE f.folder = 'x'":        "folder_1 (path=?)",
		"keyword_sections WHERE key = 'x' AND role = 'heading'":                 "keyword_key (key=?)",
		"keyword_sections WHERE key = 'x' AND role <> 'mention'":                "keyword_key (key=?)",
		"keyword_sections WHERE key GLOB 'x*' AND role = 'title'":               "keyword_key (key>? AND key<?)",
		"keyword_sections WHERE path = 'x' AND anchor = 'y'":                    "(path=?)",
		"keyword_sections WHERE path = 'x' AND role = 'title'":                  "(path=?)",
		"keyword_sections WHERE kind = 'macro' AND role = 'definition'":         "flag_kind (kind=? AND role=?)",
		"keyword_sections WHERE role IN ('title', 'heading')":                   "flag_role (role=?)",
		"keyword_sections k JOIN files f USING (path) WHERE f.folder = 'x'":     "folder_1 (path=?)",
		"keyword_files WHERE role <> 'mention'":                                 "SCAN g",
		"keyword_sections WHERE role <> 'mention'":                              "SCAN g",
		"folders WHERE parent = 'x'":                                            "folder_1 (path=?)",
	}
	for _, view := range store.PublicViews() {
		if view.Name == "runs" || view.Name == "meta" {
			continue // one row, and one a build
		}
		for _, column := range view.Columns {
			switch name := view.Name + "." + column.Name; {
			case byIndex[name] != "":
				queries[view.Name+" WHERE "+column.Name+" = 'x'"] = byIndex[name]
			case slices.Contains([]string{"key", "keyword", "path", "kind", "role", "folder"}, column.Name):
				t.Errorf("nothing says how %s is found", name)
			}
		}
	}
	for query, first := range queries {
		plan := planOf(t, q, query)
		if found := strings.HasPrefix(plan[0], "SEARCH ") && strings.HasSuffix(plan[0], first); !found && !strings.HasPrefix(plan[0], first) {
			t.Errorf("%s starts with %q, not with %s", query, plan[0], first)
		}
		for i, step := range plan {
			if strings.HasPrefix(step, "SCAN ") && !strings.Contains(step, "VIRTUAL TABLE") && (i > 0 || !strings.HasPrefix(step, first)) {
				t.Errorf("%s scans: %s", query, step)
			}
			if strings.Contains(step, "SEARCH s USING PRIMARY KEY (file=?)") && strings.HasPrefix(query, "keyword_sections") {
				t.Errorf("%s tries all sections of a file for each place", query)
			}
		}
	}
}

// planOf returns the steps that a query of all columns takes.
func planOf(t *testing.T, q *store.Query, from string) (plan []string) {
	t.Helper()
	rows, err := runStatement(context.Background(), q, "EXPLAIN QUERY PLAN SELECT * FROM "+from)
	if err != nil {
		t.Fatalf("%s: %v", from, err)
	}
	defer rows.Close()
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return plan
		}
		if err != nil {
			t.Fatal(err)
		}
		plan = append(plan, row[3].(string))
	}
}

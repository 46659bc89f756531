package main

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"kwic/scan/extract"
	"kwic/store"
)

// section returns the text of a section, its subsections included.
func section(t *testing.T, readme, heading string) string {
	t.Helper()
	level := heading[:strings.IndexByte(heading, ' ')]
	_, after, found := strings.Cut(readme, "\n"+heading+"\n")
	if !found {
		t.Fatalf("README.md has no %q", heading)
	}
	end := len(after)
	for n := len(level); n > 1; n-- {
		if i := strings.Index(after, "\n"+level[:n]+" "); i >= 0 {
			end = min(end, i+1)
		}
	}
	return after[:end]
}

// firstCells returns what stands in backquotes in the first column of the
// tables of a text.
func firstCells(text string) []string {
	var cells []string
	for line := range strings.Lines(text) {
		cell, found := strings.CutPrefix(line, "| ")
		if !found {
			continue
		}
		cell, _, _ = strings.Cut(cell, " |")
		for _, name := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(cell, -1) {
			cells = append(cells, name[1])
		}
	}
	return cells
}

// sameNames reports names that are only in one of the two lists.
func sameNames(t *testing.T, what string, documented, real []string) {
	t.Helper()
	for _, name := range real {
		if !slices.Contains(documented, name) {
			t.Errorf("README.md does not list the %s %q", what, name)
		}
	}
	for _, name := range documented {
		if !slices.Contains(real, name) {
			t.Errorf("README.md lists %q, which is no %s", name, what)
		}
	}
}

// TestReadmeSchema compares the documented views with those of the database.
func TestReadmeSchema(t *testing.T) {
	readme, _ := readReadme(t)
	text := section(t, readme, "## The SQL schema")
	readmeTree(t)
	runLine(t, "kwic build --quiet")
	db, err := filepath.Abs(filepath.Join(indexFolder, "index.db"))
	if err != nil {
		t.Fatal(err)
	}
	q, err := store.OpenQuery(context.Background(), db)
	if err != nil {
		t.Fatal(err)
	}
	defer q.Close()
	rows, err := runStatement(context.Background(), q, `SELECT name FROM sqlite_schema WHERE type = 'view' ORDER BY name`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var views []string
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		views = append(views, row[0].(string))
	}
	var documented []string
	for _, heading := range regexp.MustCompile("(?m)^### `([a-z_]+)`").FindAllStringSubmatch(text, -1) {
		documented = append(documented, heading[1])
	}
	sameNames(t, "view", documented, views)
	for _, view := range views {
		if !slices.Contains(documented, view) {
			continue
		}
		columns, err := runStatement(context.Background(), q, `SELECT * FROM `+view+` LIMIT 0`)
		if err != nil {
			t.Fatal(err)
		}
		sameNames(t, "column of "+view, firstCells(section(t, readme, "### `"+view+"`")), columns.Columns())
		columns.Close()
	}
}

// TestReadmeColumns compares what is said of each column here with what
// kwic sql --schema says.
func TestReadmeColumns(t *testing.T) {
	readme, _ := readReadme(t)
	link := regexp.MustCompile(`\[([^\]]*)\]\([^)]*\)`)
	plain := func(text string) string { return strings.ReplaceAll(link.ReplaceAllString(text, "$1"), "`", "") }
	for _, view := range store.PublicViews() {
		text := section(t, readme, "### `"+view.Name+"`")
		about, _, _ := strings.Cut(strings.TrimPrefix(text, "\n"), "\n\n")
		if got := plain(strings.ReplaceAll(about, "\n", " ")); got != view.About {
			t.Errorf("README.md says of %s %q, --schema %q", view.Name, got, view.About)
		}
		var columns []string
		for _, c := range view.Columns {
			columns = append(columns, c.Name)
			if row := "| `" + c.Name + "` | "; !strings.Contains(plain(text), plain(row)+c.About+" |") {
				t.Errorf("README.md does not say of %s.%s %q", view.Name, c.Name, c.About)
			}
		}
		if got := strings.Join(columns, " "); got != viewColumns[view.Name] {
			t.Errorf("--schema lists the columns %q of %s, want %q", got, view.Name, viewColumns[view.Name])
		}
	}
	if got, want := len(store.PublicViews()), len(viewColumns); got != want {
		t.Errorf("--schema lists %d views, want %d", got, want)
	}
	saved := firstCells(section(t, readme, "### `kwic sql`"))
	for _, one := range builtIn() {
		if !slices.Contains(saved, one.name) {
			t.Errorf("README.md does not list the saved query %q", one.name)
		}
	}
}

// TestReadmeCommandLine compares the documented flags and variables with the
// program's.
func TestReadmeCommandLine(t *testing.T) {
	readme, _ := readReadme(t)
	app := newApp(nil, io.Discard, io.Discard)
	app.Commands = commands(nil, io.Discard, io.Discard)
	for _, command := range app.Commands {
		if command.Hidden {
			continue
		}
		if len(command.Flags) == 0 {
			if !strings.Contains(readme, "`kwic "+command.Name) {
				t.Errorf("README.md does not mention `kwic %s`", command.Name)
			}
			continue
		}
		var flags, documented []string
		for _, f := range command.Flags {
			for _, name := range f.Names() {
				flags = append(flags, flagText(name))
			}
		}
		for _, cell := range firstCells(section(t, readme, "### `kwic "+command.Name+"`")) {
			if name, _, _ := strings.Cut(cell, " "); strings.HasPrefix(name, "-") {
				documented = append(documented, name)
			}
		}
		sameNames(t, "flag of kwic "+command.Name, documented, flags)
	}
	var names []string
	for _, name := range variables {
		names = append(names, name)
	}
	sameNames(t, "variable", firstCells(section(t, readme, "### Environment variables")), names)
	for _, format := range rowFormats {
		if !strings.Contains(section(t, readme, "### `kwic sql`"), "`"+format+"`") {
			t.Errorf("README.md does not name the format %q", format)
		}
	}
}

// TestReadmeConfiguration compares the documented keys with those that are
// read, and reads the example.
func TestReadmeConfiguration(t *testing.T) {
	readme, fences := readReadme(t)
	var keys []string
	for key := range configKeys {
		keys = append(keys, key)
	}
	sameNames(t, "key of .kwic.yaml", firstCells(section(t, readme, "### `.kwic.yaml`")), keys)
	example := ""
	for _, f := range fences {
		if f.info == "yaml" && strings.HasPrefix(f.text, "# .kwic.yaml") {
			example = f.text
		}
	}
	if _, err := parseConfig("README.md", []byte(example)); err != nil {
		t.Error(err)
	}
	for _, key := range keys {
		if !strings.Contains(example, "\n"+key+":") {
			t.Errorf("the example of .kwic.yaml in README.md has no %q", key)
		}
	}
}

// TestReadmeNames compares the documented kinds, roles and reasons with those
// that there are.
func TestReadmeNames(t *testing.T) {
	readme, _ := readReadme(t)
	var kinds, roles, reasons []string
	for kind := range extract.Kinds {
		kinds = append(kinds, extract.Kind(kind).String())
	}
	for role := range extract.Roles {
		roles = append(roles, extract.Role(role).String())
	}
	source, err := os.ReadFile(filepath.Join("..", "..", "scan", "reason.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, reason := range regexp.MustCompile(`Reason += "([^"]+)"`).FindAllStringSubmatch(string(source), -1) {
		reasons = append(reasons, reason[1])
	}
	sameNames(t, "kind", firstCells(section(t, readme, "### Kinds")), kinds)
	sameNames(t, "role", firstCells(section(t, readme, "### Roles")), roles)
	sameNames(t, "reason", firstCells(section(t, readme, "### What is left out")), reasons)
}

// TestReadmeLinks follows the links of the README within the repository.
func TestReadmeLinks(t *testing.T) {
	readme, _ := readReadme(t)
	extractor, err := extract.New(extract.Options{})
	if err != nil {
		t.Fatal(err)
	}
	document := extractor.Read(extract.Markdown, []byte(readme))
	anchors := make(map[string]bool)
	for _, s := range document.Sections {
		anchors[s.Anchor] = true
	}
	for _, link := range document.Links {
		target, anchor := extract.Resolve("README.md", link.Destination)
		if strings.Contains(target, "://") {
			continue
		}
		if _, err := os.Stat(filepath.Join("..", "..", filepath.FromSlash(target))); err != nil {
			t.Errorf("README.md:%d: %v", link.Line, err)
		}
		if target == "README.md" && !anchors[anchor] {
			t.Errorf("README.md:%d: no heading has the anchor %q", link.Line, anchor)
		}
	}
}

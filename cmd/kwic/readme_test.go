package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"kwic/scan/extract"
	"kwic/store"
)

// The README says what the program does in blocks that these tests run:
//
//   - a sh block that starts with "kwic", and the text block after it: a command
//     and its output on a copy of testdata/manual;
//   - a block "markdown PAGE": an excerpt of that page, where a line of a single
//     … leaves lines out;
//   - tables of flags, keys, kinds, reasons and columns.
//
// -update-readme writes outputs and excerpts anew.
var updateReadme = flag.Bool("update-readme", false, "write the outputs and excerpts of README.md anew")

const readmeFile = "../../README.md"

// fence is a fenced block of the README.
type fence struct {
	info     string
	text     string
	line     int // of its first line of text
	from, to int // where text stands in the README
}

func readReadme(t *testing.T) (text string, fences []fence) {
	t.Helper()
	content, err := os.ReadFile(readmeFile)
	if err != nil {
		t.Fatal(err)
	}
	text = strings.ReplaceAll(string(content), "\r\n", "\n")
	open, at, number := false, 0, 0
	for line := range strings.Lines(text) {
		number++
		next := at + len(line)
		if info, found := strings.CutPrefix(line, "```"); found {
			if open {
				last := &fences[len(fences)-1]
				last.to, last.text = at, text[last.from:at]
			} else {
				fences = append(fences, fence{info: strings.TrimSpace(info), from: next, line: number + 1})
			}
			open = !open
		}
		at = next
	}
	if open {
		t.Fatalf("README.md:%d: the block is not closed", fences[len(fences)-1].line)
	}
	return text, fences
}

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

// readmeTree changes to a copy of testdata/manual, without an index.
func readmeTree(t *testing.T) {
	t.Helper()
	from, root := filepath.Join("..", "..", "testdata", "manual"), t.TempDir()
	err := filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if rel == indexFolder {
				return fs.SkipDir
			}
			return os.MkdirAll(filepath.Join(root, rel), 0o755)
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		content = bytes.ReplaceAll(content, []byte("\r\n"), []byte("\n")) // as git may have it on Windows
		return os.WriteFile(filepath.Join(root, rel), content, 0o644)
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, variable := range variables {
		t.Setenv(variable, "")
	}
	t.Chdir(root)
}

// runLine runs a command line of the README.
func runLine(t *testing.T, line string) string {
	t.Helper()
	words, err := splitWords(line)
	if err != nil {
		t.Fatalf("%q: %v", line, err)
	}
	var out, errOut bytes.Buffer
	if code := run(context.Background(), words[1:], strings.NewReader(""), &out, &errOut); code != exitDone {
		t.Fatalf("%s\nexit code %d: %s", line, code, &errOut)
	}
	return out.String()
}

// splitWords splits a command line as a shell does, without variables.
func splitWords(line string) (words []string, err error) {
	var word strings.Builder
	quote, inside := byte(0), false
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case quote == '"' && strings.IndexByte("$`\\!", c) >= 0:
			return nil, fmt.Errorf("a shell would change %q", c)
		case quote != 0 && c == quote:
			quote = 0
		case quote != 0:
			word.WriteByte(c)
		case c == '"' || c == '\'':
			quote, inside = c, true
		case c == ' ' || c == '\n':
			if inside {
				words = append(words, word.String())
			}
			word.Reset()
			inside = false
		default:
			word.WriteByte(c)
			inside = true
		}
	}
	if quote != 0 {
		return nil, errors.New("a quotation mark is not closed")
	}
	if inside {
		words = append(words, word.String())
	}
	return words, nil
}

// TestReadmeFirstBlock keeps the commands that do all set-up, and that .ci/run
// takes from there.
func TestReadmeFirstBlock(t *testing.T) {
	_, fences := readReadme(t)
	if want := "go run ./cmd/kwic build .\ngo test ./...\n"; len(fences) == 0 || fences[0].text != want {
		t.Errorf("the first block of README.md is not %q", want)
	}
}

// worked is the least number of worked queries.
const worked = 10

// TestReadmeOutput runs the commands of the README in its order and compares
// what they print, then the excerpts with the pages they wrote.
func TestReadmeOutput(t *testing.T) {
	readme, fences := readReadme(t)
	file, err := filepath.Abs(readmeFile)
	if err != nil {
		t.Fatal(err)
	}
	readmeTree(t)
	seconds := regexp.MustCompile(`(?m)^\d+\.\d\d s$`)
	same := func(text string) string { return seconds.ReplaceAllString(filepath.ToSlash(text), "0.05 s") }
	now := make(map[int]string) // block -> what it should hold
	queries := 0
	for i, f := range fences {
		if !strings.HasPrefix(f.text, "kwic ") || i+1 == len(fences) || readme[f.to:fences[i+1].from] != "```\n\n```text\n" {
			continue
		}
		if strings.HasPrefix(f.text, "kwic sql ") {
			queries++
		}
		now[i+1] = same(runLine(t, f.text))
	}
	if queries < worked {
		t.Errorf("README.md has %d worked queries, not %d", queries, worked)
	}
	for i, f := range fences {
		if page, found := strings.CutPrefix(f.info, "markdown "); found {
			now[i] = excerpt(t, page, f)
		}
	}
	if *updateReadme {
		for i := len(fences) - 1; i >= 0; i-- {
			if text, found := now[i]; found {
				readme = readme[:fences[i].from] + text + readme[fences[i].to:]
			}
		}
		if err := os.WriteFile(file, []byte(readme), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	for i, f := range fences {
		if want, found := now[i]; found && f.text != want {
			t.Errorf("README.md:%d shows\n%s\nbut it is\n%s\n(go test ./cmd/kwic -run Readme -update-readme)", f.line, f.text, want)
		}
	}
}

// excerpt returns an excerpt as the page has it: each of its parts where the
// page has the part's first line, and as many lines of it. With -update-readme
// the first line may have changed behind its beginning.
func excerpt(t *testing.T, page string, f fence) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(indexFolder, "pages", filepath.FromSlash(page)))
	if err != nil {
		t.Errorf("README.md:%d: %v", f.line, err)
		return f.text
	}
	lines := strings.SplitAfter(string(content), "\n")
	var b strings.Builder
	at, inside := 0, false
	for want := range strings.Lines(f.text) {
		switch {
		case want == "…\n":
			inside = false
			b.WriteString(want)
			continue
		case !inside:
			i := slices.Index(lines[at:], want)
			if i < 0 && *updateReadme {
				i = likest(lines[at:], want)
			}
			if i < 0 {
				t.Errorf("README.md:%d: the page %s has no line %q where the excerpt has it", f.line, page, want)
				return f.text
			}
			at, inside = at+i, true
		case at == len(lines):
			t.Errorf("README.md:%d: the excerpt goes on after the end of %s", f.line, page)
			return f.text
		}
		b.WriteString(lines[at])
		at++
	}
	return b.String()
}

// likest returns which line shares the longest beginning with one, or -1 where
// none shares enough of it to be meant.
func likest(lines []string, one string) int {
	const least = 10 // bytes
	best, most := -1, least-1
	for i, line := range lines {
		n := 0
		for n < min(len(line), len(one)) && line[n] == one[n] {
			n++
		}
		if n > most {
			best, most = i, n
		}
	}
	return best
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
	rows, err := q.Run(context.Background(), `SELECT name FROM sqlite_schema WHERE type = 'view' ORDER BY name`)
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
		columns, err := q.Run(context.Background(), `SELECT * FROM `+view+` LIMIT 0`)
		if err != nil {
			t.Fatal(err)
		}
		sameNames(t, "column of "+view, firstCells(section(t, readme, "### `"+view+"`")), columns.Columns())
		columns.Close()
	}
}

// TestReadmeCommandLine compares the documented flags and variables with the
// program's.
func TestReadmeCommandLine(t *testing.T) {
	readme, _ := readReadme(t)
	app := newApp(nil, io.Discard, io.Discard)
	app.Commands = append(app.Commands, buildCommand(io.Discard, io.Discard), sqlCommand(nil, io.Discard), versionCommand(io.Discard))
	for _, command := range app.Commands {
		if len(command.Flags) == 0 {
			if !strings.Contains(readme, "`kwic "+command.Name) {
				t.Errorf("README.md does not mention `kwic %s`", command.Name)
			}
			continue
		}
		var flags, documented []string
		for _, f := range command.Flags {
			flags = append(flags, "--"+f.Names()[0])
		}
		for _, cell := range firstCells(section(t, readme, "### `kwic "+command.Name+"`")) {
			name, _, _ := strings.Cut(cell, " ")
			documented = append(documented, name)
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

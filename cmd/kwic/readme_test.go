package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
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

// readmeHistory makes the current folder a git work tree of two commits, the
// second of which added the document that the README says. The function that it
// returns makes it a mere folder again, as the other examples have it.
func readmeHistory(t *testing.T) (end func()) {
	t.Helper()
	const added = "stations/skerry-light.md"
	for _, args := range [][]string{
		{"init", "--quiet"}, {"add", "--all"}, {"rm", "--quiet", "--cached", added}, {"commit", "--quiet", "-m", "without"}, {"add", added}, {"commit", "--quiet", "-m", "with"},
	} {
		git := exec.Command("git", append([]string{"-c", "user.name=tester", "-c", "user.email=tester@example.org", "-c", "commit.gpgsign=false", "-c", "core.autocrlf=false"}, args...)...)
		git.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_SYSTEM="+os.DevNull)
		if out, err := git.CombinedOutput(); err != nil {
			t.Fatalf("git %q: %v\n%s", args, err, out)
		}
	}
	return func() {
		if err := os.RemoveAll(".git"); err != nil {
			t.Fatal(err)
		}
	}
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
		if strings.HasPrefix(f.text, "kwic diff ") {
			takeHistory := readmeHistory(t)
			now[i+1] = same(runLine(t, f.text))
			takeHistory()
			continue
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

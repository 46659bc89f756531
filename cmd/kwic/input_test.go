package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"kwic/store"
)

// TestBadInput builds a tree of documents that are hard to take. Each is
// indexed or left out with its reason, and the build goes on.
func TestBadInput(t *testing.T) {
	notUnderRace(t)
	t.Parallel()
	root := t.TempDir()
	big := strings.Repeat("The **spindle** of `wind_up()` turns.\n\n", 10<<20/38)
	tree := map[string]string{
		configName:        "size_limit: 12MB\n",
		"good.md":         "# Good\n",
		"nul.md":          "# Nul\n\nA \x00 here.\n",
		"binary.md":       "\x7fELF\x02\x01\x01\x00\x00\x00\xde\xad\xbe\xef",
		"latin.md":        "# Caf\xe9\n",
		"utf16.md":        "\xff\xfe#\x00 \x00U\x00",
		"bom.md":          "\xef\xbb\xbf# With a mark\r\n\r\nText.\r\n## Second\r\n",
		"cr.md":           "# Old\r\rMac\r",
		"empty.md":        "",
		"blank.md":        "\n\n  \n",
		"big.md":          "# Big\n\n" + big,
		"huge.md":         strings.Repeat("x", 12<<20+1),
		"unclosed.md":     "---\ntitle: x\n# Not closed\n",
		"broken.md":       "---\n\t: [\n---\n# Broken\n",
		"toml.md":         "+++\ntitle = \n+++\n# Toml\n",
		"long.md":         "# " + strings.Repeat("very long ", 10000) + "\n",
		"deep/a/b/c/d.md": strings.Repeat("> ", 2000) + "# Deep\n",
	}
	if runtime.GOOS != "windows" {
		tree["new\nline.md"] = "# Name with a newline\n"
		tree["tab\t\x01.md"] = "# Name with controls\n"
		tree["back\\slash.md"] = "# Name with a backslash\n"
		tree["`|[]()<>#%?&*_{{x}}.md"] = "# Name with everything\n"
		tree["con.md"] = "# Reserved\n"
	}
	writeTree(t, root, tree)
	if runtime.GOOS == "linux" { // other systems refuse the name
		writeTree(t, root, map[string]string{"bad\xff.md": "# Name not UTF-8\n"})
	}
	r, said := mustBuild(t, buildOptions{Root: root})
	if said != "" {
		t.Errorf("said %q", said)
	}
	q, err := store.OpenQuery(context.Background(), defaultDB(root))
	if err != nil {
		t.Fatal(err)
	}
	defer q.Close()
	skipped := strings.Join(linesOf(t, q, "", "SELECT path, reason FROM skipped"), "\n")
	for path, reason := range map[string]string{
		"nul.md": "binary", "binary.md": "binary", "latin.md": "not UTF-8", "utf16.md": "", "huge.md": "too large",
	} {
		if !strings.Contains(skipped, fmt.Sprintf("path=%q reason=%q", path, reason)) && (reason != "" || !strings.Contains(skipped, fmt.Sprintf("path=%q", path))) {
			t.Errorf("%s is not left out as %q:\n%s", path, reason, skipped)
		}
		delete(tree, path)
	}
	if runtime.GOOS == "linux" && !strings.Contains(skipped, "name not UTF-8") {
		t.Errorf("the name that is not UTF-8 is not left out:\n%s", skipped)
	}
	delete(tree, configName)
	indexed := strings.Join(linesOf(t, q, "", "SELECT path FROM files"), "\n")
	for path := range tree {
		if !strings.Contains(indexed, fmt.Sprintf("%q", path)) {
			t.Errorf("%q is not indexed", path)
		}
	}
	total := 0
	for _, n := range r.reasons {
		total += n
	}
	if rows := len(strings.Split(skipped, "\n")); r.Skipped != rows || total != rows {
		t.Errorf("the summary counts %d, by reasons %d, of %d rows", r.Skipped, total, rows)
	}
	for query, want := range map[string]string{
		"SELECT line FROM sections WHERE path = 'bom.md' AND title = 'Second'":                  " line=4",
		"SELECT title FROM files WHERE path = 'bom.md'":                                         ` title="With a mark"`,
		"SELECT lines, size FROM files WHERE path = 'empty.md'":                                 " lines=0 size=0",
		"SELECT title FROM files WHERE path = 'broken.md'":                                      ` title="Broken"`,
		"SELECT count(*) AS n FROM keyword_files WHERE path = 'big.md' AND key LIKE 'wind_up%'": " n=1",
	} {
		if got := strings.Join(linesOf(t, q, "", query), ""); got != want {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}
	if err := q.Close(); err != nil {
		t.Fatal(err)
	}
	delete(tree, "big.md")
	if err := os.Remove(filepath.Join(root, "big.md")); err != nil { // it has been seen, and is slow
		t.Fatal(err)
	}
	mustBuild(t, buildOptions{Root: root})
	if runtime.GOOS != "linux" {
		checkClean(t, root)
	}
}

// TestFilesChangeDuringBuild builds while documents grow, shrink, vanish,
// appear and are replaced. No build fails, and the first one after it has
// become quiet ends where a clean build does.
func TestFilesChangeDuringBuild(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	name := func(i int) string { return filepath.Join(root, fmt.Sprintf("d%d", i%3), fmt.Sprintf("n%d.md", i)) }
	for i := range 3 {
		if err := os.MkdirAll(filepath.Dir(name(i)), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	var writers sync.WaitGroup
	for worker := range 2 {
		random := rand.New(rand.NewPCG(uint64(worker), uint64(time.Now().UnixNano())))
		writers.Go(func() {
			for ctx.Err() == nil {
				disturb(t, random, name)
			}
		})
	}
	for range 12 {
		var said bytes.Buffer
		if _, err := runBuild(context.Background(), buildOptions{Root: root, Named: true, Stderr: &said, many: 5}); err != nil || said.Len() > 0 {
			t.Errorf("build: %v, said %q", err, said.String())
		}
	}
	stop()
	writers.Wait()
	mustBuild(t, buildOptions{Root: root})
	checkClean(t, root)
}

// disturb does something to one of a few files.
func disturb(t *testing.T, random *rand.Rand, name func(int) string) {
	path := name(random.IntN(30))
	text := fmt.Sprintf("# Gadget %d\n\nThe **spindle%d**.\n", random.IntN(9), random.IntN(9))
	var err error
	switch random.IntN(5) {
	case 0:
		err = os.Remove(path)
	case 1:
		var f *os.File
		if f, err = os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644); err == nil {
			_, err = f.WriteString(text)
			err = errors.Join(err, f.Close())
		}
	case 2:
		err = os.Rename(path, name(random.IntN(30)))
	case 3:
		err = os.Truncate(path, int64(random.IntN(20)))
	case 4:
		err = os.WriteFile(path, []byte(text), 0o644)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}

package corpus

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"go/parser"
	"go/token"
	"math"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func newTree(t testing.TB, o Options) *Tree {
	t.Helper()
	tree, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

// A tree is the same bytes for ever: figures measured on it can be compared. A
// change of the generator changes this sum, and with it all that was measured.
func TestSameForEver(t *testing.T) {
	t.Parallel()
	const want = "60e4b2790a495c8969b7a1b8c75df27cbd764627dd3ed59032851e6e642d3297"
	tree := newTree(t, Options{Seed: 1, Documents: 400, Sources: 20})
	sum := sha256.New()
	var buffer []byte
	for number := range 400 {
		name, content := tree.File(number, buffer[:0])
		sum.Write(append([]byte(name), 0))
		sum.Write(content)
		buffer = content
	}
	if got := hex.EncodeToString(sum.Sum(nil)); got != want {
		t.Errorf("the tree has the sum %s, not %s", got, want)
	}
}

// A file depends on its number alone: neither on others nor on the buffer.
func TestFilesAreIndependent(t *testing.T) {
	t.Parallel()
	o := Options{Seed: 7, Documents: 1_000_000}
	name, content := newTree(t, o).File(999_999, nil)
	other := newTree(t, o)
	for number := range 20 {
		other.File(number, nil)
	}
	name2, content2 := other.File(999_999, []byte("x"))
	if name != name2 || !bytes.Equal(content, content2[1:]) {
		t.Error("a file is another one after others were made")
	}
	o.Seed = 8
	if name3, content3 := newTree(t, o).File(999_999, nil); name == name3 || bytes.Equal(content, content3) {
		t.Error("another seed makes the same file")
	}
}

func TestWordsDiffer(t *testing.T) {
	t.Parallel()
	v := newVocabulary()
	seen := make(map[string]int)
	check := func(rank int) {
		word := v.word(rank)
		if other, twice := seen[word]; twice && other != rank {
			t.Fatalf("%q is the word of the ranks %d and %d", word, other, rank)
		}
		seen[word] = rank
		if rank >= len(functionWords) && token.IsKeyword(word) {
			t.Errorf("%q is a word of Go's own", word)
		}
	}
	for rank := range 400_000 {
		check(rank)
	}
	for rank := ranks - 1; rank > 400_000; rank /= 2 {
		check(rank)
	}
}

var link = regexp.MustCompile(`\]\(([^)]*)\)`)

// The tree is like the real one in sizes, depths, links and code, every path
// stands for one file, and every link leads to one.
func TestTreeIsLikeReal(t *testing.T) {
	t.Parallel()
	const documents = 4000
	tree := newTree(t, Options{Seed: 3, Documents: documents})
	paths := make(map[string]bool)
	for number := range documents {
		paths[tree.Path(number)] = true
	}
	if len(paths) != documents {
		t.Errorf("%d paths for %d documents", len(paths), documents)
	}
	var sizes []int
	depths := make(map[int]int)
	total, code, links, headings := 0, 0, 0, 0
	for number := range documents {
		name, content := tree.File(number, nil)
		text := string(content)
		sizes = append(sizes, len(text))
		total += len(text)
		depths[strings.Count(name, "/")]++
		fences := strings.Count("\n"+text, "\n```")
		code += fences / 2
		headings += strings.Count("\n"+text, "\n#")
		if fences%2 != 0 || !utf8.ValidString(text) || strings.ContainsAny(text, "\r\t\x00") && !strings.Contains(text, "```go") {
			t.Errorf("%s is no sound document", name)
		}
		for _, found := range link.FindAllStringSubmatch(text, -1) {
			if target := found[1]; !strings.HasPrefix(target, "https://") {
				links++
				if !paths[path.Join(path.Dir(name), target)] {
					t.Errorf("%s has a link to %s, which is not there", name, target)
				}
			}
		}
	}
	slices.Sort(sizes)
	within := func(what string, got, least, most float64) {
		if got < least || got > most {
			t.Errorf("%s: %.2f, not %.2f to %.2f", what, got, least, most)
		}
	}
	within("median size", float64(sizes[documents/2]), 1500, 2600)
	within("mean size", float64(total)/documents, 4000, 5800)
	within("size of one in twenty", float64(sizes[documents*95/100]), 12_000, 20_000)
	within("code blocks in a document", float64(code)/documents, 1, 3.5)
	within("links in a document", float64(links)/documents, 4, 12)
	within("headings in a document", float64(headings)/documents, 6, 16)
	within("share of two folders deep", float64(depths[2])/documents, 0.4, 0.6)
	within("deepest", float64(len(depths)), 4, 6)
}

// Words follow the law: those of rank r and beyond are sqrt(offset/(offset+r)).
func TestRanksFollowZipf(t *testing.T) {
	t.Parallel()
	const draws = 400_000
	r := random{1}
	var ranked []int
	for range draws {
		ranked = append(ranked, r.rank())
	}
	slices.Sort(ranked)
	for _, rank := range []int{1, 10, 100, 1000, 10_000, 100_000} {
		below, _ := slices.BinarySearch(ranked, rank)
		got, want := float64(draws-below)/draws, math.Sqrt(offset/float64(offset+rank))
		if math.Abs(got-want) > 0.005 {
			t.Errorf("rank %d and beyond: %.4f of the words, not %.4f", rank, got, want)
		}
	}
}

func TestSourcesAreSound(t *testing.T) {
	t.Parallel()
	tree := newTree(t, Options{Seed: 5, Documents: 300, Sources: 100})
	extensions := make(map[string]int)
	for number := range 300 {
		name, content := tree.File(number, nil)
		extensions[path.Ext(name)]++
		if path.Ext(name) != ".go" {
			continue
		}
		if _, err := parser.ParseFile(token.NewFileSet(), name, content, parser.SkipObjectResolution); err != nil {
			t.Errorf("%v", err)
		}
	}
	if len(extensions) != 3 || extensions[".md"] > 0 {
		t.Errorf("the files are %v", extensions)
	}
}

func TestWrite(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "tree")
	tree := newTree(t, Options{Seed: 2, Documents: 150, Sources: 30})
	made, err := tree.Write(t.Context(), folder)
	if err != nil {
		t.Fatal(err)
	}
	var bytesThere int64
	folders := make(map[string]bool)
	for number := range 150 {
		name, content := tree.File(number, nil)
		there, err := os.ReadFile(filepath.Join(folder, filepath.FromSlash(name)))
		if err != nil || !bytes.Equal(there, content) {
			t.Errorf("%s is not as it was made: %v", name, err)
		}
		bytesThere += int64(len(there))
		folders[path.Dir(name)] = true
	}
	if made.Documents+made.Sources != 150 || made.Sources < 20 || made.Bytes != bytesThere || made.Folders != len(folders) {
		t.Errorf("made %+v, there are %d bytes in %d folders", made, bytesThere, len(folders))
	}
	if _, err := tree.Write(t.Context(), folder); err == nil {
		t.Error("a tree is written over another one")
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if _, err := tree.Write(stopped, filepath.Join(t.TempDir(), "none")); !errors.Is(err, context.Canceled) {
		t.Errorf("a tree that was stopped: %v", err)
	}
	if _, err := New(Options{Sources: 101}); err == nil {
		t.Error("more than all files are source files")
	}
}

func BenchmarkFile(b *testing.B) {
	tree := newTree(b, Options{Seed: 1, Documents: 1_000_000})
	var buffer []byte
	number, total := 0, 0
	for b.Loop() {
		_, content := tree.File(number%1_000_000, buffer[:0])
		buffer = content
		total += len(content)
		number++
	}
	b.ReportMetric(float64(total)/b.Elapsed().Seconds()/1e6, "MB/s")
}

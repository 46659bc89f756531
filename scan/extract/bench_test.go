package extract

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"
)

// BenchmarkMarkdown reads one document of a usual kind and size.
func BenchmarkMarkdown(b *testing.B) {
	x := newTestExtractor(b, Options{})
	src := []byte(generatedDocument(12))
	b.SetBytes(int64(len(src)))
	b.ReportAllocs()
	for b.Loop() {
		x.Read(Markdown, src)
	}
}

// BenchmarkCorpus reads the Markdown files below $KWIC_CORPUS.
func BenchmarkCorpus(b *testing.B) {
	x := newTestExtractor(b, Options{})
	benchmarkCorpus(b, func(src []byte) { x.Read(Markdown, src) })
}

// BenchmarkCorpusParse is the floor of BenchmarkCorpus: goldmark alone.
func BenchmarkCorpusParse(b *testing.B) {
	p := goldmark.New(goldmark.WithExtensions(extension.GFM, extension.DefinitionList, extension.Footnote)).Parser()
	benchmarkCorpus(b, func(src []byte) { p.Parse(text.NewReader(src)) })
}

// BenchmarkCorpusRatio reads each document and has goldmark alone parse it, in
// turn, so that a machine that slows down does so for both. It reports the time
// of a reading in parses of goldmark with the same extensions: 1.7 on 9,746
// documents of 45 MB, runs from 1.6 to 1.9 on a machine with much other work
// (there 2.0 when each keyword summed up all signals and goldmark read text up to a
// block's first mark), where 1.5 is the aim. In processor time:
//
//	0.26  goldmark's blocks: lines, lists, tables
//	0.10  inlineParser
//	0.07  text and links out of the inlines
//	0.55  words and phrases; 0.27 of it finding the words, of which making new ones 0.09
//	0.16  code blocks, half of it the scanner of source
//	0.08  headings and their anchors
//	0.03  the guard
//	0.41  what makes keywords: the choice 0.14 (scores 0.09), places and forms 0.20,
//	      evidence 0.04, spellings 0.03
//	0.04  lines, front matter, tables to clear
//
// Blocks, inlines, their text and the words are 1.0 without a keyword chosen, code
// and headings 0.2; 1.5 asks that the 64 keywords that a document has are chosen in
// half the time. No function has more than a twentieth of it. Of the cycles that
// cachegrind's figures make (389 of the documents, their words known: 1.55 parses,
// and were 1.80; 1.29 in instructions, and were 1.53) 41 in 100 are instructions,
// 29 branches that nobody could guess, as where a word ends and whether it is a
// function word, 16 data and 13 code that is not in the nearest cache: goldmark has
// half as many such branches and a third of such code.
func BenchmarkCorpusRatio(b *testing.B) {
	x := newTestExtractor(b, Options{})
	p := goldmark.New(goldmark.WithExtensions(extension.GFM, extension.DefinitionList, extension.Footnote)).Parser()
	var reading, parsing time.Duration
	benchmarkCorpus(b, func(src []byte) {
		start := time.Now()
		x.Read(Markdown, src)
		between := time.Now()
		p.Parse(text.NewReader(src))
		reading, parsing = reading+between.Sub(start), parsing+time.Since(between)
	})
	b.ReportMetric(reading.Seconds()/parsing.Seconds(), "parses/reading")
}

func benchmarkCorpus(b *testing.B, read func([]byte)) {
	root := os.Getenv("KWIC_CORPUS")
	if root == "" {
		b.Skip("KWIC_CORPUS names no folder of Markdown files")
	}
	var docs [][]byte
	var size int64
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".md") {
			return err
		}
		doc, err := os.ReadFile(path)
		docs = append(docs, doc)
		size += int64(len(doc))
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		for _, doc := range docs {
			read(doc)
		}
	}
	b.ReportMetric(float64(len(docs)*b.N)/b.Elapsed().Seconds(), "files/s")
}

// BenchmarkFormats reads the golden document of each format, over and over as
// if it were one of a usual size.
func BenchmarkFormats(b *testing.B) {
	x := newTestExtractor(b, Options{})
	sources, err := filepath.Glob("testdata/*")
	if err != nil {
		b.Fatal(err)
	}
	for _, source := range sources {
		language, naming := LanguageOf(source)
		if naming != NamesLanguage || filepath.Ext(source) == ".golden" {
			continue
		}
		src, err := os.ReadFile(source)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(filepath.Base(source), func(b *testing.B) {
			b.SetBytes(int64(len(src)))
			b.ReportAllocs()
			for b.Loop() {
				x.Read(language, src)
			}
		})
	}
}

// generatedDocument returns a document with the constructs that reference
// documentation is made of, in n chapters.
func generatedDocument(n int) string {
	var s strings.Builder
	s.WriteString("---\ntitle: Widget reference\ntags: [widgets, reference]\n---\n\n# Widget reference\n\nThe widget library draws things.\n")
	for i := range n {
		fmt.Fprintf(&s, "\n## Chapter_%d: the `make_part%d()` function\n\n", i, i)
		s.WriteString("Makes a **part** for the layout engine. The layout engine keeps a *dirty region* and repaints it when the\n" +
			"event loop is idle; see [event loop](loop.md) for how an idle handler is called. It is an error to call it\n" +
			"twice, or from a `WorkerThread`, or with `flags & PART_STATIC`.\n\n")
		fmt.Fprintf(&s, "| Name | Meaning |\n|---|---|\n| `PART_A%d` | The first part |\n| `PART_B%d` | Another part, for [printers](print.md) |\n\n", i, i)
		fmt.Fprintf(&s, "```cpp\n#include <part/part%d.h>\n\n// Makes a part.\nclass Part%d : public Widget {\npublic:\n    int size() const;\n};\n"+
			"int make_part%d(int flags) { return register_part(new Part%d, flags); }\n```\n\n", i, i, i, i)
		s.WriteString("### Remarks\n\n- One item about *clipping*, with `clip_rect(x, y)`.\n- Another item, which runs on for long enough to be\n" +
			"  wrapped over two lines of the list.\n\nTerm\n: Its definition, in a sentence.\n")
	}
	return s.String()
}

// BenchmarkSource reads the first 32 MB of the Go files of Go's own source,
// doc comments and all.
func BenchmarkSource(b *testing.B) {
	root := goSource(b)
	if _, err := os.Stat(root); err != nil {
		b.Skip("no source of Go: ", err)
	}
	const enough = 32 << 20
	var files [][]byte
	size := 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() || !strings.HasSuffix(path, ".go") || size > enough {
			return err
		}
		src, err := os.ReadFile(path)
		files, size = append(files, src), size+len(src)
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	x := newTestExtractor(b, Options{})
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		for _, src := range files {
			x.Read(Go, src)
		}
	}
}

// goSource returns the folder of Go's own source.
func goSource(b *testing.B) string {
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		b.Skip("the go command is not at hand: ", err)
	}
	return filepath.Join(strings.TrimSpace(string(root)), "src")
}

package source

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var updateListings = flag.Bool("update-listings", false, "write what the texts of testdata give behind them")

// TestListings reads texts of each language, with what its awkward cases have,
// and compares what is found with what stands behind them.
func TestListings(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, file := range files {
		language := strings.TrimSuffix(filepath.Base(file), ".txt")
		seen[language] = true
		t.Run(language, func(t *testing.T) {
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			src, want, _ := strings.Cut(string(content), "\n-- listing --\n")
			g := ByName(language)
			if g == nil {
				t.Fatalf("language %q is not known", language)
			}
			got := listing(g, src+"\n")
			if *updateListings {
				if err := os.WriteFile(file, []byte(src+"\n-- listing --\n"+got), 0o666); err != nil {
					t.Fatal(err)
				}
			} else if got != want {
				t.Errorf("got:\n%s\nwant:\n%s", got, want)
			}
		})
	}
	for _, language := range strings.Fields("javascript typescript tsx java csharp kotlin swift php ruby lua r sql protobuf cmake make starlark dockerfile powershell") {
		if !seen[language] {
			t.Errorf("testdata has no text of %s", language)
		}
	}
}

// fuzzListed is fuzzFamily with the texts of testdata as further seeds.
func fuzzListed(f *testing.F, languages ...string) {
	for _, language := range languages {
		text, err := os.ReadFile("testdata/" + language + ".txt")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	for _, seed := range []string{
		"<a b={c} d=\"e\">{f(<></>)}</a>", "<A<B> c/>", "x = <T,>(y) => z", "</a", "const enum A { b", "type X<T extends {", "f({ g() {}, h: (i) => {", "export default {", "a?.b`${c}`",
		"%w[a b] %(c) x %y %", "def a = b\ndef c=(d)\nend end", "class << self; end", "if: 1, end: 2", "x = if y then z end", "--[==[ ]=] ]==]", "<?php ?> <? // ?>", "?>", "<<<A\nA", "object : X {", "new A<B>(c) {",
		"record R(int a) { }", "@interface A { }", "enum class E { A, B { fun c() } }", "create table [a].[b]", "$$ a", "rule(name = \"x\")", "FROM --a=b", "a b: c", "\tx", "R6Class(\"A\", list(b = function() {",
	} {
		f.Add([]byte(seed))
	}
	fuzzFamily(f, languages...)
}

func FuzzScripts(f *testing.F) { fuzzListed(f, "javascript", "typescript", "tsx") }
func FuzzClasses(f *testing.F) { fuzzListed(f, "java", "csharp", "kotlin", "swift", "php") }
func FuzzEnds(f *testing.F)    { fuzzListed(f, "ruby", "lua") }
func FuzzData(f *testing.F)    { fuzzListed(f, "r", "sql", "protobuf", "powershell") }
func FuzzBuilds(f *testing.F)  { fuzzListed(f, "cmake", "make", "starlark", "dockerfile") }

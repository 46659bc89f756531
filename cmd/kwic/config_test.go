package main

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
)

// everything sets every key.
const everything = `# how this tree is indexed
include: ["vendor/ours/**"]
exclude:
  - /drafts/
  - '!/drafts/final.md'
size_limit: 512 KiB
rules:
  - {files: "docs/**", kinds: [class, term]}
  - {files: [a.md, b/], size_limit: 1 KB}
site: plain
tag_fields:
  - topic
  - {field: index, pattern: '^(\w+)$'}
boilerplate: [Next steps]
stop_words: [foo, bar baz]
keywords:
  - slack water
  - {keyword: TideTable, kind: class}
  - {pattern: 'KB[0-9]+'}
synonyms:
  GEMM: matrix multiplication
  ebb: [tidal stream, Slack water]
out: docs/keywords/
pages: [file, landing]
source_url: https://git.example/org/repo/blob/{commit}
companion: "notes/{path}.md"
queries:
  one: SELECT 1
  two: |
    SELECT 1;
    SELECT 2
`

func TestConfigReadsEveryKey(t *testing.T) {
	want := config{
		Include:     []string{"vendor/ours/**"},
		Exclude:     []string{"/drafts/", "!/drafts/final.md"},
		SizeLimit:   512 << 10,
		Rules:       []rule{{Files: []string{"docs/**"}, Kinds: []string{"class", "term"}}, {Files: []string{"a.md", "b/"}, SizeLimit: 1 << 10}},
		Site:        "plain",
		TagFields:   []tagField{{Name: "topic"}, {"index", regexp.MustCompile(`^(\w+)$`)}},
		Boilerplate: []string{"Next steps"},
		StopWords:   []string{"foo", "bar baz"},
		Keywords:    []chosen{{Text: "slack water"}, {Text: "TideTable", Kind: "class"}, {Pattern: regexp.MustCompile("KB[0-9]+")}},
		Synonyms:    []synonym{{"GEMM", "matrix multiplication"}, {"ebb", "tidal stream"}, {"ebb", "Slack water"}},
		Out:         "docs/keywords",
		Pages:       []string{"landing", "file"},
		SourceURL:   "https://git.example/org/repo/blob/{commit}/",
		Companion:   "notes/{path}.md",
		Queries:     map[string]string{"one": "SELECT 1", "two": "SELECT 1;\nSELECT 2\n"},
	}
	for _, text := range []string{
		everything,
		"\ufeff" + strings.ReplaceAll(everything, "\n", "\r\n"),
		"---\n" + everything + "...\n",
	} {
		got, err := parseConfig(configName, []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("got  %+v\nwant %+v", got, want)
		}
	}
}

func TestConfigDefaults(t *testing.T) {
	for _, text := range []string{"", "\n", "# nothing\n", "---\n", "out:\nsite: ~\npages:\n", "\ufeff\r\n"} {
		got, err := parseConfig(configName, []byte(text))
		if err != nil || !reflect.DeepEqual(got, defaultConfig()) {
			t.Errorf("%q: %+v, %v", text, got, err)
		}
	}
}

func TestConfigMistakes(t *testing.T) {
	tests := []struct{ text, want, hint string }{
		{"\n\ninclde: [a]\n", `:3:1: unknown key "inclde"`, `did you mean "include"?`},
		{"zzzzzz: 1\n", `:1:1: unknown key "zzzzzz"`, "known keys: boilerplate, companion"},
		{"out: 5\n", `:1:6: the value must be text, not a number`, "quote it"},
		{"out: true\n", `:1:6: the value must be text, not true or false`, "quote"},
		{"out: {a: b}\n", `the value must be text, not keys with values`, ""},
		{"include: docs\n", `:1:10: the value must be a list, not text`, "- "},
		{"include:\n  - docs\n  - 7\n", `:3:5: the value must be text, not a number`, ""},
		{"include:\n  -\n", `the value must be text, not nothing`, ""},
		{"include: &a [x]\n", "an anchor or alias, which are not supported", ""},
		{"out: !!str x\n", "a tag, which are not supported", ""},
		{"<<: {out: x}\n", "a key must be a plain name", ""},
		{"1: x\n", "a key must be a plain name, not a number", ""},
		{"- a\n", "the file must be keys with values, not a list", ""},
		{"hello\n", "the file must be keys with values, not text", ""},
		{"out: a\nsite: plain\nout: b\n", `:3:1: mapping key "out" already defined at [1:1]`, "keep one of the two"},
		{"include:\n\t- a\n", ":2:1: a tab indents the line", "spaces"},
		{"out: \"a\n", ":1:6: could not find end character of double-quoted text", ""},
		{"include: [a\n", "sequence end token ']' not found", ""},
		{"out: a\n---\nout: b\n", ":2:1: a second document begins here", "---"},
		{"out: a\x00b\n", ":1:7: a control character (U+0000) stands here", ""},
		{"out: a\n# caf\xe9\n", ":2:6: the text is not UTF-8", "save the file as UTF-8"},
		{"out: " + strings.Repeat("x", 5000), ":1:1: the line is longer than 4096 bytes", ""},
		{strings.Repeat("[\n", 60_000/2), ":2001:1: the file has more than 2000 opening brackets", ""},
		{"out: ''\n", ":1:6: the path is empty", ".kwic/pages"},
		{"site: jekyll\n", `:1:7: unknown site "jekyll"`, "sites: github, gitlab, mkdocs, hugo, docfx, plain"},
		{"site: gihub\n", `:1:7: unknown site "gihub"`, `did you mean "github"?`},
		{"pages: [files]\n", `:1:9: unknown page kind "files"`, `did you mean "file"?`},
		{"pages: []\n", `:1:8: the list of page kinds is empty`, "--no-pages"},
		{"size_limit: 0\n", `:1:13: the size "0" is less than one byte`, "512 KB"},
		{"size_limit: -1\n", `"-1" is not a size`, ""},
		{"size_limit: 10 XB\n", `unknown unit "XB" in the size "10 XB"`, ""},
		{"size_limit: 99999999999 GB\n", `is too large`, ""},
		{"size_limit: [1]\n", `the value must be a size, not a list`, ""},
		{"exclude: ['a[b']\n", `:1:11: the pattern "a[b" has a [ without its ]`, `\[`},
		{`exclude: ['a\']` + "\n", `ends in a backslash`, "/"},
		{"exclude: ['']\n", `the pattern "" names nothing`, ""},
		{"exclude: ['!']\n", `the pattern "!" names nothing`, ""},
		{"exclude: ['#a']\n", `is a comment to git`, `'\#a'`},
		{"exclude: [../a]\n", `".." is no name`, "relative to the root"},
		{"tag_fields: [{field: a, pattern: '('}]\n", ":1:34: the pattern is no regular expression: missing closing )", "re2"},
		{"tag_fields: [{pattern: a}]\n", "the field has no name", "{field: name"},
		{"tag_fields: [{feld: a}]\n", `unknown key "feld"`, `did you mean "field"?`},
		{"stop_words: ['']\n", "the text is empty", ""},
		{"queries: [a]\n", "the value must be keys with values, not a list", "one query a line"},
		{"queries: {a: ''}\n", ":1:14: the query is empty", ""},
		{"queries: {a: 1}\n", "the value must be text, not a number", ""},
		{"stop_words:\n  - a b c d e f g h i j k\n", ":2:5: the phrase has 11 words, more than 10", ""},
		{"keywords: slack\n", ":1:11: the value must be a list, not text", "- "},
		{"keywords: [7]\n", ":1:12: the value must be text, not a number", "quote"},
		{"keywords: [{kind: class}]\n", ":1:12: the keyword is missing", "{keyword: TideTable"},
		{"keywords: [{keyword: a, kind: clas}]\n", `:1:31: unknown kind "clas"`, `did you mean "class"?`},
		{"keywords: [{keyword: a, kind: tag}]\n", ":1:31: only front matter makes tags", "leave the kind out"},
		{"keywords: [{pattern: '['}]\n", "the pattern is no regular expression", "re2"},
		{"keywords: [{pattern: 'a*'}]\n", `:1:22: the pattern "a*" matches the empty text`, "one character"},
		{"keywords: [{pattern: a, keyword: b}]\n", "the keyword is given twice", "either"},
		{"keywords: [{word: a}]\n", `:1:13: unknown key "word"`, "keyword"},
		{"keywords: [a]\nstop_words: [b, A]\n", `:1:12: "a" is one of the stop words too`, "one of the two"},
		{"keywords:\n- a\n- {keyword: A, kind: macro}\n", `"A" is in the list twice, as different kinds`, "keep one"},
		{"rules: {files: a}\n", "the value must be a list, not keys with values", "docs/api"},
		{"rules: [a]\n", ":1:9: a rule must be keys with values, not text", "docs/api"},
		{"rules: [{kinds: [term]}]\n", "the rule names no files", "docs/api"},
		{"rules: [{files: [], kinds: [term]}]\n", "the rule names no files", ""},
		{"rules: [{files: a}]\n", "the rule says nothing of its files", "kinds or size_limit"},
		{"rules: [{files: a, kinds: []}]\n", "the list of kinds is empty", "exclude"},
		{"rules: [{files: a, kinds: [terms]}]\n", `:1:28: unknown kind "terms"`, `"term"`},
		{"rules: [{files: '!a', size_limit: 1}]\n", ":1:17: a rule cannot name the files that it does not hold for", "further rule"},
		{"rules: [{files: a, size: 1}]\n", `:1:20: unknown key "size"`, "size_limit"},
		{"synonyms: [a]\n", "the value must be keys with values, not a list", "GEMM"},
		{"synonyms: {a: {b: c}}\n", "the value must be text, not keys with values", ""},
		{"synonyms: {a: []}\n", `:1:12: "a" refers to nothing`, "GEMM"},
		{"synonyms: {a: }\n", "the value must be text, not nothing", ""},
		{"synonyms: {7: a}\n", "a keyword must be text, not a number", "quote"},
		{"synonyms:\n  Gears: gear\n", `:2:3: "Gears" refers to itself`, "plural"},
		{"synonyms:\n  a: [b, B]\n", `:2:3: "a" refers to "B" twice`, ""},
		{"synonyms:\n  a: b\n  A: c\n", `:3:3: "a" and "A" are one keyword`, "one list"},
		{"synonyms:\n  a: b\n  b: c\n  c: [d, A]\n", `:4:3: "c" refers back to itself: a → b → c → a`, "leave one"},
		{"source_url: ftp://x/\n", "is not an http or https URL with a host", "https://github.com"},
		{"source_url: https://x/{comit}/\n", `unknown placeholder "{comit}"`, `did you mean "{commit}"?`},
		{"source_url: 'https://x/{commit'\n", `unknown placeholder "{"`, ""},
		{"source_url: https://me:secret@x/\n", "which pages would publish", ""},
		{"source_url: 'https://x/a#b'\n", "fragment", ""},
		{"source_url: 'https://x/a b'\n", "percent-encode", ""},
		{"companion: '{pth}.md'\n", `unknown placeholder "{pth}"`, `did you mean "{path}"?`},
		{"companion: notes.md\n", "gives every document the same companion", ""},
		{"companion: '../{path}'\n", "does not lead to another file in the tree", ""},
	}
	for _, test := range tests {
		_, err := parseConfig(configName, []byte(test.text))
		if err == nil {
			t.Errorf("%q: no error", test.text)
			continue
		}
		var out strings.Builder
		printError(&out, err)
		if got := out.String(); !strings.HasPrefix(got, "kwic: .kwic.yaml:") || !strings.Contains(got, test.want) || !strings.Contains(got, test.hint) {
			t.Errorf("%q:\ngot  %s\nwant %s / %s", test.text, got, test.want, test.hint)
		}
	}
}

func TestConfigReportsAllMistakes(t *testing.T) {
	_, err := parseConfig("other.yaml", []byte("otu: a\nsite: nowhere\n"))
	var out strings.Builder
	printError(&out, err)
	want := "kwic: other.yaml:1:1: unknown key \"otu\"\nhint: did you mean \"out\"?\n" +
		"kwic: other.yaml:2:7: unknown site \"nowhere\"\nhint: sites: github, gitlab, mkdocs, hugo, docfx, plain\n"
	if out.String() != want {
		t.Errorf("got\n%swant\n%s", out.String(), want)
	}
}

func TestLoadConfig(t *testing.T) {
	root := t.TempDir()
	if got, err := loadConfig(root, ""); err != nil || !reflect.DeepEqual(got, defaultConfig()) {
		t.Errorf("without a file: %+v, %v", got, err)
	}
	if _, err := loadConfig(root, filepath.Join(root, "x.yaml")); err == nil || exitCode(err) != exitFailure || !strings.Contains(err.Error(), "does not exist") {
		t.Errorf("a missing file that was given: %v", err)
	}
	path := filepath.Join(root, configName)
	if err := os.WriteFile(path, []byte("out: here\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, given := range []string{"", path} {
		if got, err := loadConfig(root, given); err != nil || got.Out != "here" {
			t.Errorf("given %q: %+v, %v", given, got, err)
		}
	}
	if err := os.WriteFile(path, make([]byte, configLimit+1), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := loadConfig(root, ""); err == nil || !strings.Contains(err.Error(), "larger than 64 KB") {
		t.Errorf("a huge file: %v", err)
	}
	if err := errors.Join(os.Remove(path), os.Mkdir(path, 0o755)); err != nil {
		t.Fatal(err)
	}
	if _, err := loadConfig(root, ""); err == nil || !strings.Contains(err.Error(), "cannot read the configuration") {
		t.Errorf("a folder: %v", err)
	}
}

// TestConfigHashes checks that each key changes the hashes of its own stages
// and no others.
func TestConfigHashes(t *testing.T) {
	hashes := func(text string) [4]string {
		c, err := parseConfig(configName, []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		return [4]string{c.walkHash(), c.extractHash(), c.emitHash(), c.rulesHash()}
	}
	tests := []struct {
		a, b string
		want [4]bool // walk, extract, emit, rules differ
	}{
		{"", everything, [4]bool{true, true, true, true}},
		{"", "site: github\nsize_limit: 10MB\npages: [subtree, folder, file, keywords, landing]\n", [4]bool{}},
		{"", "include: [a]\n", [4]bool{true, false, false, false}},
		{"exclude: [a]\n", "include: [a]\n", [4]bool{true, false, false, false}},
		{"exclude: [a, b]\n", "exclude: [b, a]\n", [4]bool{true, false, false, false}},
		{"exclude: [ab, c]\n", "exclude: [a, bc]\n", [4]bool{true, false, false, false}},
		{"", "size_limit: 1\n", [4]bool{true, false, false, false}},
		{"", "site: plain\n", [4]bool{false, true, true, false}},
		{"stop_words: [a, b]\n", "stop_words: [b, a, a]\n", [4]bool{}},
		{"stop_words: [a]\n", "boilerplate: [a]\n", [4]bool{false, true, false, false}},
		{"stop_words: [a]\n", "keywords: [a]\n", [4]bool{false, true, false, false}},
		{"keywords: [a, b]\n", "keywords: [b, a]\n", [4]bool{}},
		{"keywords: [{keyword: a}]\n", "keywords: [{pattern: a}]\n", [4]bool{false, true, false, false}},
		{"keywords: [a]\n", "keywords: [{keyword: a, kind: class}]\n", [4]bool{false, true, false, false}},
		{"tag_fields: [a]\n", "tag_fields: [{field: a, pattern: b}]\n", [4]bool{false, true, false, false}},
		{"", "rules: [{files: a, kinds: [term]}]\n", [4]bool{false, false, false, true}},
		{"rules: [{files: a, kinds: [term, tag]}]\n", "rules: [{files: a, kinds: [tag, term]}]\n", [4]bool{}},
		{"", "rules: [{files: a, size_limit: 1}]\n", [4]bool{true, false, false, false}},
		{"", "out: x\n", [4]bool{false, false, true, false}},
		{"out: x\n", "out: ./x/\n", [4]bool{}},
		{"", "pages: [file]\n", [4]bool{false, false, true, false}},
		{"", "source_url: https://x/\n", [4]bool{false, false, true, false}},
		{"", "companion: ''\n", [4]bool{false, false, true, false}},
	}
	for _, test := range tests {
		a, b := hashes(test.a), hashes(test.b)
		for i, stage := range []string{"walk", "extract", "emit", "rules"} {
			if (a[i] != b[i]) != test.want[i] {
				t.Errorf("%q and %q: %s differs: %v", test.a, test.b, stage, a[i] != b[i])
			}
		}
	}
}

func TestParseSize(t *testing.T) {
	for text, want := range map[string]int64{
		"1": 1, "512": 512, "512 B": 512, "1k": 1 << 10, "10MB": 10 << 20, "10 MiB": 10 << 20,
		"1.5 GiB": 3 << 29, "2g": 2 << 30, " 7 kb ": 7 << 10,
	} {
		if got, err := parseSize(text); err != nil || got != want {
			t.Errorf("%q: %d, %v; want %d", text, got, err, want)
		}
	}
}

func FuzzConfig(f *testing.F) {
	f.Add([]byte(everything))
	for _, text := range []string{"a: &x [*x]", "? {", "- - -", "a: |\n b", "%YAML 1.1\n---\n", "a: 'b", "{a: [}", "\"\\x\"", "out: !!", "include: [a, {b: c}]"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > configLimit {
			return
		}
		_, err := parseConfig(configName, data)
		if err != nil && !strings.HasPrefix(err.Error(), ".kwic.yaml:") {
			t.Errorf("an error without a place: %v", err)
		}
	})
}

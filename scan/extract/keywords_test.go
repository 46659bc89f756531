package extract

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// keywordLines prints keywords as "kind key role", best first.
func keywordLines(d *Document) []string {
	var lines []string
	for _, k := range d.Keywords {
		lines = append(lines, k.Kind.String()+" "+k.Key+" "+k.Role.String())
	}
	return lines
}

// TestKeywords checks what each construct gives: keywords that must be there,
// one a line, those after a minus by their key alone must not.
func TestKeywords(t *testing.T) {
	x := newTestExtractor(t, Options{
		TagFields: []TagField{{Name: "labels"}, {Name: "api", Pattern: regexp.MustCompile(`^VC\.(.+)$`)}},
		StopWords: []string{"Acme"}, Boilerplate: []string{"Fine Print"},
	})
	for _, c := range []struct{ name, doc, want string }{
		{"headings", "# Message Maps\n\n## Handling commands\n", "term message map title\nterm handling command heading\nterm command heading"},
		{"function words", "# But For It\n\n**This** is *so*.\n", "-but\n-for\n-it\n-this\n-so"},
		{"code that does not break", "Text.\n\n`const\u00a0gear_t` and `git\u00a0commit --all`, `\u00a0tooth\u00a0`.\n", "identifier const gear_t mention\nidentifier gear_t mention\ncommand git mention\ncommand git commit mention\ncommand --all mention\nidentifier tooth mention"},
		{"modules", "import Gear from '@shop/gear';\nimport {TurnOne, TurnTwo} from \"../turn\"\n\nexport const GearTable = ({teeth}) => (\n  <b>{teeth}</b>\n);\n\n{/* SecretGear\n*/}\n\nimport '../wheel.css';\n\nimport is TextWord from the start.\n\nexport default TextWords and export const other.\n",
			"import @shop/gear mention\nimport ../turn mention\nimport ../wheel.css mention\nfunction geartable definition\nidentifier textword mention\nidentifier textwords mention\n-teeth\n-secretgear"},
		{"plural", "# Vectors, classes and libraries; bus, analysis\n", "term vector title\nterm library title\nterm bus title\nterm analysis title"},
		{"marks", "Text of a *dirty region* in a **layout engine**.\n\nSecond: [event loop](x.md).", "term dirty region mention\nterm layout engine mention\nterm event loop mention"},
		{"repetition", "First.\n\nOne widget tree is there.\n\nIt repaints the widget tree.", "term widget tree mention"},
		{"once", "First.\n\nOne widget tree is there.", "-widget tree\n-widget"},
		{"fillers", "**The following example uses more information**\n", "-following\n-use\n-more"},
		{"definition list", "Part\n: A thing.\n", "term part definition"},
		{"first column", "|A|B|\n|-|-|\n|`PART_A`|none|\n|gear box|word salad|\n", "identifier part_a mention\nterm gear box mention\n-word salad"},
		{"shapes", "Uses CamelCase, snake_case, SCREAMING_CASE, os.path and std::vector and f().",
			"identifier camelcase mention\nidentifier snake_case mention\nidentifier screaming_case mention\nidentifier os.path mention\nidentifier std::vector mention\nidentifier vector mention\nfunction f mention"},
		{"code spans", "The `vector<T>` with `push_back(x)`, `C`, `--all`, `/Zi`, `*ptr`, `&self`.",
			"identifier vector mention\nfunction push_back mention\nidentifier c mention\ncommand --all mention\ncommand /zi mention\nidentifier ptr mention\nidentifier self mention"},
		{"kind words", "The `Widget` class, the function `draw`, macro `FOO_BAR` and the `ui` namespace.",
			"class widget mention\nfunction draw mention\nmacro foo_bar mention\nnamespace ui mention"},
		{"heading kinds", "# CWnd Class\n\n## `paint` method\n", "class cwnd title\nfunction paint heading"},
		{"declarations", "`class Foo`, `#include <a/b.h>`, `#define MAX 1`, `int size() const`, `namespace ns`",
			"class foo mention\nimport a/b.h mention\nmacro max mention\nfunction size mention\nnamespace ns mention"},
		{"commands", "`git commit`, `unsigned int` and\n\n```console\n$ sudo make install --jobs=4 | tee log\nmaking things\n$ go build -trimpath ./...\n```\n",
			"command git commit mention\nidentifier unsigned int mention\ncommand make mention\ncommand --jobs mention\ncommand tee mention\ncommand go build mention\ncommand -trimpath mention\n-sudo\n-making"},
		{"c++", "```cpp\n#include <a/b.h>\n#define MAX_A(x) call_me(x)\nnamespace ns {\ntemplate <class T> class Gear : Part<T> { void run(int a); };\nenum E1 { One, Two = 2 };\nusing Alias = Gear<int>;\n" +
			"const int kLimit = 3;\nint main() { return helper_fn(new Widget(1)); } // SeeAlso\n}\n```\n",
			"import a/b.h mention\nmacro max_a definition\nnamespace ns definition\nclass gear definition\nfunction run definition\nconstant one definition\nconstant two definition\nclass alias definition\nconstant klimit definition\nfunction helper_fn mention\nidentifier seealso mention\n-main\n-t\n-int"},
		{"python", "```python\nimport os.path\nfrom a_b import c_d\nLIMIT_X = 3\nclass Gear(Base):\n    def run_it(self):\n        \"\"\"DocWord\"\"\"\n        return other_fn()\n```\n",
			"class gear definition\nfunction run_it definition\nconstant limit_x definition\nfunction other_fn mention\n-docword\n-self"},
		{"go", "```go\npackage lathe\n\nimport (\n\t\"os/exec\"\n)\n\nconst (\n\tFirstOne = iota\n)\n\ntype Chuck struct{}\n\nfunc (c *Chuck) Spin(rpm int) error { return nil }\n```\n",
			"namespace lathe definition\nimport os/exec mention\nconstant firstone definition\nclass chuck definition\nfunction spin definition"},
		{"javascript", "```js\nimport x from 'left-pad';\nclass Gear extends Part {}\nfunction doIt() {}\nconst run = (a) => a;\n```\n",
			"import left-pad mention\nclass gear definition\nfunction doit definition\nfunction run definition"},
		{"script", "```sh\nfill_tank() {\n  pump_oil --fast\n}\n```\n", "function fill_tank definition\ncommand --fast mention"},
		{"no names", "`src/a/b.c` `https://e.org/x` `12` `0xdeadbeef` `d41d8cd98f00b204e9800998ecf8427e` `this is a long sentence set as code`, 123e4567-e89b-12d3-a456-426614174000.",
			"-src/a/b.c\n-https\n-12\n-0xdeadbeef\n-d41d8cd98f00b204e9800998ecf8427e\n-sentence\n-123e4567-e89b-12d3-a456-426614174000"},
		{"math and html", "**a** $alphaBeta + 1$ $$gammaDelta$$ <!-- OneTwo --> <b title=\"ThreeFour\">FiveSix</b>", "identifier fivesix mention\n-alphabeta\n-gammadelta\n-onetwo\n-threefour"},
		{"contents", "# Doc\n\n- [Green apples](#green-apples)\n- [Blue pears](#blue-pears)\n", "-green apple\n-blue pear"},
		{"boilerplate", "# Doc\n\n## See Also\n\n## Fine print:\n\n## Rare birds\n", "term rare bird heading\n-see\n-fine print\n-also"},
		{"lost vowels", "# L'architecture de l’index, dell'albero\n", "term architecture title\nterm index title\nterm albero title\n-l'architecture\n-dell'albero"},
		{"contents markers", "[[_TOC_]]\n\n[TOC]\n\n{:toc}\n", "-_toc_\n-toc"},
		{"announced contents", "# Doc\n\n## Table of Contents\n\n- [Green apples](README.md#green-apples)\n- [Blue pears](./x.md#blue)\n", "-green apple\n-blue pear\n-content"},
		{"more boilerplate", "# Doc\n\n## 🚀 Getting Started\n\n## Example 3\n\n## :wrench: Installation\n\n## A. References\n\n## Consequences\n\n## Voir aussi\n", "-started\n-example\n-installation\n-reference\n-consequence\n-voir"},
		{"titles", "# Changelog\n", "term changelog title"},
		{"heading words", "# Doc\n\n## Open the valve\n\n```c\nint f() { open(1); open(2); return open(3); }\n```\n", "function open mention\nterm valve heading"},
		{"arguments", "`make install` and `ls -la`, `sudo curl -sS x`", "command make mention\ncommand make install mention\ncommand ls mention\ncommand curl mention\n-sudo"},
		{"joined", "# Partial ordering of function templates\n\n## Creating stack and queue collections\n", "term partial ordering of function template title\nterm stack collection heading\nterm queue collection heading"},
		{"spelled", "Calls `drain_queue`. We see one more drain queue boil.", "term drain queue mention"},
		{"spans in phrases", "# Using `__asm` blocks\n", "term __asm block title"},
		{"verbs", "To compute values, you can encapsulate things; to compute them, encapsulate.", "-compute\n-encapsulate"},
		{"literals", "It is `true`, or `null`.", "-true\n-null"},
		{"stop words", "# Acme rockets\n", "term rocket title\n-acme\n-acme rocket"},
		{"tags", "---\ntags: [Big Data, 'x']\nkeywords: gear, two words\ncategories: a1 b1\nlabels:\n  - lab\napi: [\"VC.Foo\", \"other\"]\n---\n",
			"tag big data tag\ntag x tag\ntag gear tag\ntag two words tag\ntag a1 tag\ntag b1 tag\ntag lab tag\ntag foo tag\n-vc.foo\n-other"},
		{"toml tags", "+++\ntags = ['alpha', \"beta\"]\n+++\n", "tag alpha tag\ntag beta tag"},
		{"case", "Straße and STRASSE: **STRASSE**", "term strasse mention"},
		{"languages", "# Die Verwaltung der Speicher\n\n# Управление памятью для процессов\n\n# 設定ファイルの書き方\n",
			"term verwaltung title\nterm speicher title\nterm управление памятью heading\nterm ファイル heading\n-der\n-для"},
		{"containers", "::: moniker range=\"msvc-140\"\n\n**gear**\n\n> [!NOTE]\n> [!code-cpp[Some_Id#1](x.cpp)]\n", "term gear mention\n-moniker\n-range\n-note\n-some_id"},
	} {
		checkKeywords(t, c.name, x.Read(Markdown, []byte(c.doc)), c.want)
	}
}

// checkKeywords compares a document's keywords with a list: those that must be
// there, one a line as keywordLines has them, those after a minus, by their
// key alone, must not.
func checkKeywords(t *testing.T, name string, d *Document, list string) {
	t.Helper()
	got := keywordLines(d)
	all := "\n" + strings.Join(got, "\n") + "\n"
	for want := range strings.Lines(list) {
		want = strings.TrimSpace(want)
		if key, absent := strings.CutPrefix(want, "-"); absent && !strings.HasPrefix(want, "--") {
			for _, line := range got {
				if _, rest, _ := strings.Cut(line, " "); strings.HasPrefix(rest, key+" ") && strings.Count(rest, " ") == strings.Count(key, " ")+1 {
					t.Errorf("%s: %q is a keyword", name, line)
				}
			}
		} else if !strings.Contains(all, "\n"+want+"\n") {
			t.Errorf("%s: %q is missing in%s", name, want, all)
		}
	}
}

// sharedFile returns a file of the folder "shared" beside this project's or one
// of the folders above it, and skips the test where there is none.
func sharedFile(t *testing.T, path string) []byte {
	t.Helper()
	folder, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		src, err := os.ReadFile(filepath.Join(folder, "shared", path))
		if err == nil {
			return src
		}
		above := filepath.Dir(folder)
		if above == folder {
			t.Skip("no shared/" + path)
		}
		folder = above
	}
}

// keysOf returns the keys of a document's keywords.
func keysOf(d *Document) map[string]bool {
	keys := map[string]bool{}
	for _, k := range d.Keywords {
		keys[k.Key] = true
	}
	return keys
}

// TestSeed reads the document from which an older generator lost names and
// kept function words.
func TestSeed(t *testing.T) {
	src := sharedFile(t, "seed/tree/docs/aten/src/ATen/core/VariableFallbackKernel.cpp_docs.md")
	keys := keysOf(newTestExtractor(t, Options{}).Read(Markdown, src))
	for name := range strings.FieldsSeq(`ADInplaceOrView ATen AUTOGRAD_FALLBACK AutogradCPU AutogradCUDA AutogradHPU AutogradLazy AutogradMAIA AutogradMPS AutogradMTIA
		AutogradMeta AutogradOther AutogradPrivateUse1 AutogradXLA AutogradXPU C10_MOBILE CppFunction DispatchKeySet GetVariableHooks HasVariableHooks GPU JIT
		OperatorHandle PyTorch TORCH_LIBRARY_IMPL VariableHooksInterface VariableTypeEverything autograd_fallback c10::Stack torch::CppFunction::makeFallthrough
		autograd`) {
		if !keys[strings.ToLower(name)] {
			t.Errorf("%s is missing", name)
		}
	}
	for _, term := range []string{"fallback kernel", "dispatch keys", "custom operator", "autograd fallback"} {
		if !keys[TermKey(term)] {
			t.Errorf("%q is missing", term)
		}
	}
	for name := range strings.FieldsSeq("A As But C For It KB May NB NOTE No See Since So This To TODO") {
		if keys[strings.ToLower(name)] {
			t.Errorf("%s is a keyword", name)
		}
	}
}

// TestCodeDocument shows the same on a text of our own: code's names, terms of
// its comments, no function words, however they are written.
func TestCodeDocument(t *testing.T) {
	doc := "# Documentation: `dye/vat.cpp`\n\nThis is the vat. But for it, so this: NOTE that No vat is empty.\n\n```cpp\n#include <dye/Vat.h>\n\n" +
		"// This file has the overflow guard of every vat. Since vats boil, the\n// overflow guard closes the mordant valves; see MordantValve for more.\n" +
		"// TODO But NB: the drain queue is not an overflow guard.\n\nusing dye::Bath;\n\n#define VAT_LIMIT dye::Bath::makeShallow()\n" +
		"void open_valve(const dye::ValveHandle& valve, dye::DrainQueue drain_queue, dye::bath::Rack* rack) {\n  if (!dye::impl::HasMordant()) { valve.close(drain_queue); }\n}\n" +
		"VAT_REGISTER(_, VatIndigo, m) { m.guard(VAT_LIMIT); }\nVAT_REGISTER(_, VatWoad2, m) { m.guard(VAT_LIMIT); }\n```\n"
	keys := keysOf(newTestExtractor(t, Options{}).Read(Markdown, []byte(doc)))
	for _, name := range []string{"VAT_LIMIT", "VAT_REGISTER", "VatIndigo", "VatWoad2", "MordantValve", "dye::ValveHandle", "ValveHandle", "dye::bath::Rack", "DrainQueue", "HasMordant", "open_valve", "dye/Vat.h"} {
		if !keys[strings.ToLower(name)] {
			t.Errorf("%s is missing", name)
		}
	}
	for _, term := range []string{"overflow guard", "drain queues", "vat"} {
		if !keys[TermKey(term)] {
			t.Errorf("%q is missing", term)
		}
	}
	for name := range strings.FieldsSeq("But For It NB NOTE No See Since So This TODO void const if") {
		if keys[strings.ToLower(name)] {
			t.Errorf("%s is a keyword", name)
		}
	}
}

// TestPlaces follows keywords into their sections and lines.
func TestPlaces(t *testing.T) {
	x := newTestExtractor(t, Options{})
	doc := "---\ntitle: Gear box\n---\n# Gear box\n\nA gear box.\n\n## Remarks\n\nMore of the gear\nbox here, and `GEAR_MAX`.\n\n## Teeth\n\n```c\n\n#define GEAR_MAX 9\n```\n"
	d := x.Read(Markdown, []byte(doc))
	for _, want := range []Keyword{
		{Key: "gear box", Form: "gear box", Kind: Term, Role: InTitle, Line: 4, Count: 3,
			Places: []Place{{Section: 1, Line: 4, Count: 3, Role: InTitle}}},
		{Key: "gear_max", Form: "GEAR_MAX", Kind: Macro, Role: IsDefinition, Line: 11, Count: 2, Definition: true,
			Places: []Place{{Section: 1, Line: 11, Count: 1, Role: IsMention}, {Section: 3, Line: 17, Count: 1, Role: IsDefinition}}},
	} {
		found := false
		for _, k := range d.Keywords {
			if k.Key != want.Key || k.Kind != want.Kind {
				continue
			}
			found = true
			if k.Form != want.Form || k.Role != want.Role || k.Line != want.Line || k.Count != want.Count || k.Definition != want.Definition || len(k.Places) != len(want.Places) {
				t.Errorf("got %+v, want %+v", k, want)
				continue
			}
			for i := range k.Places {
				if k.Places[i] != want.Places[i] {
					t.Errorf("%s: place %d is %+v, want %+v", k.Key, i, k.Places[i], want.Places[i])
				}
			}
		}
		if !found {
			t.Errorf("%s is missing in %q", want.Key, keywordLines(d))
		}
	}
}

func TestSingular(t *testing.T) {
	for word, want := range map[string]string{
		"vectors": "vector", "classes": "class", "libraries": "library", "this": "this", "analysis": "analysis", "bus": "bus", "class": "class",
		"boxes": "box", "matches": "match", "caches": "cache", "hashes": "hash", "databases": "database", "processes": "process", "ties": "tie", "as": "as", "windows": "windows",
		"indices": "index", "matrices": "matrix", "vertices": "vertex", "criteria": "criterion", "analyses": "analysis", "axes": "axis", "parentheses": "parenthesis",
		"statuses": "status", "aliases": "alias", "alias": "alias", "status": "status", "buses": "bus", "viruses": "virus", "series": "series", "species": "species", "news": "news",
		"https": "https", "dns": "dns", "ios": "ios", "menus": "menu", "apis": "api", "cookies": "cookie", "children": "child", "queries": "query", "phrases": "phrase",
		"responses": "response", "archives": "archive", "curves": "curve", "addresses": "address", "semantics": "semantics", "lens": "lens", "lenses": "lens", "focus": "focus",
		"databus": "databus", "thesis": "thesis", "basis": "basis", "patches": "patch", "s": "s", "data": "data", "fichiers": "fichier",
	} {
		if got := string(singular([]byte(word))); got != want {
			t.Errorf("singular(%s) = %s, want %s", word, got, want)
		}
	}
}

// TestTermKeys checks the keys that other packages fold words to, by form.
func TestTermKeys(t *testing.T) {
	for text, want := range map[string]string{
		"Message Maps": "message map", "  Two\tspaced  words ": "two spaced word", "APIs": "api", "GPUs": "gpu", "DNS": "dns", "dns": "dns", "HTTPS": "https", "iOS": "ios", "IOPS": "iops",
		"VECTORS": "vector", "REST APIs": "rest api", "Indices of matrices": "index of matrix", "Straße": "strasse", "": "", "S": "s", "Übersichten": "übersichten", "DLLs": "dll",
	} {
		if got := TermKey(text); got != want {
			t.Errorf("TermKey(%q) = %q, want %q", text, got, want)
		}
	}
	if got := NameKey("Vectors"); got != "vectors" {
		t.Errorf("NameKey(Vectors) = %q", got)
	}
	x := newTestExtractor(t, Options{})
	for _, k := range x.Read(Markdown, []byte(generatedDocument(3)+"\n# REST APIs, GPUs and the DNS: indices, VECTORS\n")).Keywords {
		if k.Kind == Term && TermKey(k.Form) != k.Key || k.Kind != Term && NameKey(k.Form) != k.Key {
			t.Errorf("%v %q has key %q, its form folds to %q", k.Kind, k.Form, k.Key, TermKey(k.Form))
		}
	}
}

// A form is on one line, with single spaces that break.
func TestFormsHaveSingleSpaces(t *testing.T) {
	x := newTestExtractor(t, Options{})
	for _, written := range []string{"tide gauge", "tide\ngauge", "tide  gauge", "tide\u00a0gauge", "tide&nbsp;gauge", "tide \u00a0 gauge"} {
		d := x.Read(Markdown, []byte("# Manual\n\nRead the **"+written+"**.\n"))
		if !slices.ContainsFunc(d.Keywords, func(k Keyword) bool { return k.Form == "tide gauge" && k.Key == "tide gauge" }) {
			t.Errorf("%q gives %+v", written, d.Keywords)
		}
	}
}

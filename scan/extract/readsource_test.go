package extract

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// sourceListing prints what a source file gave: its sections, then its
// keywords, best first, "kind form line role section".
func sourceListing(d *Document) string {
	var out strings.Builder
	for i, s := range d.Sections {
		if i > 0 {
			fmt.Fprintf(&out, "section %d in %d, level %d: %s %d-%d\n", i, s.Parent, s.Level, s.Title, s.Line, s.EndLine)
		}
	}
	for _, k := range d.Keywords {
		fmt.Fprintf(&out, "%s %s %d %s", k.Kind, k.Form, k.Line, k.Role)
		for _, p := range k.Places {
			fmt.Fprintf(&out, " §%d", p.Section)
		}
		out.WriteString("\n")
	}
	return out.String()
}

// TestSource reads source files; lines that must be there, after a minus those
// that must not.
func TestSource(t *testing.T) {
	x := newTestExtractor(t, Options{})
	for _, c := range []struct {
		name     string
		language Language
		src      string
		want     string
	}{
		{"go", Go, "// Copyright 1999 Nobody. All rights reserved.\n\n// Package lathe drives a wood lathe. It has one spindle motor.\npackage lathe\n\nimport \"fmt\"\n\n" +
			"// Turn starts the spindle motor. See [fmt.Println] and https://example.org/x.\n//go:noinline\nfunc Turn(speed int) error {\n\tUseless(speed)\n\treturn nil\n}\n",
			"namespace lathe 4 definition §0\nimport fmt 6 mention §0\nfunction Turn 10 definition §0\nterm spindle motor 3 mention §0\nterm wood lathe 3 mention §0\n" +
				"-Nobody\n-reserved\n-Useless\n-Println\n-noinline"},
		{"python", Python, "\"\"\"Cut metal.\"\"\"\nimport os\n\nclass Saw(Tool):\n    '''A band saw with a **guide rail**.\n\n    :param Blade blade: the blade.\n    '''\n    def cut(self):\n        return helper_fn()\n\nMAX_TEETH = 9\n",
			"section 1 in 0, level 1: Saw 4-10\nclass Saw 4 definition §1\nfunction cut 9 definition §1\nconstant MAX_TEETH 12 definition §0\nimport os 2 mention §0\nterm guide rail 5 mention §1\n-helper_fn\n-param"},
		{"c++", CPlusPlus, "/**\n * @file gear.h\n * @brief Gear boxes for drills.\n */\n#include <vector>\n\nnamespace gear {\n\n/// One tooth of a **gear wheel**.\n/// @param Tooth_Kind the kind\nclass Tooth {\npublic:\n  int size() const;\n};\n}\n" +
			"void gear::Tooth::spin(int n) {}\n",
			"section 1 in 0, level 1: gear 7-15\nsection 2 in 1, level 2: Tooth 11-14\nnamespace gear 7 definition §1\nclass Tooth 11 definition §2\nfunction size 13 definition §2\n" +
				"function spin 16 definition §2\nfunction gear::Tooth::spin 16 definition §2\nimport vector 5 mention §0\nterm gear wheel 9 mention §2\n-param\n-Tooth_Kind\n-file"},
		{"members outside", Go, "package p\n\nfunc (t *Tray) EmptyTray() { type inner struct{ a int } }\n\ntype Tray struct{}\n\nfunc (t Tray) FillTray() {}\n",
			"section 1 in 0, level 1: Tray 5-5\nclass Tray 5 definition §1\nfunction EmptyTray 3 definition §1\nfunction FillTray 7 definition §1"},
		{"xml comments", CSharp, "/// <summary>\n/// Drives the <b>winch motor</b> of a <see cref=\"Crane.Boom\"/>.\n/// </summary>\n/// <param name=\"load_Kg\">The hoist load.</param>\n/// <remarks>Watch the **cable drum**. The winch motor and the hoist load.</remarks>\npublic class Winch {\n}\n",
			"class Winch 6 definition §0\nterm winch motor 2 mention §0\nterm hoist load 4 mention §0\nterm cable drum 5 mention §0\n-summary\n-param\n-remarks\n-cref\n-load_Kg"},
		{"tags", Java, "/**\n * Lowers the **cargo net**.\n * {@link Other_Thing} and {@code max_load}.\n * @param weight_Kg the dead weight of the cargo net\n * @return the dead weight\n * @throws Load_Error above the dead weight\n */\nclass Net {\n}\n",
			"class Net 8 definition §0\nterm cargo net 2 mention §0\nterm dead weight 4 mention §0\n-param\n-weight_Kg\n-return\n-throws\n-Load_Error\n-link\n-code"},
		{"commands", CPlusPlus, "/** \\brief Lifts the **jib arm**.\n * \\param[in] Angle_Deg of the jib arm\n * \\p see_also \\c code_Word\n */\nclass Jib {\n};\n",
			"class Jib 5 definition §0\nterm jib arm 1 mention §0\n-brief\n-param\n-Angle_Deg"},
		{"shell", Shell, "#!/bin/sh\n# Keeps the **oil level** up.\n\nset -e\n# Fills the oil tank.\nfill_tank() {\n  pump --fast\n}\n", "function fill_tank 6 definition §0\nterm oil level 2 mention §0\n-pump\n---fast"},
		{"backslashes", PHP, "<?php\nnamespace Tide\\Gauges;\nuse Tide\\Base;\n", "namespace Tide\\Gauges 2 definition §0\nnamespace Gauges 2 definition §0\nimport Tide\\Base 3 mention §0\n-Base"},
		{"dots", R, "print.gauge <- function(x) x\nlevel.default <- function(x) x\n", "function print.gauge 1 definition §0\nfunction level.default 2 definition §0\n-gauge\n-default\n-print"},
		{"quoted in parts", SQL, "CREATE TABLE `my_db`.`my_t` (a int);\nCREATE TABLE public.\"Tide Reading\" (a int);\n", "class my_db.my_t 1 definition §0\nclass my_t 1 definition §0\nclass public.Tide Reading 2 definition §0\nclass Tide Reading 2 definition §0\n-public"},
		{"blanks", Go, "package p\n\nconst (\n\t_ = iota\n\tKB\n)\n\ntype _ struct{}\n\nfunc _() {}\n", "constant KB 5 definition §0\n-_"},
		{"openings", Go, "// Package gee does the frobnication thing.\npackage gee\n\n// Turn drives a wood lathe.\nfunc Turn() {}\n\n// Package tours start here.\nfunc Tour() {}\n",
			"namespace gee 2 definition §0\nterm wood lathe 4 mention §0\n-Package gee\n-Turn drives"},
		{"keyword", Python, "def f():\n    \"\"\"Wrap a def, a def.\n\n    The def is kept.\n    \"\"\"\n", "function f 1 definition §0\n-def"},
		{"modeline", Python, "# -*- mode: python -*-\nx = 1\n", "-mode\n-python"},
		{"imports in braces", Rust, "use tide::{gauge::Level, io};\n", "import tide::gauge::Level 1 mention §0\nimport tide::io 1 mention §0"},
		{"long name", C, "#define " + strings.Repeat("LONG_", 30) + "NAME 1\n#define a0b1c2d3e4 1\n", "macro " + strings.Repeat("LONG_", 30) + "NAME 1 definition §0\nmacro a0b1c2d3e4 2 definition §0"},
	} {
		d := x.Read(c.language, []byte(c.src))
		checkDocument(t, d)
		if d.Title != "" || len(d.Links) > 0 {
			t.Errorf("%s: title %q, links %v", c.name, d.Title, d.Links)
		}
		got := sourceListing(d)
		for want := range strings.Lines(c.want) {
			want = strings.TrimSpace(want)
			if word, absent := strings.CutPrefix(want, "-"); absent {
				if strings.Contains(got, " "+word+" ") {
					t.Errorf("%s: %q is a keyword in\n%s", c.name, word, got)
				}
			} else if !strings.Contains("\n"+got, "\n"+want+"\n") {
				t.Errorf("%s: %q is missing in\n%s", c.name, want, got)
			}
		}
	}
}

func FuzzSource(f *testing.F) {
	f.Add([]byte("// a b\n/// c\nclass D { void e(); };\n#define F\ndef g():\n  '''h i'''\n"))
	f.Add([]byte("/**\n * @param a b\n * ```\n * c\n *****/\nfn d() {}\n//! e\n"))
	f.Add([]byte("class A:\n '''B.\n\n - c `d` <e> [f](g)\n :h: i\n'''\n class A: pass\n"))
	x := newTestExtractor(f, Options{})
	f.Fuzz(func(t *testing.T, src []byte) {
		for _, language := range []Language{C, CPlusPlus, Go, Python, Rust, Shell, Perl} {
			d := x.Read(language, src)
			checkDocument(t, d)
			if again := x.Read(language, src); !reflect.DeepEqual(d, again) {
				t.Errorf("%s: a second reading gives another document", language)
			}
		}
	})
}

// Names that differ in case alone are one key, and each kind of definition is a
// keyword of it, with its own form, line and count.
func TestOneKeyOfSeveralKinds(t *testing.T) {
	x := newTestExtractor(t, Options{})
	for _, c := range []struct {
		language Language
		text     string
		want     []string
	}{
		{"go", "package s\n\ntype Reader struct{}\n\nfunc reader() {}\n\nconst READER = 1\n", []string{"class Reader 3", "function reader 5", "constant READER 7"}},
		{"c", "#define MAX 1\n\nint max(int a)\n{\n\treturn a;\n}\n", []string{"macro MAX 1", "function max 3"}},
		{"c", "struct stat {\n\tint mode;\n};\n\nint stat(const char *path, struct stat *s);\n", []string{"class stat 1", "function stat 5"}},
		{"python", "class Stack:\n    def empty(self):\n        pass\n\n\nclass Empty(Exception):\n    pass\n\n\ndef stack():\n    pass\n", []string{"class Stack 1", "function empty 2", "class Empty 6", "function stack 10"}},
	} {
		var got []string
		for _, k := range x.Read(c.language, []byte(c.text)).Keywords {
			if k.Definition && k.Kind != Namespace {
				got = append(got, fmt.Sprintf("%s %s %d", k.Kind, k.Form, k.Line))
			}
		}
		for _, want := range c.want {
			if !slices.Contains(got, want) {
				t.Errorf("%s: %q is missing among %q", c.language, want, got)
			}
		}
		if len(got) != len(c.want) {
			t.Errorf("%s: %q", c.language, got)
		}
	}
}

// A keyword of the configuration with a kind of names is one in a file whose
// comments merely speak of it.
func TestChosenNameInComment(t *testing.T) {
	x := newTestExtractor(t, Options{Chosen: []Chosen{{Text: "F1", Kind: Function, HasKind: true}, {Text: "slack threshold", Kind: Constant, HasKind: true}}})
	for language, text := range map[Language]string{
		"go":     "package a\n\n// F1 does.\nfunc F2() {}\n",
		"python": "\"\"\"The slack threshold.\"\"\"\n\ndef f():\n    pass\n",
	} {
		d := x.Read(language, []byte(text))
		checkDocument(t, d)
		if !slices.ContainsFunc(d.Keywords, func(k Keyword) bool {
			return (k.Kind == Function && k.Form == "F1" || k.Kind == Constant) && k.Count == 1
		}) {
			t.Errorf("%s: %+v", language, d.Keywords)
		}
	}
}

// TestSectionDepth reads classes nested deeper than sections go.
func TestSectionDepth(t *testing.T) {
	x := newTestExtractor(t, Options{})
	var classes strings.Builder
	for i := range 3 * maxSectionDepth {
		fmt.Fprintf(&classes, "class Inner%d {\nint get%d() {}\n", i, i)
	}
	d := x.Read(CPlusPlus, []byte(classes.String()))
	checkDocument(t, d)
	if len(d.Sections) != maxSectionDepth+1 || d.Sections[maxSectionDepth].Level != maxSectionDepth || d.Reading != Simple {
		t.Errorf("%d sections, reading %v", len(d.Sections), d.Reading)
	}
	if got := sourceListing(d); !strings.Contains(got, fmt.Sprintf("class Inner170 341 definition §%d\n", maxSectionDepth)) {
		t.Errorf("a deep class stands elsewhere:\n%s", got)
	}
}

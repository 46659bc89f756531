package source

import (
	"fmt"
	"strings"
	"testing"
)

// listing returns the definitions and imports of a text, one a line:
// "line kind name", indented under what encloses it, then the doc's first words.
func listing(g *Grammar, src string) string {
	var s Scanner
	f := s.Scan(g, []byte(src), 1, false)
	var out strings.Builder
	for i := range f.Symbols {
		k := &f.Symbols[i]
		for p := k.Parent; p >= 0; p = f.Symbols[p].Parent {
			out.WriteString("  ")
		}
		fmt.Fprintf(&out, "%d %s %s", k.Line, kindName[k.Kind], k.In([]byte(src)))
		if k.Scope {
			out.WriteString(" scope")
		} else if !k.Definition {
			out.WriteString(" use")
		}
		if !k.Doc.empty() {
			fmt.Fprintf(&out, " %q", strings.Join(strings.Fields(src[k.Doc.At:k.Doc.End]), " "))
		}
		out.WriteString("\n")
	}
	if !f.Doc.empty() {
		fmt.Fprintf(&out, "doc %q\n", strings.Join(strings.Fields(src[f.Doc.At:f.Doc.End]), " "))
	}
	return out.String()
}

var kindName = [...]string{"class", "function", "macro", "constant", "namespace", "import", "command", "identifier", "comment"}

// rule is a text and the listing that it gives.
type rule struct{ name, src, want string }

func checkRules(t *testing.T, language string, rules []rule) {
	t.Helper()
	g := ByName(language)
	if g == nil {
		t.Fatalf("language %q is not known", language)
	}
	for _, r := range rules {
		t.Run(r.name, func(t *testing.T) {
			if got := listing(g, r.src); strings.TrimSpace(got) != strings.TrimSpace(r.want) {
				t.Errorf("%s\ngot:\n%s\nwant:\n%s", r.src, got, r.want)
			}
		})
	}
}

func TestGo(t *testing.T) {
	checkRules(t, "go", []rule{
		{"package and functions", "// Copyright somebody.\n\n// Package lathe turns wood.\npackage lathe\n\nimport (\n\t\"fmt\"\n\tm \"math/big\"\n)\n\n" +
			"// Turn turns.\nfunc Turn(speed int) error { var x struct{ a int }; return nil }\n\nfunc (l *Lathe[T]) Stop() interface{} {\n\treturn nil\n}\n",
			`4 namespace lathe "// Package lathe turns wood."
7 import fmt
8 import math/big
12 function Turn "// Turn turns."
14 function Stop`},
		{"groups", "package p\nconst (\n\tA, B = iota, 1 // first\n\tC\n)\ntype (\n\tX struct{ a, b int }\n\tY func(a int)\n)\nconst D = (1 +\n\t2)\nvar e = func() {\n}\nfunc F[T any](x T) {}\n",
			"1 namespace p\n3 constant A\n3 constant B\n4 constant C\n7 class X\n8 class Y\n10 constant D\n14 function F"},
		{"strings", "package p\nvar s = `func no() {\n*/ \"`\nvar r = '{'\nvar t = \"\\\"{\"\nfunc yes() {}\n", "1 namespace p\n6 function yes"},
		{"blank names", "package p\nconst (\n\t_ = iota\n\tKB\n)\nconst _, X = 1, 2\ntype _ struct{ a int }\nfunc _() {}\nfunc (t *T) _() {}\nvar _ = 1\n", "1 namespace p\n4 constant KB\n6 constant X"},
		{"unclosed parenthesis", "package p\nvar x = f(1,\n\nfunc yes() {}\n", "1 namespace p\n4 function yes"},
	})
}

func TestPython(t *testing.T) {
	checkRules(t, "python", []rule{
		{"nesting", "\"\"\"Turn wood.\n\nMore.\n\"\"\"\nimport os, sys as system\nfrom a.b import c\nfrom . import d\n\nclass Lathe(Base):\n    '''A lathe.'''\n    MAX = 3\n\n" +
			"    @property\n    def speed(self): return \"def no(): {\"\n    async def turn(\n        self,\n    ) -> int:\n        def inner(): pass\n\ndef main():\n    pass\nLIMIT: int = 4\n",
			`5 import os
5 import sys
6 import a.b
7 import d
9 class Lathe "A lathe."
  11 constant MAX
  14 function speed
  15 function turn
    18 function inner
20 function main
22 constant LIMIT
doc "Turn wood. More."`},
		{"unclosed parenthesis", "x = f(1,\ndef yes(): pass\n", "2 function yes"},
		{"long strings", "class A:\n    '''Long\n\ntext.'''\n    def f(self):\n        x = '''\ny'''\n        def g(): pass\n", "1 class A \"Long text.\"\n  5 function f\n    8 function g"},
		{"one line", "try: import json\nexcept ImportError: import simplejson as json\nif a[1:2] == {b: 1}: from foo import bar\nif x: LOW = 1\n", "1 import json\n2 import simplejson\n3 import foo\n4 constant LOW"},
		{"values", "# -*- mode: python -*-\ntype Alias[T] = list[T]\ntype B = int\ntype(x)\nf = lambda x: x\ng: Callable = lambda: 1\nclass Z:\n    h = lambda self: 1\ndef q(\n    type=None,\n):\n    local = lambda: 1\n",
			"2 class Alias\n3 class B\n5 function f\n6 function g\n7 class Z\n  8 function h\n9 function q"},
		{"several at once", "MAX_A = MIN_B = 4\nX_1, Y_1 = 1, 2\na, Z_1 = f()\nx == LOW_2\nd[K_1], L_1 = 3, 4\nif a: LOW, HIGH = 1, 2\n",
			"1 constant MAX_A\n1 constant MIN_B\n2 constant X_1\n2 constant Y_1\n3 constant Z_1\n6 constant LOW\n6 constant HIGH"},
		{"made classes", "Point = namedtuple('Point', 'x y')\nLine = collections.namedtuple(\n    'Line', [])\nVec = NewType('Vec', int)\nT = TypeVar('T')\nAnimal = enum.Enum('Animal', 'ANT BEE')\nflag = Flag('other')\ndef f():\n    Local = namedtuple('Local', 'x')\n",
			"1 class Point\n2 class Line\n4 class Vec\n5 class T\n6 class Animal\n8 function f"},
		{"enums", "class Color(Enum):\n    '''Colours.'''\n    green = 2\n    blue: int = 3\n    high = low = 4\n    _ignore_ = []\n    def paint(self):\n        local = 3\nclass Bits(str, enum.Flag, metaclass=Meta):\n    one = auto()\nclass Not(Enum.inner, base=Enum):\n    two = 2\n",
			`1 class Color "Colours."
  3 constant green
  4 constant blue
  5 constant high
  5 constant low
  7 function paint
9 class Bits
  10 constant one
11 class Not`},
		{"joined line", "x = 1 + \\\n  2\ndef yes(): pass\n", "3 function yes"},
	})
}

func TestC(t *testing.T) {
	checkRules(t, "cpp", []rule{
		{"declarations", "/* SPDX-License-Identifier: none */\n#ifndef X_H\n#define X_H\n#include <stdio.h>\n#define MAX(a, b) \\\n  ((a) > (b) ? \"/*\" : 'x')\n" +
			"/** A point. */\nstruct point { int x; int (*move)(int); };\ntypedef struct { int a; } pair_t, *pair_p;\nenum color { RED, GREEN = 2, /* , */ BLUE };\n" +
			"extern int draw(struct point *p, const char *name) __attribute__((nonnull(1)));\ntypedef int (*handler)(int, char **);\nstatic int table[] = { f(1), g(2) };\n#endif\n",
			`3 macro X_H
4 import stdio.h
5 macro MAX
8 class point "/** A point. */"
9 class pair_t
9 class pair_p
10 class color
  10 constant RED
  10 constant GREEN
  10 constant BLUE
11 function draw
12 class handler`},
		{"branches", "#ifdef A\nint f(int a) {\n#else\nint f(long a) {\n#endif\n  if (a) {\n#if 0\n  }\n#endif\n  }\n}\n#if B\n#define B1\nint g(void);\n#else\n#define B2\nint h(void);\n#endif\nint last(void) { return 0; }\n",
			"2 function f\n13 macro B1\n14 function g\n16 macro B2\n17 function h\n19 function last"},
		{"classes", "namespace a::b {\ntemplate <typename T, int N = (3 > 2)>\nclass EXPORT List final : public Base<T> {\n public:\n  List() : size_(0), next_{nullptr} {}\n  ~List();\n  virtual T get(int i) const = 0;\n" +
			"  enum class Mode : int { kA, kB };\n  bool operator==(const List &o) const { return true; }\n};\n}\nint a::b::count(int n) { return R\"x(\" { )x\"[0]; }\n",
			`1 namespace a::b
  3 class List
    5 function List
    7 function get
    8 class Mode
      8 constant kA
      8 constant kB
12 function a::b::count`},
	})
}

// TestReach: words before a name say whom it is for.
func TestReach(t *testing.T) {
	for _, c := range []struct{ language, src, want string }{
		{"c", "static int a(void) { return 1; }\nint b(void) { return 1; }\nstatic inline struct s *c(void) { return 0; }\n", "a hidden, b, c hidden"},
		{"c", "EXPORT_SYMBOL(a);\nint a(void) { return 1; }\nint b(void) { return 1; }\nEXPORT_SYMBOL_NS_GPL(b, NS);\nint c(void) { EXPORT_SYMBOL(c); return 1; }\n", "a shown, b shown, c"},
		{"java", "public class A {\n  private int b() { return 1; }\n  int c() { return 1; }\n  protected static int d() { return 1; }\n}\n", "A shown, b hidden, c, d hidden"},
		{"csharp", "internal class A { public void B() {} void C() {} }\n", "A hidden, B shown, C"},
		{"kotlin", "internal class A\nprivate fun b() {}\nfun c() {}\n", "A hidden, b hidden, c"},
		{"swift", "public class A {}\nfileprivate func b() {}\n", "A shown, b hidden"},
		{"php", "<?php\nclass A { private function b() {} public function c() {} }\n", "A, b hidden, c shown"},
		{"typescript", "export class A { private b() {} c() {} }\nfunction d() {}\nexport const e = () => 1;\n", "A shown, b hidden, c, d, e shown"},
		{"javascript", "export default function a() {}\nfunction b() {}\n", "a shown, b"},
		{"rust", "pub(crate) struct A;\nfn b() {}\npub async fn c() {}\n", "A shown, b, c shown"},
		{"go", "package p\n\nfunc a() {}\n", "p, a"},
	} {
		var s Scanner
		var got []string
		for _, k := range s.Scan(ByName(c.language), []byte(c.src), 1, false).Symbols {
			got = append(got, string(k.In([]byte(c.src)))+[...]string{"", " shown", " hidden"}[k.Reach])
		}
		if list := strings.Join(got, ", "); list != c.want {
			t.Errorf("%s: %s, want %s", c.language, list, c.want)
		}
	}
}

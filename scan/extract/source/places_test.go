package source

import (
	"fmt"
	"strings"
	"testing"
)

// TestBlocksOnOneLine reads Ruby's blocks that start amid a line, and words that
// are names though they look like the start or the end of one.
func TestBlocksOnOneLine(t *testing.T) {
	for _, line := range []string{
		"if a then if b then c end end", "if a\n b\n else if c\n d\n end end", "case a\n when 1 then if b then c end\n end",
		"begin if a then b end end", "w = v or begin\n 1\n end", "return begin\n 1\n end", "return case a when 1 then 2 end",
		"return if a", "not if a then b end", "@end = 1", "@@if = 2", "$end = 3", "begin\n a\n ensure if b then c end\n end",
	} {
		end := 4 + strings.Count(line, "\n")
		checkRules(t, "ruby", []rule{{line, "class Lathe\ndef turn\n" + line + "\nend; def stop; end; end; def last; end\n",
			fmt.Sprintf("1 class Lathe\n  2 function turn\n  %d function stop\n%d function last", end, end)}})
	}
}

// TestDefinedByCalls reads constants that calls define, wherever they stand.
func TestDefinedByCalls(t *testing.T) {
	checkRules(t, "php", []rule{{"define", "<?php\nif (!defined('STEPS')) {\n  define('STEPS', 5);\n}\nfunction turn() { define(\"SLOW\", 1); $x = 2; }\nif ($a) { const NO = 1; }\n",
		"3 constant STEPS\n5 function turn\n  5 constant SLOW"}})
}

// TestBehindMacros reads definitions behind calls of macros that end by
// themselves, and names that macros follow.
func TestBehindMacros(t *testing.T) {
	checkRules(t, "cpp", []rule{{"macros",
		"struct A { };\nDEFINE_PARTS(A, (B))\n\nclass C final : public A {\n  BEGIN_PACK()\n  struct D { int e; };\n};\nWRAP(C)\nWRAP(A)\n\ntemplate <class T> void f(T);\nnamespace g VISIBLE {\nMAKE(int)\nenum class H { I };\nEXPORT(void)\nstruct A *j(int a);\n}\n",
		"1 class A\n4 class C\n  6 class D\n11 function f\n12 namespace g\n  14 class H\n    14 constant I\n  16 function j"}})
}

// TestMacrosAsTypes reads functions whose type is a macro's argument, and classes
// that stand in templates.
func TestMacrosAsTypes(t *testing.T) {
	checkRules(t, "c", []rule{{"types", "PyAPI_FUNC(struct gauge *) Gauge_New(int a);\nextern EXPORT(int) gauge_read(void);\nRESULT(int)\ngauge_turn(int a)\n{\n}\nWRAP(a) WRAPPED(b);\nint plain(int a) Nonnull(1);\nextern int EXPORTED gauge_stop OF((int a, char *b));\ntypedef __u16 __bitwise __gauge16;\ntypedef LIST_OF(gauge) gauges;\ntypedef int turner(int);\n_Success_(return != 0) _Acquires_(*a)\nBOOL WINAPI gauge_lock(_Inout_ LOCK a);\nPyAPI_FUNC(int) gauge_old(int a) Deprecated(3.1);\n",
		"1 function Gauge_New\n2 function gauge_read\n4 function gauge_turn\n8 function plain\n9 function gauge_stop\n10 class __gauge16\n11 class gauges\n12 class turner\n14 function gauge_lock\n15 function gauge_old"}})
	checkRules(t, "cpp", []rule{{"members", "template <class T> struct Gauge<T>::Part : Base<T> { void turn(); };\ntemplate <class T>\nRESULT(T)\nGauge<T>::\nread(T a) { }\n",
		"1 class Part\n  1 function turn\n5 function Gauge::read"}})
}

// TestEscapedQuotes reads calls whose arguments hold quotes that quote nothing.
func TestEscapedQuotes(t *testing.T) {
	checkRules(t, "cmake", []rule{{"quotes", "file(APPEND x \\\"${lathe}\\\", \"a\\\"b\" \\; \\()\nfunction(turn)\nendfunction()\n", "2 function turn"}})
}

// TestPerlQuotes reads what stands behind operators that quote.
func TestPerlQuotes(t *testing.T) {
	checkRules(t, "perl", []rule{{"delimiters and flags",
		"sub one { m/^{/s && push @a, $1; $_ }\nsub two { return if -s $_[0]; s,/,::,g; $x =~ m,[{],s ? 1 : 0; }\nsub three { map { m,/, ? $_ : \"$d/$_\" } @f; qw,{ (,; }\n" +
			"=begin private\n\n=cut\n\nsub four { y/a-z/{}/s; tr{a}{b}d }\n=end private\n\nsub no {}\n\n=cut\n\nsub five { }\n",
		"1 function one\n2 function two\n3 function three\n8 function four\n15 function five"}})
}

// TestRubyConstants reads constants within what is no function, and regular
// expressions of several lines.
func TestRubyConstants(t *testing.T) {
	checkRules(t, "ruby", []rule{{"constants",
		"class Lathe\n  begin\n    FAST = 1\n  rescue LoadError\n    FAST2 = 2\n  end\n  SLOW ||= 3 if true\n  class << self\n    STEPS = 4\n    def turn; end\n  end\n  FORM = /\n    ^ (def|class) [\"'\\/#{a / b}] {2} (?# [)\n  /x\n" +
			"  def stop\n    begin\n      LOCAL = 1\n    end\n    a = b /\n      c\n  end\nend\nLAST = 5\n",
		"1 class Lathe\n  3 constant FAST\n  5 constant FAST2\n  7 constant SLOW\n  9 constant STEPS\n  10 function turn\n  12 constant FORM\n  15 function stop\n23 constant LAST"}})
}

// TestMarksInStrings reads definitions behind strings that code stands in.
func TestMarksInStrings(t *testing.T) {
	checkRules(t, "csharp", []rule{{"code in strings",
		"class Lathe {\n  string a = $\"x {b switch { 1 => \"class No {\", _ => \"\" }} y\";\n  string c = $\"{{ {d} }}\" + $@\"\\{e}\"\"{{\";\n  string f = $\"\"\"\n    class No { {g} \"\n    \"\"\";\n  void Turn() { }\n}\nclass Last { }\n",
		"1 class Lathe\n  7 function Turn\n9 class Last"}})
	checkRules(t, "lua", []rule{{"long brackets",
		"local s = [=====[ ]====] function no() ]=====]\n--[====[\nfunction no() end\n]====]\nf()\nlocal STEPS <const> = 5\nfunction last() end\n",
		"6 constant STEPS\n7 function last"}})
}

// TestTypesBehind reads functions whose types stand behind them, or whose
// values are objects.
func TestTypesBehind(t *testing.T) {
	checkRules(t, "cpp", []rule{{"auto",
		"struct Lathe {\n  template <class U> auto map(U&& f) -> Lathe<decltype(f(0))>;\n  virtual auto turn() const -> int = 0;\n};\nauto stop(int a) -> int;\nint x = auto_made()->run();\n",
		"1 class Lathe\n  2 function map\n  3 function turn\n5 function stop"}})
	checkRules(t, "kotlin", []rule{{"objects",
		"fun make() = object : Turns {\n  override fun turn() {}\n}\nval spare = object : Turns {\n  override fun stop() {}\n}\nobject One { fun last() {} }\n",
		"1 function make\n  2 function turn\n4 constant spare\n5 function stop\n7 class One\n  7 function last"}})
	checkRules(t, "typescript", []rule{{"ambient constants",
		"declare namespace Shop { const STEPS: number, SLOW: string; let n: number }\nconst last = 1;\n",
		"1 namespace Shop\n  1 constant STEPS\n  1 constant SLOW\n2 constant last"}})
}

// TestListsOfImports reads imports whose names start with signs.
func TestListsOfImports(t *testing.T) {
	checkRules(t, "go", []rule{{"dots", "package p\nimport (\n\t\"a\"\n\t. \"b\"\n\t_ \"c\"\n)\nimport . \"d\"\n",
		"1 namespace p\n3 import a\n4 import b\n5 import c\n7 import d"}})
	checkRules(t, "powershell", []rule{{"files", "using module .\\Shop.psm1\nusing module \"a b.psm1\"\nusing namespace System.IO\nfunction Last {}\n",
		"1 import .\\Shop.psm1\n2 import a b.psm1\n3 import System.IO\n4 function Last"}})
	checkRules(t, "shell", []rule{{"several", "readonly A1=1 B1=\"x y=2\" C1=3\nreadonly D1\n", "1 constant A1\n1 constant B1\n1 constant C1"}})
}

package source

import "testing"

// TestPackageLines reads what names the package, the namespace or the module of
// a whole file.
func TestPackageLines(t *testing.T) {
	checkRules(t, "java", []rule{{"package", "@Deprecated\npackage com.acme.app;\nclass A {}\n", "2 namespace com.acme.app\n3 class A"}})
	checkRules(t, "csharp", []rule{{"namespace of a file", "namespace Acme.Body;\nclass A {}\n", "1 namespace Acme.Body\n2 class A"}})
	checkRules(t, "cpp", []rule{
		{"modules", "module;\nexport module my.mod;\nimport std.core;\nimport <vector>;\nexport import \"x.h\";\nexport import :part;\nvoid f() { module->x(); import = 3; }\nint import_me(module *m);\n",
			"2 namespace my.mod\n3 import std.core\n4 import vector\n5 import x.h\n7 function f\n8 function import_me"},
		{"another name is none", "namespace a = b::c;\n", ""},
	})
}

// TestMembersOutside reads members that stand outside of their class.
func TestMembersOutside(t *testing.T) {
	checkRules(t, "go", []rule{
		{"methods", "package p\nfunc (T) Early() { type local struct{} }\ntype T struct{}\nfunc (t *T) M() {}\ntype G[K comparable] struct{}\nfunc (g *G[K]) N() {}\nfunc (o Other) O() {}\n",
			"1 namespace p\n  2 function Early\n3 class T\n  4 function M\n5 class G\n  6 function N\n7 function O"},
	})
	checkRules(t, "cpp", []rule{
		{"members", "namespace ns {\nclass Klass { void outer(); };\nvoid Klass::outer() {}\n}\nvoid ns::Klass::other() {}\nvoid Elsewhere::f() {}\nstruct A { struct X {}; }; struct B { struct X {}; };\nvoid X::twice() {}\n",
			"1 namespace ns\n  2 class Klass\n    2 function outer\n    3 function Klass::outer\n    5 function ns::Klass::other\n6 function Elsewhere::f\n7 class A\n  7 class X\n7 class B\n  7 class X\n8 function X::twice"},
	})
}

// TestUnusualDefinitions reads definitions that are made of more words, or
// fewer, than most of their kind.
func TestUnusualDefinitions(t *testing.T) {
	checkRules(t, "csharp", []rule{{"records",
		"record struct Point(int X, int Y);\npublic readonly record struct P2<T>(T x);\nrecord class RC(int A) : B(A);\nrecord struct RS(int a) { int F() { return 1; } }\n",
		"1 class Point\n2 class P2\n3 class RC\n4 class RS\n  4 function F"}})
	checkRules(t, "cpp", []rule{{"names in pieces",
		"template <class T> struct Outer { struct Inner { void deep(); }; };\ntemplate <> void Outer<int>::Inner::deep() {}\ntemplate <class T> Outer<T>::Outer() : a(1) {}\ntemplate <class T> Outer<T>::~Outer() {}\n" +
			"template <class T> Outer<T> make(int a);\nnamespace a::b::inline c { void f(); }\nnamespace d { inline namespace v1 { int g(); } }\nstd::vector<int> N::h(int x) { return {}; }\n",
		"1 class Outer\n  1 class Inner\n    1 function deep\n    2 function Outer::Inner::deep\n  3 function Outer::Outer\n5 function make\n6 namespace a::b::c\n  6 function f\n7 namespace d\n  7 namespace v1\n    7 function g\n8 function N::h"}})
	checkRules(t, "cpp", []rule{{"concepts",
		"template<class T> concept Addable = requires(T a) { a + a; };\ntemplate <class T>\nconcept Both = A<T> && C<T>;\nint f();\n",
		"1 class Addable\n3 class Both\n4 function f"}})
	checkRules(t, "rust", []rule{{"raw names",
		"fn r#type() {}\nstruct r#Struct {}\nfn f() { let s = r#\"fn no()\"#; }\nfn r#async(){}\n",
		"1 function type\n2 class Struct\n3 function f\n4 function async"}})
	checkRules(t, "kotlin", []rule{{"quoted names",
		"class `weird name` { fun meth() {} }\nfun `does a thing`() {}\nobject `odd one` {}\nval `some val` = 1\nfun String.`odd ext`() {}\n" +
			"fun f() { x.`when`(1) }\nlateinit var v: Int\nfun g() {}\nval a = `\n",
		"1 class weird name\n  1 function meth\n2 function does a thing\n3 class odd one\n4 constant some val\n5 function odd ext\n6 function f\n8 function g\n9 constant a"}})
	checkRules(t, "swift", []rule{{"names and constants",
		"func `class`() {}\nlet top = 1\nvar v = 2\nstruct S {\n  static let a = 1\n  let b = 2\n  private static let d = { 5 }()\n  func outer() {\n" +
			"    func inner() {}\n    let l = 1\n    if let q = x { }\n  }\n}\nenum K { case `default`, other }\n",
		"1 function class\n2 constant top\n4 class S\n  5 constant a\n  7 constant d\n  8 function outer\n    9 function inner\n14 class K\n  14 constant default\n  14 constant other"}})
	checkRules(t, "make", []rule{
		{"assignments", "A1 != ls\nB1 ::= x\nC1 :::= x\nD1 += y\nobj-y += a.o\n", "1 constant A1\n2 constant B1\n3 constant C1\n4 constant D1"},
		{"define", "define RECIPE\nfake: foo (\nX = y\ndefine INNER\nx: y\nendef\ny: z\nendef\nreal: x\n", "1 macro RECIPE\n9 function real"},
		{"targets with dots", "target-with.dots other: dep\ndb.migrate: x\na.o b.json lib/x .hidden: x\n", "1 function target-with.dots\n1 function other\n2 function db.migrate"},
	})
	checkRules(t, "rust", []rule{{"no name", "const _: () = { assert!(N > 1) };\nconst N: u8 = 2;\n", "2 constant N"}})
	checkRules(t, "swift", []rule{{"no name", "let _ = start()\nlet last = 1\n", "2 constant last"}})
	checkRules(t, "starlark", []rule{{"rules",
		"MyInfo = provider(fields = [])\nmy_rule = rule(\n    impl,\n)\nx = select()\nrepo = repository_rule(y)\nm = macro(z)\na = aspect(z)\nInfo, _new_info = provider(init = f)\n",
		"1 class MyInfo\n2 function my_rule\n6 function repo\n7 function m\n8 function a\n9 class Info"}})
	checkRules(t, "dockerfile", []rule{{"variables",
		"ENV A=1 B=2\nENV X hello world=1\nENV C=\"a b=\" D=x=y \\\n   E=3\nFROM golang:${VERSION} AS builder\nFROM ${BASE}:1\nFROM $REG/app/x:1 as z\nFROM --platform=$OS ${BASE} AS Own\nRUN cat <<EOF\nFROM no\nEOF\nRUN a \\\n  # FROM no\n  b\nFROM localhost:5000/tide/gauge:2@sha256:00 as Last\n",
		"1 constant A\n1 constant B\n2 constant X\n3 constant C\n3 constant D\n4 constant E\n5 import golang\n5 namespace builder\n7 import app/x\n7 namespace z\n8 namespace Own\n15 import localhost:5000/tide/gauge\n15 namespace Last"}})
	checkRules(t, "cuda", []rule{{"memory of the device",
		"__constant__ float coef[10];\n__constant__ int k = 3;\n__device__ int v;\n__device__ __constant__ float t[2] = {1, 2};\n__device__ int g(int a);\nvoid h() { __shared__ float s[3]; }\n",
		"1 constant coef\n2 constant k\n4 constant t\n5 function g\n6 function h"}})
}

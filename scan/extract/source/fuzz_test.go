package source

import (
	"reflect"
	"slices"
	"testing"
)

// checkFile reports what breaks the contract of a File.
func checkFile(t *testing.T, f *File, src []byte, first int, uses bool) {
	t.Helper()
	lines := int32(first + countLines(src))
	inText := func(r Range) bool { return 0 <= r.At && r.At <= r.End && int(r.End) <= len(src) }
	if !inText(f.Doc) {
		t.Errorf("doc of the file %v of %d bytes", f.Doc, len(src))
	}
	for i, k := range f.Symbols {
		if !inText(k.Name) || k.Name.empty() || !inText(k.Doc) {
			t.Errorf("symbol %+v of %d bytes", k, len(src))
		}
		if k.Line < int32(first) || k.LastLine < k.Line || k.LastLine > lines {
			t.Errorf("symbol %d %+v: lines %d to %d", i, k, first, lines)
		}
		if k.Parent < -1 || int(k.Parent) >= len(f.Symbols) || int(k.Parent) >= i && k.Owner.empty() || uses && k.Parent != -1 {
			t.Errorf("symbol %d has parent %d", i, k.Parent)
		}
		for up, steps := k.Parent, 0; up >= 0; up = f.Symbols[up].Parent {
			if steps++; steps > len(f.Symbols) {
				t.Fatalf("symbol %d stands within itself", i)
			}
		}
	}
}

func countLines(src []byte) int {
	n := 0
	for _, c := range src {
		if c == '\n' {
			n++
		}
	}
	return n
}

// awkward are texts that one language or another reads in its own way.
var awkward = []string{
	"", "\n", "{", "}", "(", ")", "[", ";", "\"", "'", "`", "#", "\\", "\\\n", "<<EOF\na\nEOF\n", "<<<EOT\nEOT;", "/*", "/* /* */", "*/", "//\\\n/*", "\"\"\"", "'''\\",
	"#if 0\n}\n#elif 1\n{\n#else\n(\n#endif\n#endif", "#define", "#define A \\", "#include <", "#if\n#else\n#else\n", "R\"x(", "R\"x( )x\"", "r#\"", "r##\"\"#\"##", "'a", "'a'", "b'\\''",
	"class A:\n def f(self):\n  '''d'''\n\tx = [\ndef g(): pass", "def f(", "@x\ndef f(): return", "import (\n\"a\"\n)\nconst (\nA = iota\n)\nfunc (r R) F[T any]() interface{} {}",
	"enum e { A, B = f(1), C } x; typedef struct { int a; } *b, c[3];", "int (*f(int))(void) { } int (g)(int);", "A::A() : b{1}, c(2) { } A::~A() = default; bool operator()(int) { }",
	"template <class T, int N = (1 > 2)> struct X<T>::Y : Z<T> { };", "fn f<'a>(x: &'a str) -> impl Fn() { } impl<T> A for B<T> where T: C { fn g() {} }",
	"f() { cat <<A <<-'B' ; }\na\nA\n\tb\n\tB\n", "case x in a) echo ${x#\"}\"} ;; esac", "x=$(( 1 << 2 )) # c", "\"$(a \"b\" ${c})\"", "sub f { s{a}{b}; $x =~ m/\"/; y/a/b/ } q(a(b)c)", "=pod\n\nx\n\n=cut\nsub g {}",
	"print <<\"A\", <<B;\nA\nB\n", "$#x $' $/ $\" %$y", "`${`${a}`}`", "a = b / c / d; e = /[/]\"/g; x => { f() }", "const f = async (a) => { }, g = function () { };", "\xff\xfe\x00", "é = ç",
	"extern \"C\" { int f(void); }", "MACRO(x) int f(void) { }", "__attr(1) static int f(void);", "public: private int x;", "a ? b : c; l: goto l;",
}

// fuzzFamily scans texts as each of the languages of a family.
func fuzzFamily(f *testing.F, languages ...string) {
	for _, seed := range awkward {
		f.Add([]byte(seed))
	}
	var grammars []*Grammar
	for _, name := range languages {
		grammars = append(grammars, ByName(name))
	}
	var old Scanner
	f.Fuzz(func(t *testing.T, src []byte) {
		before := slices.Clone(src)
		for _, g := range grammars {
			for _, uses := range []bool{false, true} {
				file := old.Scan(g, src, 7, uses)
				checkFile(t, file, src, 7, uses)
				var fresh Scanner
				again := fresh.Scan(g, src, 7, uses)
				if file.Doc != again.Doc || len(file.Symbols) != len(again.Symbols) || len(file.Symbols) > 0 && !reflect.DeepEqual(file.Symbols, again.Symbols) {
					t.Errorf("%s: a used scanner finds %+v, a fresh one %+v", g.Name, file, again)
				}
				g.DocLines(src, file.Doc, func(from, to int) {
					if from < int(file.Doc.At) || to > int(file.Doc.End) || from > to {
						t.Errorf("%s: line %d-%d of %v", g.Name, from, to, file.Doc)
					}
				})
			}
		}
		if !slices.Equal(before, src) {
			t.Error("the text was changed")
		}
	})
}

func FuzzC(f *testing.F)          { fuzzFamily(f, "c", "cpp", "cuda") }
func FuzzGoAndRust(f *testing.F)  { fuzzFamily(f, "go", "rust") }
func FuzzIndented(f *testing.F)   { fuzzFamily(f, "python") }
func FuzzShellLikes(f *testing.F) { fuzzFamily(f, "shell", "perl") }

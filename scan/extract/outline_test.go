package extract

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
)

const turning = `namespace shop {
/** A lathe. */
class Lathe {
 public:
  void turn();
};

/// Turns it.
void Lathe::turn() {
  int x;
}
}
int main() { return 0; }
`

func TestNamedIn(t *testing.T) {
	var got []string
	for _, one := range NamedIn("cpp", []byte(strings.ReplaceAll(turning, "\n", "\r\n"))) {
		got = append(got, fmt.Sprintf("%s %s|%s %d-%d", one.Kind, one.Within, one.Name, one.Line, one.LastLine))
	}
	want := "namespace |shop 1-12; class shop|Lathe 2-6; function shop.Lathe|turn 5-5; function shop.Lathe|Lathe::turn 8-11; function |main 13-13"
	if list := strings.Join(got, "; "); list != want {
		t.Errorf("got  %s\nwant %s", list, want)
	}
	if NamedIn("markdown", []byte("# A")) != nil || NamedIn("", nil) != nil {
		t.Error("a document defines names")
	}
}

// Decorators, annotations and types on lines of their own belong to what is
// below them, statements do not.
func TestNamedStarts(t *testing.T) {
	for text, want := range map[string]string{
		"c static int\nturn(void)\n{\n}\n":                                        "1-4",
		"c int x = 1;\nint turn(void) {\n}\n":                                     "2-3",
		"c #define X 1\nint turn(void) {\n}\n":                                    "1-1 2-3",
		"cpp template <class T, int n>\nstruct turn {\n};\n":                      "1-3",
		"python import os\n\n@cached\n@shop.tool(\"x\")\ndef turn():\n    pass\n": "3-6",
		"ruby puts 1\ndef turn\nend\n":                                            "2-3",
		"python pass\ndef turn():\n    pass\n":                                    "2-3",
		"java class A {\n  @Override\n  public void turn() {\n  }\n}\n":           "1-5 2-4",
		"rust #[derive(Debug)]\n#[repr(C)]\nstruct Turn {\n}\n":                   "1-4",
	} {
		language, source, _ := strings.Cut(text, " ")
		var got []string
		for _, one := range NamedIn(Language(language), []byte(source)) {
			got = append(got, fmt.Sprintf("%d-%d", one.Line, one.LastLine))
		}
		if list := strings.Join(got, " "); list != want {
			t.Errorf("%s: lines %q, want %q", text, list, want)
		}
	}
}

func TestWhose(t *testing.T) {
	names := NamedIn("cpp", []byte(turning))
	for name, want := range map[string]string{
		"Lathe":             "2",
		"shop::Lathe":       "2",
		"turn":              "8 5",
		"Lathe.turn":        "8 5",
		"Lathe::turn":       "8 5",
		"lathe.TURN":        "8 5",
		"main":              "13",
		"none":              "",
		"":                  "",
		"::":                "",
		"a.shop.Lathe.turn": "",
	} {
		var lines []string
		for _, one := range Whose(names, name) {
			lines = append(lines, fmt.Sprint(one.Line))
		}
		if got := strings.Join(lines, " "); got != want {
			t.Errorf("%q is in lines %q, want %q", name, got, want)
		}
	}
}

// Deep nesting and very many names cost no more than their share.
func TestNamedInHostile(t *testing.T) {
	deep := strings.Repeat("class A { ", 3000) + strings.Repeat("int x(); ", 100_000)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	names := NamedIn("cpp", []byte(deep))
	runtime.ReadMemStats(&after)
	if held := after.TotalAlloc - before.TotalAlloc; len(names) < 100 || held > 200<<20 {
		t.Errorf("%d names took %d MB", len(names), held>>20)
	}
}

func FuzzNamedIn(f *testing.F) {
	f.Add("cpp", turning, "Lathe::turn")
	f.Add("python", "class A:\n  def b(self): pass\n", "A.b")
	f.Fuzz(func(t *testing.T, language, text, name string) {
		if _, known := rowOf[Language(language)]; !known {
			t.Skip()
		}
		lines := strings.Count(text, "\n") + strings.Count(text, "\r") + 1
		names := NamedIn(Language(language), []byte(text))
		for _, one := range names {
			if one.Line < 1 || one.LastLine < one.Line || one.LastLine > lines {
				t.Errorf("%+v of %d lines", one, lines)
			}
		}
		if len(Whose(names, name)) > len(names) {
			t.Error("more are meant than there are")
		}
	})
}

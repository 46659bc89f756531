package extract

import (
	"fmt"
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

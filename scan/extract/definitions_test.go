package extract

import (
	"cmp"
	"math"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// definedNames returns what program text defines, the most telling first.
func definedNames(d *Document) []string {
	var names []string
	for _, k := range d.Keywords {
		if k.Definition && k.Kind != Namespace {
			names = append(names, k.Form)
		}
	}
	return names
}

// TestOrderOfDefinitions: what is for others comes before what a file keeps to itself.
func TestOrderOfDefinitions(t *testing.T) {
	x := newTestExtractor(t, Options{})
	for _, c := range []struct {
		name     string
		language Language
		src      string
		want     string
	}{
		{"underscores", Python, "def _oil(): pass\ndef __seal(): pass\ndef grease(): pass\nclass Pump:\n    def __init__(self): pass\n    def prime(self): pass\n",
			"Pump grease prime _oil __seal __init__"},
		{"capitals", Go, "package p\n\nfunc oil() {}\n\nfunc Grease() {}\n\ntype tray struct{}\n\nfunc (t *tray) Empty() {}\n\ntype Pump struct{}\n\nfunc (p *Pump) Prime() {}\n",
			"Pump Grease Prime tray Empty oil"},
		{"static", C, "static int oil(void) { return 1; }\nint grease(void) { return 1; }\n#define DRIP 3\n", "grease DRIP oil"},
		{"modifiers", Java, "class Pump {\n  private void oil() {}\n  public void grease() {}\n  protected int seal() { return 1; }\n}\n", "Pump grease oil seal"},
		{"export", TypeScript, "function oil() {}\nexport class Pump { private seal() {}\n prime() {} }\n", "Pump prime oil seal"},
		{"crates", Rust, "fn oil() {}\nmod m {}\npub fn grease() {}\n", "grease oil"},
		{"words of a name", Go, "package p\n\nfunc DrainOilTankSlowly() {}\n\nfunc DrainOil() {}\n\nfunc Drain() {}\n", "Drain DrainOil DrainOilTankSlowly"},
		{"constants", C, "enum colour { RED };\nint mix(void) { return 1; }\n", "colour mix RED"},
		{"two definitions", Python, "class A:\n    def _x(self): pass\n    def low(self): pass\nclass _B:\n    def low(self): pass\n", "A low _B _x"},
		{"ignored lines", Python, "def oil(): pass\n# kwic: ignore\ndef lost(): pass\n# kwic: end\ndef _seal(): pass\ndef grease(): pass\n", "oil grease _seal"},
	} {
		if got := strings.Join(definedNames(x.Read(c.language, []byte(c.src))), " "); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestWordsOfName(t *testing.T) {
	for name, want := range map[string]uint8{
		"a": 1, "read_all": 2, "ReadAll": 2, "HTTPServer": 1, "readHTTP": 2, "__init__": 1, "MAX_SIZE": 2, "ns::Type": 1, "größe": 1, "sha256": 1, "$x": 1,
		"a_b_c_d_e_f_g_h": maxNameWords, "": 0, "::": 0,
	} {
		if got := wordsOfName([]byte(name)); got != want {
			t.Errorf("%q: %d words, want %d", name, got, want)
		}
	}
}

// TestOrderOfNames measures the order of the names that the source files below $KWIC_TREE define: NDCG@10,
// where a name's worth is the log2 of the other files that hold it, over those that define it, and one. A list that
// puts the most used names first has 1. Files with fewer than 12 names, and tests, are left out.
func TestOrderOfNames(t *testing.T) {
	root := os.Getenv("KWIC_TREE")
	if root == "" {
		t.Skip("KWIC_TREE names no tree")
	}
	x := newTestExtractor(t, Options{})
	type file struct {
		path     string
		language Language
		names    []string // as they stand in the text of other files
	}
	var files []file
	definers, holders := map[string]int{}, map[string]int{}
	word := regexp.MustCompile(`[\pL_][\pL\pN_]*`)
	eachSource(t, root, func(path string, language Language, src []byte) {
		f := file{path: path, language: language}
		for _, name := range definedNames(x.Read(language, src)) {
			if name = string(lastPart([]byte(name))); !slices.Contains(f.names, name) {
				f.names = append(f.names, name)
				definers[name]++
			}
		}
		held := map[string]bool{}
		for _, w := range word.FindAllString(string(src), -1) {
			if !held[w] {
				held[w] = true
				holders[w]++
			}
		}
		files = append(files, f)
	})
	sum, count := map[Language]float64{}, map[Language]int{}
	for _, f := range files {
		if len(f.names) < 12 || strings.Contains(strings.ToLower(f.path), "test") {
			continue
		}
		var worth []float64
		for _, name := range f.names {
			others := max(holders[name]-definers[name], 0)
			worth = append(worth, math.Log2(1+float64(others)/float64(definers[name])))
		}
		got := gain(worth)
		slices.SortFunc(worth, func(a, b float64) int { return cmp.Compare(b, a) })
		if best := gain(worth); best > 0 {
			sum[f.language] += got / best
			count[f.language]++
		}
	}
	for language, n := range count {
		t.Logf("%s: %d files, NDCG@10 %.3f", language, n, sum[language]/float64(n))
	}
}

// gain is the discounted gain of the first ten.
func gain(worth []float64) float64 {
	sum := 0.0
	for i, w := range worth[:min(len(worth), 10)] {
		sum += w / math.Log2(float64(i)+2)
	}
	return sum
}

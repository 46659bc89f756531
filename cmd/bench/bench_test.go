package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestMain lets the test binary stand for the programs that are measured.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == floorCommand {
		if err := runFloor(os.Args[2:]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
		os.Exit(0)
	}
	if os.Getenv("GORACE") == "" {
		os.Setenv("GORACE", "atexit_sleep_ms=0") // else the race detector adds a second to every run of a program
	}
	switch name := strings.TrimSuffix(filepath.Base(os.Args[0]), ".exe"); name {
	case "kwic", "ctags":
		if err := stub(name, os.Args[1:]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// stub does as little of what a program does as its caller sees.
func stub(name string, args []string) error {
	if len(args) == 1 {
		fmt.Println(name, "1.0 | stub")
		return nil
	}
	if os.Getenv("BENCH_FAILS") == args[0] {
		return fmt.Errorf("%s does not work", args[0])
	}
	value := func(flag string) string {
		if at := slices.Index(args, flag); at >= 0 {
			return args[at+1]
		}
		return ""
	}
	if args[0] == "build" && value("--db") == "" { // SQLite takes an empty file for a database
		if err := os.MkdirAll(filepath.Join(args[1], ".kwic"), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(args[1], ".kwic", "index.db"), nil, 0o644); err != nil {
			return err
		}
	}
	for _, file := range []string{value("--db"), value("-f"), filepath.Join(value("--out"), "index.md")} {
		if file == "" || file == "index.md" || args[0] == "check" || args[0] == "find" {
			continue
		}
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(file, make([]byte, 1_000_000), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// stubs makes a folder of programs: git and stubs of kwic and ctags, and no
// other is found.
func stubs(t *testing.T) string {
	git, err := exec.LookPath("git")
	if err != nil {
		t.Skip("git is not installed")
	}
	if runtime.GOOS == "windows" {
		t.Skip("git does not run from another folder")
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	for name, target := range map[string]string{"git": git, "kwic": self, "ctags": self} {
		if err := os.Symlink(target, filepath.Join(folder, name)); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", folder)
	return filepath.Join(folder, "kwic")
}

// runNow is run without the pauses, which only matter to what is measured.
func runNow(t *testing.T, args []string, stdout io.Writer) error {
	o, err := parse(args, io.Discard)
	if err != nil {
		return err
	}
	o.pause = 0
	return o.run(t.Context(), stdout, io.Discard)
}

func TestRun(t *testing.T) {
	kwic, work := stubs(t), t.TempDir()
	encoded := filepath.Join(t.TempDir(), "bench.json")
	var out strings.Builder
	if err := runNow(t, []string{"-documents", "20, 40", "-sources", "10", "-runs", "2", "-kwic", kwic, "-work", work, "-json", encoded}, &out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"medians of 2 runs in turn", "- kwic: kwic 1.0 / stub\n", "\n20 files, ", "\n40 files, ",
		"| kwic | build from nothing, all pages | ", " × ctags tags of the tree |\n", " × git status, nothing changed |\n", " × kwic start (version) |\n",
		"| kwic | build, a fifth of the documents edited | ", "| kwic | build, another stop word | ", "| bench | floor: list and lstat documents and pages | ", " × kwic build from nothing, all pages |\n",
		"| kwic | build, nothing changed | 20 to 40 | × 2.0 | × ",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("there is no %q in\n%s", want, out.String())
		}
	}
	if strings.Contains(out.String(), "gtags") || strings.Contains(out.String(), "rg") {
		t.Errorf("programs that are not there are told:\n%s", out.String())
	}
	text, err := os.ReadFile(encoded)
	if err != nil {
		t.Fatal(err)
	}
	var r report
	if err := json.Unmarshal(text, &r); err != nil {
		t.Fatal(err)
	}
	if len(r.Trees) != 2 || r.Trees[1].Files != 40 || len(r.Growth) != len(r.Trees[0].Results) {
		t.Fatalf("the JSON is %s", text)
	}
	for _, one := range r.Trees[1].Results {
		cold, tags := one.Work == "build from nothing, all pages", one.Work == ctagsWork
		switch {
		case one.Seconds <= 0 || one.CPU < 0 || (one.Beside == "") != (one.Ratio == 0):
			t.Errorf("%+v", one)
		case cold && one.Written != 2_000_000, tags && one.Written != 1_000_000, cold && one.Files <= 0, one.Work == nothingWork && one.Files != 0:
			t.Errorf("%+v", one)
		}
	}
	if left, err := os.ReadDir(work); err != nil || len(left) > 0 {
		t.Errorf("left over: %v, %v", left, err)
	}
}

func TestRunCopies(t *testing.T) {
	kwic, base := stubs(t), t.TempDir()
	source := filepath.Join(base, "source")
	for name, text := range map[string]string{"a.md": "# A\n", "deep/b.md": "# B\n", "not tracked.md": "# C\n"} {
		file := filepath.Join(source, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, args := range [][]string{{"init", "-q"}, {"add", "a.md", "deep"}} {
		if said, err := exec.Command("git", append([]string{"-C", source}, args...)...).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, said)
		}
	}
	before, err := bytesBelow(source)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := runNow(t, []string{"-tree", source, "-runs", "1", "-kwic", kwic, "-work", base}, &out); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), "\n2 files, ") {
		t.Errorf("the copy is not what git tracks:\n%s", out.String())
	}
	if after, err := bytesBelow(source); err != nil || after != before {
		t.Errorf("the tree had %d bytes and has %d: %v", before, after, err)
	}
}

func TestRunFails(t *testing.T) {
	kwic := stubs(t)
	for _, c := range []struct{ args, fails, want string }{
		{"-documents 0", "", `"0" is no number of documents`},
		{"-documents 1,x", "", `"x" is no number of documents`},
		{"-runs 0", "", "-runs must be at least 1"},
		{"docs", "", `unexpected argument "docs"`},
		{"-documents 5 -runs 1", "check", "check does not work"},
	} {
		t.Setenv("BENCH_FAILS", c.fails)
		err := runNow(t, append([]string{"-kwic", kwic, "-work", t.TempDir()}, strings.Fields(c.args)...), io.Discard)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v, not %q", c.args, err, c.want)
		}
	}
}

func TestMedian(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		of   []float64
		want float64
	}{{[]float64{3}, 3}, {[]float64{9, 1, 2}, 2}, {[]float64{4, 1, 2, 9}, 3}} {
		var samples []sample
		for _, one := range c.of {
			samples = append(samples, sample{seconds: one})
		}
		if got := median(samples, func(s sample) float64 { return s.seconds }); got != c.want {
			t.Errorf("the median of %v is %v, not %v", c.of, got, c.want)
		}
	}
}

// What is measured is the command alone, with its processor time and memory.
func TestRunOnce(t *testing.T) {
	kwic := stubs(t)
	started := time.Now()
	s, err := runOnce(t.Context(), t.TempDir(), kwic, []string{"version"}, false)
	if err != nil || s.seconds <= 0 || s.seconds > time.Since(started).Seconds() || s.memory < 1<<20 {
		t.Errorf("%+v, %v", s, err)
	}
	if _, err := runOnce(t.Context(), t.TempDir(), filepath.Join(t.TempDir(), "none"), nil, true); err == nil {
		t.Error("a program that is not there did not fail")
	}
}

func TestNumbers(t *testing.T) {
	t.Parallel()
	for n, want := range map[float64]string{0.04: "0.0", 9.96: "10.0", 99.9: "99.9", 100.4: "100", 1234567.8: "1,234,568"} {
		if got := decimal(n); got != want {
			t.Errorf("%v is written %q, not %q", n, got, want)
		}
	}
}

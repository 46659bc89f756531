package source

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// BenchmarkGo scans the first 64 MB of the Go files of Go's own source: 125 MB
// a second of processor time on a busy virtual server, without allocating.
func BenchmarkGo(b *testing.B) {
	benchmarkTree(b, goSource(b), ".go", "go")
}

// BenchmarkTree scans the files below $KWIC_TREE that end in $KWIC_ENDING, as
// files of $KWIC_LANGUAGE.
func BenchmarkTree(b *testing.B) {
	benchmarkTree(b, os.Getenv("KWIC_TREE"), os.Getenv("KWIC_ENDING"), os.Getenv("KWIC_LANGUAGE"))
}

func benchmarkTree(b *testing.B, root, ending, language string) {
	g := ByName(language)
	if _, err := os.Stat(root); err != nil || g == nil {
		b.Skip("no tree to scan")
	}
	const enough = 64 << 20 // bytes, held in memory
	var files [][]byte
	size := 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() || !strings.HasSuffix(path, ending) || size > enough {
			return err
		}
		src, err := os.ReadFile(path)
		files, size = append(files, src), size+len(src)
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	var s Scanner
	symbols := 0
	for b.Loop() {
		symbols = 0
		for _, src := range files {
			symbols += len(s.Scan(g, src, 1, false).Symbols)
		}
	}
	b.ReportMetric(float64(symbols), "symbols")
}

// goSource returns the folder of Go's own source.
func goSource(b *testing.B) string {
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		b.Skip("the go command is not at hand: ", err)
	}
	return filepath.Join(strings.TrimSpace(string(root)), "src")
}

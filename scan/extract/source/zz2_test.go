package source

import (
	"bufio"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"
)

var zzExt = map[string]string{".js": "javascript", ".mjs": "javascript", ".cjs": "javascript", ".jsx": "javascript", ".ts": "typescript", ".mts": "typescript", ".tsx": "tsx",
	".java": "java", ".cs": "csharp", ".kt": "kotlin", ".kts": "kotlin", ".swift": "swift", ".php": "php", ".rb": "ruby", ".lua": "lua", ".R": "r", ".r": "r", ".sql": "sql",
	".proto": "protobuf", ".cmake": "cmake", ".mk": "make", ".bzl": "starlark", ".ps1": "powershell", ".dockerfile": "dockerfile"}

var zzNames = map[string]string{"CMakeLists.txt": "cmake", "Makefile": "make", "Kbuild": "make", "Dockerfile": "dockerfile", "BUILD": "starlark", "BUILD.bazel": "starlark"}

func TestZZ(t *testing.T) {
	root := os.Getenv("KWIC_TREE")
	if root == "" {
		t.Skip()
	}
	f, err := os.Create(os.Getenv("KWIC_OUT"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	defer w.Flush()
	names := []string{"class", "function", "macro", "constant", "namespace", "import", "command", "identifier", "comment"}
	var s Scanner
	size := 0
	var took time.Duration
	filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		lang := zzExt[filepath.Ext(path)]
		if l := zzNames[filepath.Base(path)]; l != "" {
			lang = l
		}
		g := ByName(lang)
		if g == nil {
			return nil
		}
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(root, path)
		start := time.Now()
		file := s.Scan(g, src, 1, false)
		took += time.Since(start)
		size += len(src)
		for _, k := range file.Symbols {
			if k.Definition && (k.Kind != Import || os.Getenv("KWIC_ALL") != "") {
				fmt.Fprintf(w, "%s\t%s\t%s\t%d\n", rel, names[k.Kind], src[k.Name.At:k.Name.End], k.Line)
			}
		}
		return nil
	})
	fmt.Printf("%.1f MB, %.0f MB/s\n", float64(size)/1e6, float64(size)/1e6/took.Seconds())
}

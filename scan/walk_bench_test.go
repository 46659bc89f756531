package scan

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// benchTree makes a tree of folders with documents in a git-less place.
func benchTree(b *testing.B, folders, files int) string {
	b.Helper()
	root := b.TempDir()
	for i := range folders {
		dir := filepath.Join(root, fmt.Sprintf("folder-%03d", i))
		if err := os.Mkdir(dir, 0o777); err != nil {
			b.Fatal(err)
		}
		for j := range files {
			if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("a-document-%04d.md", j)), []byte("# x\n"), 0o666); err != nil {
				b.Fatal(err)
			}
		}
	}
	return root
}

func BenchmarkWalk(b *testing.B) {
	root := benchTree(b, 70, 140)
	b.ReportAllocs()
	for b.Loop() {
		t, err := Walk(context.Background(), Options{Root: root})
		if err != nil || len(t.Files) != 9800 {
			b.Fatal(len(t.Files), err)
		}
	}
}

func BenchmarkList(b *testing.B) {
	root := benchTree(b, 70, 140)
	b.ReportAllocs()
	for b.Loop() {
		l, err := List(context.Background(), root)
		if err != nil || len(l) != 9870 {
			b.Fatal(len(l), err)
		}
	}
}

package extract

import (
	"bufio"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// TestWriteSymbols writes what the source files below $KWIC_TREE define to
// $KWIC_SYMBOLS, a line each: path, kind, name, line. It is the input for a
// comparison with another program's list, without an index in between.
func TestWriteSymbols(t *testing.T) {
	root, name := os.Getenv("KWIC_TREE"), os.Getenv("KWIC_SYMBOLS")
	if root == "" || name == "" {
		t.Skip("KWIC_TREE and KWIC_SYMBOLS name no tree and no file")
	}
	out, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriter(out)
	x := newTestExtractor(t, Options{})
	eachSource(t, root, func(path string, language Language, src []byte) {
		for _, k := range x.Read(language, src).Keywords {
			if k.Definition {
				fmt.Fprintf(w, "%s\t%s\t%s\t%d\n", path, k.Kind, k.Form, k.Line)
			}
		}
	})
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
}

// eachSource calls do for every source file below root, with its path from there.
func eachSource(t *testing.T, root string, do func(path string, language Language, src []byte)) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		path, err = filepath.Rel(root, path)
		if err != nil {
			return err
		}
		path = filepath.ToSlash(path)
		language, naming := LanguageOf(path)
		if naming == NamesNone {
			return nil
		}
		src, err := os.ReadFile(filepath.Join(root, path))
		if err != nil {
			return err
		}
		if naming == NamesNothing {
			language = Identify(path, src[:min(len(src), HeadBytes)], src[max(0, len(src)-TailBytes):])
		}
		if language.Class() == ClassSource {
			do(path, language, src)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

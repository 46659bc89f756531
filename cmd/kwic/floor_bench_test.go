package main

import (
	"crypto/sha256"
	"database/sql"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"
)

// BenchmarkFloor measures what no first build of a tree of documents can do
// without, each part alone and on one core: to read the documents, hash them,
// parse them with goldmark, write as many rows with the same indexes, packed as
// SQLite packs them (VACUUM INTO), and write as many pages. Half the sum is the
// floor of two cores. See BenchmarkBuildCold for the whole.
//
// On 9,746 documents (45 MB, 11,270 pages of 154 MB) in memory, two cores, in one
// run, in seconds: reading 0.07, hashing 0.02, goldmark 0.74, rows 0.20, pages
// 0.21 (0.38 on ext4), beside 4.5 for the whole of it on both cores.
func BenchmarkFloor(b *testing.B) {
	tree, out := benchTree(b), b.TempDir()
	database, pages := filepath.Join(out, "index.db"), filepath.Join(out, "pages")
	benchBuild(b, buildOptions{Root: tree, Out: pages, DB: database})
	documents := namesBelow(b, tree)
	contents := make([][]byte, len(documents))
	size := int64(0)
	for i, name := range documents {
		contents[i] = contentOf(b, name)
		size += int64(len(contents[i]))
	}
	b.Run("read", func(b *testing.B) {
		b.SetBytes(size)
		for b.Loop() {
			for _, name := range documents {
				contentOf(b, name)
			}
		}
	})
	b.Run("hash", func(b *testing.B) {
		b.SetBytes(size)
		for b.Loop() {
			for _, content := range contents {
				sha256.Sum256(content)
			}
		}
	})
	b.Run("goldmark", func(b *testing.B) {
		b.SetBytes(size)
		p := goldmark.New(goldmark.WithExtensions(extension.GFM, extension.DefinitionList, extension.Footnote)).Parser()
		for b.Loop() {
			for _, content := range contents {
				p.Parse(text.NewReader(content))
			}
		}
	})
	b.Run("insert", func(b *testing.B) {
		db, err := sql.Open("sqlite", database)
		if err != nil {
			b.Fatal(err)
		}
		defer db.Close()
		for b.Loop() {
			if _, err := db.Exec(`VACUUM INTO ?`, filepath.Join(b.TempDir(), "copy.db")); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("write", func(b *testing.B) { benchWrite(b, pages) })
}

// benchWrite writes the files below a folder to new folders.
func benchWrite(b *testing.B, from string) {
	type file struct {
		name    string
		content []byte
	}
	var all []file
	size := int64(0)
	for _, name := range namesBelow(b, from) {
		rel, err := filepath.Rel(from, name)
		if err != nil {
			b.Fatal(err)
		}
		all = append(all, file{rel, contentOf(b, name)})
		size += int64(len(all[len(all)-1].content))
	}
	b.SetBytes(size)
	for b.Loop() {
		b.StopTimer()
		to := b.TempDir()
		b.StartTimer()
		made := ""
		for i := range all {
			name := filepath.Join(to, all[i].name)
			if folder := filepath.Dir(name); folder != made {
				if err := os.MkdirAll(folder, 0o755); err != nil {
					b.Fatal(err)
				}
				made = folder
			}
			if err := os.WriteFile(name, all[i].content, 0o644); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// namesBelow returns the Markdown files below a folder, those of an index aside.
func namesBelow(b *testing.B, root string) []string {
	var names []string
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err == nil && name != root && d.Name() == indexFolder {
			return fs.SkipDir
		}
		if err == nil && d.Type().IsRegular() && filepath.Ext(name) == ".md" {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return names
}

func contentOf(b *testing.B, name string) []byte {
	content, err := os.ReadFile(name)
	if err != nil {
		b.Fatal(err)
	}
	return content
}

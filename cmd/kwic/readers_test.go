package main

import (
	"context"
	"fmt"
	"io"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"kwic/store"
)

// Twenty readers ask while builds replace all of the index: none fails, none is
// kept waiting by a writer, and each sees one state of it.
func TestReadersDuringBuilds(t *testing.T) {
	const documents, readers, builds = 12, 20, 4
	root := t.TempDir()
	write := func(generation int) {
		files := make(map[string]string)
		for i := range documents {
			files[fmt.Sprintf("d%d.md", i)] = fmt.Sprintf("# Part %d\n\nThe `state_%d` of `part_%d`.\n", i, generation, i)
		}
		writeTree(t, root, files)
	}
	write(0)
	mustBuild(t, buildOptions{Root: root})
	var done atomic.Bool
	var asked atomic.Int64
	var all sync.WaitGroup
	for range readers {
		all.Go(func() {
			for !done.Load() {
				start := time.Now()
				if err := readConsistently(defaultDB(root), documents); err != nil {
					t.Error(err)
					return
				}
				if waited := time.Since(start); waited > 9*time.Second { // SQLite would wait for 10 s
					t.Errorf("a reader took %v", waited)
				}
				asked.Add(1)
			}
		})
	}
	for generation := range builds {
		write(generation + 1)
		mustBuild(t, buildOptions{Root: root, Full: generation%2 == 0})
	}
	done.Store(true)
	all.Wait()
	if asked.Load() < readers {
		t.Errorf("only %d answers during %d builds", asked.Load(), builds)
	}
}

// readConsistently asks twice within one query, and compares.
func readConsistently(db string, documents int) error {
	q, err := store.OpenQuery(context.Background(), db)
	if err != nil {
		return fmt.Errorf("open: %w", err)
	}
	defer q.Close()
	var states [2]string
	for i := range states {
		found, err := q.Find(context.Background(), &store.Search{Text: "state", Kinds: 0})
		if err != nil {
			return fmt.Errorf("find: %w", err)
		}
		for _, p := range found.Places {
			if states[i] == "" {
				states[i] = p.Key
			}
			if p.Key != states[i] {
				return fmt.Errorf("a reader sees both %s and %s", states[i], p.Key)
			}
		}
		if len(found.Places) != documents {
			return fmt.Errorf("a reader sees %d places of %d", len(found.Places), documents)
		}
		rows, err := q.Run(context.Background(), `SELECT count(*), sum(keywords) = (SELECT count(*) FROM (SELECT DISTINCT path, key FROM keyword_files)) FROM files`)
		if err != nil {
			return fmt.Errorf("sql: %w", err)
		}
		row, err := rows.Next()
		if err != nil || row[0] != int64(documents) || row[1] != int64(1) {
			return fmt.Errorf("files and their keywords: %v, %w", row, err)
		}
		if _, err := rows.Next(); err != io.EOF {
			return fmt.Errorf("sql ends with %w", err)
		}
		if err := rows.Close(); err != nil {
			return err
		}
	}
	if states[0] != states[1] {
		return fmt.Errorf("a reader sees %s and then %s", states[0], states[1])
	}
	return nil
}

package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"kwic/store"
)

// Twenty readers ask while builds replace all of the index: none fails, and each
// sees one state of it. That none waits for a build, TestNoReaderWaits shows.
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
				if err := readConsistently(defaultDB(root), documents); err != nil {
					t.Error(err)
					return
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
		rows, err := runStatement(context.Background(), q, `SELECT count(*), sum(keywords) = (SELECT count(*) FROM (SELECT DISTINCT path, key FROM keyword_files)) FROM files`)
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

// stateQuery sums up a state of the index.
const stateQuery = "SELECT built || ' ' || (SELECT count(*) FROM files) || ' ' || (SELECT count(*) FROM sections) || ' ' ||" +
	" (SELECT count(*) FROM keyword_files) || ' ' || (SELECT coalesce(sum(count), 0) FROM keyword_sections) FROM meta"

// emptyState is what it says while the first build goes on.
const emptyState = "0 0 0 0 0"

// seen gathers the states that readers have seen.
type seen struct {
	lock   sync.Mutex
	states map[string]int
}

func (s *seen) add(state string) {
	s.lock.Lock()
	defer s.lock.Unlock()
	s.states[state]++
}

// Twenty readers ask while an index is built for the first time, and other
// programs do: each answer is that of the empty index or of the whole one, none
// fails, and a connection that was there before goes on seeing what it saw.
func TestReadersDuringFirstBuild(t *testing.T) {
	const documents, readers = 210, 20 // so many that pages are written meanwhile
	root := t.TempDir()
	files := make(map[string]string)
	for i := range documents {
		files[fmt.Sprintf("part%d/d%d.md", i%7, i)] = fmt.Sprintf("# Part %d\n\nThe **state** of `part_%d()`.\n\n## Lever\n\nA **lever** of %s.\n", i, i, strings.Repeat("brass and steel, ", i%40))
	}
	writeTree(t, root, files)
	t.Chdir(root)
	db := defaultDB(root)
	built := make(chan error, 1)
	go func() {
		_, err := runBuild(context.Background(), buildOptions{Root: root, Named: true, Quiet: true, Stderr: io.Discard})
		built <- err
	}()
	for {
		if _, err := os.Lstat(db); err == nil {
			break
		}
		time.Sleep(100 * time.Microsecond)
	}
	held, err := store.OpenQuery(context.Background(), db)
	if err != nil {
		t.Fatal(err)
	}
	defer held.Close()
	before := stateOf(t, held)
	// Of work, on a busy machine: SQLite would wait for 10 s. The other programs
	// wait for 1 s at most, and fail then.
	longest := 9 * time.Second
	if raceDetector {
		longest = time.Minute
	}
	all := seen{states: make(map[string]int)}
	var done atomic.Bool
	var asking sync.WaitGroup
	ask := func(name string, once func(n int) error) {
		asking.Go(func() {
			for n := 0; n == 0 || !done.Load(); n++ {
				from := time.Now()
				if err := once(n); err != nil {
					t.Errorf("%s, question %d: %v", name, n, err)
					return
				}
				if waited := time.Since(from); waited > longest {
					t.Errorf("%s: question %d took %v", name, n, waited)
				}
				time.Sleep(2 * time.Millisecond) // the build must get on
			}
		})
	}
	for i := range readers {
		ask(fmt.Sprint("reader ", i), func(n int) error { return askProgram(&all, i+n, documents) })
	}
	if program, err := exec.LookPath("sqlite3"); err == nil {
		ask("sqlite3", func(int) error {
			said, err := exec.Command(program, "-readonly", "-cmd", ".timeout 1000", db, stateQuery).CombinedOutput()
			all.add(strings.TrimSpace(string(said)))
			return err
		})
	}
	asking.Go(func() { askPython(t, &all, db, &done) })
	if err := <-built; err != nil {
		t.Error(err)
	}
	time.Sleep(20 * time.Millisecond) // for some that see the end
	done.Store(true)
	asking.Wait()
	if after := stateOf(t, held); after != before {
		t.Errorf("a reader has seen %q, and then %q", before, after)
	}
	q, err := store.OpenQuery(context.Background(), db)
	if err != nil {
		t.Fatal(err)
	}
	defer q.Close()
	whole := stateOf(t, q)
	if !strings.HasPrefix(whole, fmt.Sprintf("1 %d ", documents)) {
		t.Errorf("the index is %q at the end", whole)
	}
	for state, n := range all.states {
		if state != emptyState && state != whole {
			t.Errorf("%d readers have seen %q, which is neither the empty index nor the whole one, %q", n, state, whole)
		}
	}
	if before != emptyState || all.states[emptyState] == 0 || all.states[whole] == 0 {
		t.Errorf("not both states were seen: %v", all.states)
	}
}

// stateOf asks a query for the state that it sees.
func stateOf(t *testing.T, q *store.Query) string {
	t.Helper()
	state, err := askState(q)
	if err != nil {
		t.Fatal(err)
	}
	return state
}

func askState(q *store.Query) (string, error) {
	rows, err := runStatement(context.Background(), q, stateQuery)
	if err != nil {
		return "", err
	}
	defer rows.Close()
	row, err := rows.Next()
	if err != nil {
		return "", err
	}
	return row[0].(string), nil
}

// askProgram asks by one of the commands.
func askProgram(all *seen, which, documents int) error {
	var out, said strings.Builder
	kwic := func(args ...string) int {
		return run(context.Background(), args, strings.NewReader(""), &out, &said)
	}
	const note = "note: the first build of this index has not ended"
	switch which % 4 {
	case 0:
		code := kwic("sql", "--format", "tsv", stateQuery)
		_, state, _ := strings.Cut(strings.TrimSpace(out.String()), "\n")
		if empty := state == emptyState; code != exitDone || empty != strings.Contains(said.String(), note) {
			return fmt.Errorf("sql: exit code %d, %s%s", code, &out, &said)
		}
		all.add(state)
	case 1:
		code := kwic("find", "lever", "--json", "--limit", "1")
		empty := strings.Contains(out.String(), `"built":false,"total":0,"next":null`)
		whole := strings.Contains(out.String(), fmt.Sprintf(`"built":true,"total":%d,`, documents))
		if empty == whole || empty && code != exitFindings || whole && code != exitDone {
			return fmt.Errorf("find: exit code %d, %s%s", code, &out, &said)
		}
	case 2:
		code := kwic("stats", "--json")
		empty := strings.Contains(out.String(), `"built":false,"files":0,`)
		whole := strings.Contains(out.String(), fmt.Sprintf(`"built":true,"files":%d,`, documents))
		if empty == whole || code != exitDone {
			return fmt.Errorf("stats: exit code %d, %s%s", code, &out, &said)
		}
	default:
		code := kwic("show", "part0/d0.md#lever")
		empty, whole := strings.Contains(said.String(), note) && strings.Contains(said.String(), "is not in the index"), strings.HasPrefix(out.String(), "## Lever\n")
		if empty == whole || empty && code != exitFailure || whole && code != exitDone {
			return fmt.Errorf("show: exit code %d, %s%s", code, &out, &said)
		}
	}
	return nil
}

// askPython asks by Python's sqlite3, over a connection that it keeps and over
// new ones. Where there is no Python, it asks nothing.
func askPython(t *testing.T, all *seen, db string, done *atomic.Bool) {
	const script = `
import pathlib, sqlite3, sys
uri, query = pathlib.Path(sys.argv[1]).as_uri() + "?mode=ro", sys.argv[2]
kept = sqlite3.connect(uri, uri=True, timeout=1)
first = kept.execute(query).fetchone()[0]
print(first, flush=True)
while sys.stdin.readline().strip() == "again":
    new = sqlite3.connect(uri, uri=True, timeout=1)
    print(new.execute(query).fetchone()[0], flush=True)
    new.close()
    if kept.execute(query).fetchone()[0] != first:
        sys.exit("a connection sees another state than before")
`
	python, err := exec.LookPath("python3")
	if err != nil || exec.Command(python, "-c", "import sqlite3").Run() != nil {
		return
	}
	command := exec.Command(python, "-c", script, db, stateQuery)
	var said strings.Builder
	command.Stderr = &said
	in, err := command.StdinPipe()
	if err != nil {
		t.Error(err)
		return
	}
	out, err := command.StdoutPipe()
	if err == nil {
		err = command.Start()
	}
	if err != nil {
		t.Error(err)
		return
	}
	lines := bufio.NewScanner(out)
	last := ""
	for lines.Scan() {
		last = lines.Text()
		all.add(last)
		if done.Load() && last != emptyState {
			break
		}
		if _, err := io.WriteString(in, "again\n"); err != nil {
			break
		}
	}
	in.Close()
	if err := command.Wait(); err != nil {
		t.Errorf("python: %v\n%s", err, &said)
	}
}

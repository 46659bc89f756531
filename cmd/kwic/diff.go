package main

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"kwic/scan"
	"kwic/scan/extract"
	"kwic/store"

	"github.com/urfave/cli/v2"
)

func diffCommand(stdout io.Writer) *cli.Command {
	return &cli.Command{
		Name:      "diff",
		Usage:     "list the keywords that came or went between two commits",
		ArgsUsage: "REV [REV]",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "format", Usage: "print as `FORMAT`: " + strings.Join(rowFormats, ", "), Value: "table"},
			&cli.StringFlag{Name: "config", Usage: "read `FILE` instead of .kwic.yaml"},
			&cli.BoolFlag{Name: "treated", Usage: "only keywords that are treated, not merely mentioned"},
		},
		Action: func(c *cli.Context) error {
			if err := checkFormat(c.String("format")); err != nil {
				return err
			}
			defer paceCollections()()
			d, err := newDifference(c.Context, c.String("config"), c.Args().Get(0), c.Args().Get(1))
			if err != nil {
				return err
			}
			rows, err := d.rows(c.Context, c.Bool("treated"))
			if err != nil {
				return err
			}
			if c.String("format") == "json" {
				return d.writeJSON(stdout, rows)
			}
			columns := []string{"change", "keyword", "kind", "role", "path", "line"}
			return writeRows(stdout, c.String("format"), columns, nextOf(rows), formatOptions{Width: displayOf(stdout).width})
		},
	}
}

// difference compares the keywords of the documents that differ between two
// states of a tree, read from git. Nothing is written, and no index is asked.
type difference struct {
	root      string
	config    config
	excluded  func(path string) bool
	extractor *extract.Extractor
	old, new  string // commits; new is "" for the work tree
}

func newDifference(ctx context.Context, configFile, from, to string) (*difference, error) {
	root, err := findRoot(".")
	if err != nil {
		return nil, err
	}
	d := &difference{root: root}
	if d.config, err = loadConfig(root, configFile); err != nil {
		return nil, err
	}
	if d.extractor, err = d.config.newExtractor(); err != nil {
		return nil, err
	}
	patterns, _ := scan.NewPatterns(d.config.Exclude) // the configuration has been checked
	d.excluded = func(path string) bool { return len(d.config.Exclude) > 0 && patterns.Match(path) }
	if d.old, err = commitOf(ctx, root, from, deepenHint); err == nil && to != "" {
		d.new, err = commitOf(ctx, root, to, deepenHint)
	}
	if err != nil && to == "" {
		if one, other, isRange := strings.Cut(from, ".."); isRange {
			one, other = cmp.Or(one, "HEAD"), cmp.Or(strings.TrimPrefix(other, "."), "HEAD")
			return nil, usageError{fmt.Sprintf("REV is one commit, and %q a range", from), fmt.Sprintf("kwic diff %s %s", one, other)}
		}
	}
	return d, err
}

// differenceHead is the head of the JSON answer. No index is asked: the schema is
// that of the views of this kwic, whose kinds and roles these are.
type differenceHead struct {
	Schema int64   `json:"schema"`
	From   string  `json:"from"`   // the commit before
	Commit *string `json:"commit"` // the commit after, null for the work tree
	Total  int     `json:"total"`
	Next   *string `json:"next"` // always null: all keywords are listed
}

// writeJSON prints the rows as one object, one keyword a line.
func (d *difference) writeJSON(w io.Writer, rows [][]any) error {
	schema, err := store.SchemaStep()
	if err != nil {
		return err
	}
	head := differenceHead{Schema: schema, From: d.old, Commit: orNull(d.new), Total: len(rows)}
	return streamAnswer(w, head, "keywords", len(rows), func(i int) any {
		r := rows[i]
		return struct {
			Change  any `json:"change"`
			Keyword any `json:"keyword"`
			Kind    any `json:"kind"`
			Role    any `json:"role"`
			Path    any `json:"path"`
			Line    any `json:"line"`
		}{r[0], r[1], r[2], r[3], r[4], r[5]}
	})
}

// altered is a document that differs: its blobs in git before and after, "" for
// none, or the work tree's file.
type altered struct {
	path     string
	language extract.Language
	old, new string
	fromTree bool // the new state is that of the work tree
}

// seenKeyword is the best that any document of one state says of a keyword.
type seenKeyword struct {
	form string
	kind extract.Kind
	role extract.Role
	path string
	line int
}

// rows returns what came ("+") and went ("-"), by keyword.
func (d *difference) rows(ctx context.Context, treated bool) ([][]any, error) {
	documents, err := d.documents(ctx)
	if err != nil {
		return nil, err
	}
	before, after := make(map[string]seenKeyword), make(map[string]seenKeyword)
	var blobs []string
	for _, one := range documents {
		blobs = append(blobs, one.old, one.new)
	}
	at := 0
	err = eachBlob(ctx, d.root, blobs, d.config.SizeLimit, func(content []byte) error {
		one, state := &documents[at/2], before
		if at%2 == 1 {
			state = after
		}
		at++
		if at%2 == 0 && one.fromTree {
			var err error
			if content, _, err = scan.Read(d.root, scan.File{Path: one.path}, d.config.SizeLimit); err != nil {
				return nil // no document to a build either: it holds nothing
			}
		}
		d.collect(state, one, content)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if err := d.dropHeld(ctx, documents, before, after); err != nil {
		return nil, err
	}
	var rows [][]any
	for _, side := range []struct {
		mark        string
		here, there map[string]seenKeyword
	}{{"+", after, before}, {"-", before, after}} {
		for key, k := range side.here {
			if _, both := side.there[key]; both || treated && k.role == extract.IsMention {
				continue
			}
			rows = append(rows, []any{side.mark, k.form, k.kind.String(), k.role.String(), k.path, int64(k.line)})
		}
	}
	slices.SortFunc(rows, func(a, b []any) int {
		return cmp.Or(strings.Compare(a[1].(string), b[1].(string)), strings.Compare(a[0].(string), b[0].(string)))
	})
	return rows, nil
}

// dropHeld drops from both states the keywords that documents which do not differ
// hold as well: they neither came nor went.
func (d *difference) dropHeld(ctx context.Context, differ []altered, before, after map[string]seenKeyword) error {
	open := make(map[string]bool) // keys that are in one state alone
	for key := range before {
		if _, both := after[key]; !both {
			open[key] = true
		}
	}
	for key := range after {
		if _, both := before[key]; !both {
			open[key] = true
		}
	}
	if len(open) == 0 {
		return nil
	}
	same, err := d.unchanged(ctx, differ)
	if err != nil {
		return err
	}
	mayHold := sieve(open)
	const batch = 256 // documents in memory at a time
	for len(same) > 0 {
		some := same[:min(batch, len(same))]
		same = same[len(some):]
		blobs, contents := make([]string, len(some)), make([][]byte, 0, len(some))
		for i := range some {
			blobs[i] = some[i].old
		}
		if err := eachBlob(ctx, d.root, blobs, d.config.SizeLimit, func(content []byte) error {
			contents = append(contents, content)
			return nil
		}); err != nil {
			return err
		}
		err := parallel(ctx, runtime.GOMAXPROCS(0), len(some), func(i int) map[string]seenKeyword {
			held := make(map[string]seenKeyword)
			if mayHold(contents[i]) {
				d.collect(held, &some[i], contents[i])
			}
			return held
		}, func(held map[string]seenKeyword) error {
			for key := range held {
				if open[key] {
					delete(before, key)
					delete(after, key)
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// sieve returns a function that is false for contents which cannot hold any of a
// few keys, and true for all others. Most documents need not be parsed then.
func sieve(keys map[string]bool) func(content []byte) bool {
	const few = 64
	var stems [][]byte
	for key := range keys {
		word, _, _ := strings.Cut(key, " ")
		// A plural may have taken the place of the last letter.
		if len(keys) > few || len(word) < 3 || strings.ContainsFunc(word, func(c rune) bool { return c > unicode.MaxASCII }) {
			return func([]byte) bool { return true }
		}
		stems = append(stems, []byte(word[:len(word)-1]))
	}
	return func(content []byte) bool {
		lower := bytes.ToLower(content)
		return slices.ContainsFunc(stems, func(stem []byte) bool { return bytes.Contains(lower, stem) })
	}
}

// unchanged returns the documents of the old commit that do not differ.
func (d *difference) unchanged(ctx context.Context, differ []altered) ([]altered, error) {
	known := make(map[string]bool)
	for _, one := range differ {
		known[one.path] = true
	}
	list, err := runGit(ctx, d.root, "ls-tree", "-r", "-z", d.old)
	if err != nil {
		return nil, err
	}
	var same []altered
	for entry := range strings.SplitSeq(list, "\x00") {
		about, path, found := strings.Cut(entry, "\t")
		parts := strings.Fields(about)
		if !found || len(parts) != 3 || known[path] {
			continue
		}
		if language, document := d.document(path); document {
			if blob := blobOf(parts[0], parts[2]); blob != "" {
				same = append(same, altered{path: path, language: language, old: blob})
			}
		}
	}
	return same, nil
}

// document tells documents by their paths.
func (d *difference) document(path string) (extract.Language, bool) {
	language, known := scan.DocumentLanguage(path)
	return language, known && !strings.HasPrefix(path, indexFolder+"/") && !d.excluded(path)
}

// collect adds the keywords of one document to those of its state.
func (d *difference) collect(state map[string]seenKeyword, one *altered, content []byte) {
	if _, leave := scan.Sniff(content); leave || len(content) == 0 || int64(len(content)) > d.config.SizeLimit {
		return
	}
	document := d.extractor.Read(one.language, content)
	for i := range document.Keywords {
		k := &document.Keywords[i]
		now := seenKeyword{k.Form, k.Kind, k.Role, one.path, k.Line}
		if best, seen := state[k.Key]; !seen || now.role < best.role {
			state[k.Key] = now
		}
	}
}

// documents returns the documents that differ, by path.
func (d *difference) documents(ctx context.Context) ([]altered, error) {
	places, err := placesOf(ctx, d.root)
	if err != nil {
		return nil, err
	}
	scratch, err := os.MkdirTemp("", "kwic-*")
	if err != nil {
		return nil, fmt.Errorf("cannot make a temporary folder in %q: %w", os.TempDir(), cause(err))
	}
	defer os.RemoveAll(scratch) // what cannot be removed is the system's to clear
	git, err := quietGit(d.root, places.index, filepath.Join(scratch, "git-index"))
	if err != nil {
		return nil, err
	}
	args := []string{"diff", "--raw", "-z", "--abbrev=64", "--no-renames", "--no-ext-diff", "--relative", d.old}
	if d.new != "" {
		args = append(args, d.new)
	}
	raw, err := git(ctx, append(args, "--", ".")...)
	if err != nil {
		return nil, err
	}
	var all []altered
	add := func(one altered) {
		var known bool
		if one.language, known = d.document(one.path); known {
			all = append(all, one)
		}
	}
	fields := strings.Split(raw, "\x00")
	for i := 0; i+1 < len(fields); i += 2 {
		// :old mode, new mode, old blob, new blob, status
		parts := strings.Fields(strings.TrimPrefix(fields[i], ":"))
		if len(parts) != 5 {
			return nil, fmt.Errorf("git diff says %q, which is not understood", fields[i])
		}
		add(altered{path: fields[i+1], old: blobOf(parts[0], parts[2]), new: blobOf(parts[1], parts[3]), fromTree: d.new == "" && parts[4] != "D" && isRegular(parts[1])})
	}
	if d.new == "" {
		others, err := git(ctx, "ls-files", "-z", "--others", "--exclude-standard")
		if err != nil {
			return nil, err
		}
		for path := range strings.SplitSeq(others, "\x00") {
			if path != "" {
				add(altered{path: path, fromTree: true})
			}
		}
	}
	slices.SortFunc(all, func(a, b altered) int { return strings.Compare(a.path, b.path) })
	return all, nil
}

// isRegular reports whether git's mode is that of a file, not of a link or a
// submodule.
func isRegular(mode string) bool { return strings.HasPrefix(mode, "100") }

// blobOf returns a blob's name, "" for none.
func blobOf(mode, blob string) string {
	if !isRegular(mode) || strings.Trim(blob, "0") == "" {
		return ""
	}
	return blob
}

// eachBlob reads blobs from git in their order, by one process for all. An empty
// name gives nil, and so does a blob of more than limit bytes.
func eachBlob(ctx context.Context, folder string, blobs []string, limit int64, do func(content []byte) error) error {
	var names bytes.Buffer
	for _, blob := range blobs {
		if blob != "" {
			names.WriteString(blob + "\n")
		}
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	command := exec.CommandContext(ctx, "git", "-C", filepath.Clean(folder), "cat-file", "--batch")
	command.Stdin = &names
	pipe, err := command.StdoutPipe()
	if err != nil {
		return err
	}
	if err := command.Start(); err != nil {
		return fmt.Errorf("git cat-file: %w", err)
	}
	out := bufio.NewReaderSize(pipe, 64<<10)
	for _, blob := range blobs {
		var content []byte
		if blob != "" {
			if content, err = readBlob(out, blob, limit); err != nil {
				cancel()
				return errors.Join(err, command.Wait())
			}
		}
		if err := do(content); err != nil {
			cancel()
			_ = command.Wait() // it was told to end
			return err
		}
	}
	if err := command.Wait(); err != nil {
		return fmt.Errorf("git cat-file: %w", err)
	}
	return nil
}

// readBlob reads one answer of git cat-file --batch: name, type and size on a
// line, the content, and a line end. A content of more than limit bytes is passed
// over.
func readBlob(out *bufio.Reader, blob string, limit int64) ([]byte, error) {
	line, err := out.ReadString('\n')
	if err != nil {
		return nil, fmt.Errorf("git cat-file: %w", err)
	}
	fields := strings.Fields(line)
	if len(fields) != 3 || fields[1] != "blob" {
		return nil, fmt.Errorf("git has no blob %s: %s", blob, strings.TrimSpace(line))
	}
	size, err := strconv.ParseInt(fields[2], 10, 64)
	if err != nil {
		return nil, fmt.Errorf("git cat-file says %q", line)
	}
	if size > limit {
		if _, err := io.CopyN(io.Discard, out, size+1); err != nil {
			return nil, fmt.Errorf("git cat-file: %w", err)
		}
		return nil, nil
	}
	content := make([]byte, size+1)
	if _, err := io.ReadFull(out, content); err != nil {
		return nil, fmt.Errorf("git cat-file: %w", err)
	}
	return content[:size:size], nil
}

// Command bench times kwic beside programs that users know, on the same trees
// and in the same run.
//
//	bench [-documents N,N,…] [-tree FOLDER] [-runs N] [-json FILE]
//
// For each number it makes a tree of that many documents (see package corpus);
// with -tree it copies the tracked files of a git work tree. git, ctags, global
// and ripgrep are run where they are installed. The model:
//
//   - A task is one command of one program. Tasks are run in turn, so that a
//     machine that slows down meanwhile does so for all of them, and medians are
//     told. A task may be told beside another one of the same run.
//   - What goes before a command (a document is edited, times are made new) is
//     not timed.
//   - Every cold run writes to a place of its own, and nothing is deleted before
//     the end: making files is slow for a while after thousands were deleted.
//   - Processor time and memory are what the system tells of the process and its
//     children; memory is missing where it does not, and never less than what
//     this program holds itself, some 10 MB.
//   - What no build can take less than is measured as well (floors.go): this
//     program runs itself for one part each.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

func main() {
	if len(os.Args) > 1 && os.Args[1] == floorCommand {
		if err := runFloor(os.Args[2:]); err != nil {
			fmt.Fprintln(os.Stderr, "bench:", err)
			os.Exit(2)
		}
		return
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(2)
	}
}

// options are the flags.
type options struct {
	documents []int
	sources   int
	seed      uint64
	tree      string
	runs      int
	kwic      string
	work      string
	json      string
	keep      bool
	pause     time.Duration // before a command that looks at files' times
}

func parse(args []string, stderr io.Writer) (*options, error) {
	o := &options{pause: 100 * time.Millisecond}
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(stderr)
	documents := flags.String("documents", "1000,10000", "make trees of so many documents, separated by commas")
	flags.IntVar(&o.sources, "sources", 0, "how many of a hundred are source files")
	flags.Uint64Var(&o.seed, "seed", 1, "make other trees for another number")
	flags.StringVar(&o.tree, "tree", "", "take the tracked files of a git work tree instead")
	flags.IntVar(&o.runs, "runs", 3, "timed runs of each command")
	flags.StringVar(&o.kwic, "kwic", "", "the program; built from this repository if not given")
	flags.StringVar(&o.work, "work", "", "make trees and results in a folder of this one, instead of the system's for temporary files")
	flags.StringVar(&o.json, "json", "", "write the results to a file as JSON, too")
	flags.BoolVar(&o.keep, "keep", false, "leave trees and results where they are")
	if err := flags.Parse(args); err != nil {
		return nil, err
	}
	switch {
	case flags.NArg() > 0:
		return nil, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	case o.runs < 1:
		return nil, errors.New("-runs must be at least 1")
	}
	if o.tree == "" {
		for field := range strings.SplitSeq(*documents, ",") {
			n, err := strconv.Atoi(strings.TrimSpace(field))
			if err != nil || n < 1 {
				return nil, fmt.Errorf("-documents: %q is no number of documents", field)
			}
			o.documents = append(o.documents, n)
		}
	}
	return o, nil
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	o, err := parse(args, stderr)
	if err != nil {
		return err
	}
	return o.run(ctx, stdout, stderr)
}

// run measures and prints.
func (o *options) run(ctx context.Context, stdout, stderr io.Writer) (err error) {
	base, err := os.MkdirTemp(o.work, "kwic-bench-*")
	if err == nil {
		base, err = filepath.Abs(base)
	}
	if err != nil {
		return err
	}
	defer func() {
		if o.keep {
			fmt.Fprintf(stderr, "kept: %s\n", base)
		} else if gone := os.RemoveAll(base); err == nil {
			err = gone
		}
	}()
	programs, err := findPrograms(ctx, o, base)
	if err != nil {
		return err
	}
	r := newReport(o, programs)
	sizes := o.documents
	if o.tree != "" {
		sizes = []int{0}
	}
	for i, size := range sizes {
		t, err := makeTree(ctx, o, filepath.Join(base, strconv.Itoa(i)), size)
		if err != nil {
			return err
		}
		fmt.Fprintf(stderr, "%d files, %.1f MB\n", t.files, float64(t.bytes)/1e6)
		b := &bench{programs: programs, tree: t, runs: o.runs, pause: o.pause, stderr: stderr}
		results, err := b.run(ctx)
		if err != nil {
			return err
		}
		r.add(t, results)
	}
	r.grow()
	if o.json != "" {
		encoded, err := json.MarshalIndent(r, "", "  ")
		if err != nil {
			return err
		}
		if err := os.WriteFile(o.json, append(encoded, '\n'), 0o644); err != nil {
			return err
		}
	}
	return r.markdown(stdout)
}

// program is one that is measured, or measured beside.
type program struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	path    string
}

// findPrograms looks for the programs that are installed, and builds kwic.
func findPrograms(ctx context.Context, o *options, base string) (map[string]*program, error) {
	found := make(map[string]*program)
	for _, one := range []struct{ name, version string }{{"git", "--version"}, {"ctags", "--version"}, {"gtags", "--version"}, {"rg", "--version"}} {
		path, err := exec.LookPath(one.name)
		if err != nil {
			continue
		}
		found[one.name] = &program{Name: one.name, Version: firstLine(ctx, path, one.version), path: path}
	}
	if found["git"] == nil {
		return nil, errors.New("git is not installed: trees are committed to be measured")
	}
	path := o.kwic
	if path == "" {
		path = filepath.Join(base, "kwic")
		build := exec.CommandContext(ctx, "go", "build", "-ldflags=-s -w", "-o", path, "kwic/cmd/kwic")
		build.Env = append(build.Environ(), "CGO_ENABLED=0")
		if said, err := build.CombinedOutput(); err != nil {
			return nil, fmt.Errorf("go build: %w\n%s", err, said)
		}
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	found["bench"] = &program{Name: "bench", path: self}
	found["kwic"] = &program{Name: "kwic", Version: firstLine(ctx, path, "version"), path: path}
	return found, nil
}

// firstLine returns the first line that a program prints, "" where it fails.
func firstLine(ctx context.Context, path string, args ...string) string {
	out, err := exec.CommandContext(ctx, path, args...).Output()
	if err != nil {
		return ""
	}
	line, _, _ := strings.Cut(string(out), "\n")
	return strings.TrimSpace(line)
}

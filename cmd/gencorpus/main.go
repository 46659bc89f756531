// Command gencorpus makes a tree of documents to measure with: the same bytes
// for the same numbers, on every machine.
//
//	gencorpus [-seed N] [-documents N] [-sources PERCENT] FOLDER
//
// FOLDER is made, or is empty. A million documents are 4.4 GB; package corpus
// says what they are like.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"time"

	"kwic/cmd/internal/corpus"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
	default:
		fmt.Fprintln(os.Stderr, "gencorpus:", err)
		os.Exit(2)
	}
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("gencorpus", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		fmt.Fprintln(stderr, "usage: gencorpus [-seed N] [-documents N] [-sources PERCENT] FOLDER")
		flags.PrintDefaults()
	}
	var o corpus.Options
	flags.Uint64Var(&o.Seed, "seed", 1, "make another tree for another number")
	flags.IntVar(&o.Documents, "documents", 1000, "files in all")
	flags.IntVar(&o.Sources, "sources", 0, "how many of a hundred are source files")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() != 1 {
		flags.Usage()
		return errors.New("name one folder")
	}
	tree, err := corpus.New(o)
	if err != nil {
		return err
	}
	started := time.Now()
	made, err := tree.Write(ctx, flags.Arg(0))
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(stdout, "%d documents and %d source files in %d folders, %.1f MB, %.1f s\n",
		made.Documents, made.Sources, made.Folders, float64(made.Bytes)/1e6, time.Since(started).Seconds())
	return err
}

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"kwic/scan"
	"kwic/scan/extract"

	"github.com/urfave/cli/v2"
)

func explainCommand(stdout io.Writer) *cli.Command {
	return &cli.Command{
		Name:      "explain",
		Usage:     "show why a file has which keywords",
		ArgsUsage: "FILE [KEYWORD…]",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "config", Usage: "read `FILE` instead of .kwic.yaml"},
			&cli.BoolFlag{Name: "json", Usage: "print one JSON object"},
		},
		Description: "Reads FILE as a build would, without the index. With KEYWORD, a word or a\n" +
			"phrase, shows each place of it, what counts for and against it, or the rule\n" +
			"that leaves it out; exits with 1 where it is no keyword of FILE.\n\n" +
			"  kwic explain guide/tides.md\n" +
			"  kwic explain guide/tides.md slack water",
		Action: func(c *cli.Context) error {
			defer paceCollections()()
			x, err := explainFile(c.Context, c.Args().First(), c.String("config"))
			if err != nil {
				return err
			}
			if words := c.Args().Tail(); len(words) > 0 {
				x.find(strings.Join(words, " "))
			}
			if c.Bool("json") {
				err = x.writeJSON(stdout)
			} else {
				err = x.writeText(stdout)
			}
			if err == nil && !x.found() {
				err = errFindings
			}
			return err
		},
	}
}

// explanation is what there is to tell of one file.
type explanation struct {
	path     string // slash path relative to the root
	left     string // why the file is not indexed, "" where it is
	file     scan.File
	rules    scan.InForce     // for the file
	language extract.Language // of its content, once it is read
	why      *extract.Explanation
	kept     int    // keywords of the kinds that are kept
	other    int    // keywords of kinds that rules leave out
	asked    string // the keyword asked for, "" for none
	answers  []extract.Explained
}

// found reports whether the file is indexed and has the keyword asked for.
func (x *explanation) found() bool {
	return x.left == "" && (x.asked == "" || len(x.answers) > 0 && x.answers[0].Rank > 0)
}

// explainFile reads a file that the user named, from the current folder.
func explainFile(ctx context.Context, name, config string) (*explanation, error) {
	file, err := filepath.Abs(name)
	if err != nil {
		return nil, err
	}
	info, err := os.Lstat(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, hinted{fmt.Errorf("the file %q does not exist", name), "name a file as seen from the current folder"}
	case err != nil:
		return nil, fmt.Errorf("cannot look at %q: %w", name, cause(err))
	case info.IsDir():
		return nil, hinted{fmt.Errorf("%q is a folder", name), "name a file"}
	}
	root, err := rootOf(file)
	if err != nil {
		return nil, err
	}
	b := newBuild(buildOptions{Root: root, Named: true, Config: config, Quiet: true, Stderr: io.Discard})
	defer b.end()
	if err := b.locate(); err != nil {
		return nil, err
	}
	path, _ := relativeTo(root, file)
	x := &explanation{path: path}
	b.report = &report{}
	if err := b.walk(ctx); err != nil {
		return nil, err
	}
	if x.left, err = x.place(ctx, b); err != nil || x.left != "" {
		return x, err
	}
	return x, x.read(b)
}

// rootOf returns the root of the tree around the current folder where a file
// is in it, else that of the tree around the file.
func rootOf(file string) (string, error) {
	root, err := findRoot(".")
	if err != nil {
		return "", err
	}
	if _, inside := relativeTo(root, file); inside {
		return root, nil
	}
	return findRoot(filepath.Dir(file))
}

// place finds the file in the tree, or says why it is not among the documents.
func (x *explanation) place(ctx context.Context, b *build) (string, error) {
	for _, f := range b.tree.Files {
		if f.Path == x.path {
			x.file, x.language, x.rules = f, f.Language(), b.tree.InForce(f.Path)
			return "", nil
		}
	}
	for _, s := range b.tree.Skipped {
		if s.Path == x.path {
			return string(s.Reason), nil
		}
		if strings.HasSuffix(s.Path, "/") && strings.HasPrefix(x.path, s.Path) {
			return fmt.Sprintf("in %s, %s", s.Path, s.Reason), nil
		}
	}
	if rel, inside := relativeTo(b.out, filepath.Join(b.root, filepath.FromSlash(x.path))); inside && rel != "." {
		return string(scan.OutputFolder), nil
	}
	if strings.HasPrefix(x.path, indexFolder+"/") {
		return "in kwic's own folder", nil
	}
	b.config.Exclude = nil
	if err := b.walk(ctx); err != nil {
		return "", err
	}
	for _, f := range b.tree.Files {
		if f.Path == x.path {
			return "no part of the tree: exclude in the configuration names it", nil
		}
	}
	return "no part of the tree: an ignore file names it", nil
}

// read reads the file as a build does.
func (x *explanation) read(b *build) error {
	content, err := scan.Load(b.root, x.file, x.rules.SizeLimit)
	if err != nil {
		return fmt.Errorf("cannot read %q: %w", x.path, cause(err))
	}
	if content.Reason != "" {
		x.left = string(content.Reason)
		return nil
	}
	x.language = content.Language
	extractor, err := b.config.newExtractor()
	if err != nil {
		return err
	}
	x.why = extractor.Explain(content.Language, content.Bytes)
	for i := range x.why.Document.Keywords {
		if x.rules.Kinds.Has(x.why.Document.Keywords[i].Kind) {
			x.kept++
		} else {
			x.other++
		}
	}
	return nil
}

// keywords yields the keywords, ranked among those of the kinds that are kept.
func (x *explanation) keywords() iter.Seq[extract.Explained] {
	return func(yield func(extract.Explained) bool) {
		rank := 0
		for k := range x.why.Keywords() {
			if !x.rules.Kinds.Has(k.Kind) {
				continue
			}
			rank++
			k.Rank = rank
			if !yield(k) {
				return
			}
		}
	}
}

// find looks a keyword up.
func (x *explanation) find(text string) {
	x.asked = text
	if x.left != "" {
		return
	}
	var kept, left []extract.Explained
	for _, one := range x.why.Find(text) {
		if one.Rank > 0 {
			if one.Rank = x.rankKept(one.Rank); one.Rank == 0 {
				one.Reason = "the rules of this file keep other kinds: " + strings.Join(kindsKept(x.rules.Kinds), ", ")
			}
		}
		if one.Rank > 0 {
			kept = append(kept, one)
		} else {
			left = append(left, one)
		}
	}
	x.answers = append(kept, left...)
}

// rankKept returns the rank among the keywords of the kinds that are kept, 0 for one
// of another kind.
func (x *explanation) rankKept(rank int) int {
	all := x.why.Document.Keywords[:rank]
	if !x.rules.Kinds.Has(all[rank-1].Kind) {
		return 0
	}
	kept := 0
	for i := range all {
		if x.rules.Kinds.Has(all[i].Kind) {
			kept++
		}
	}
	return kept
}

// kindsKept names the kinds of a set.
func kindsKept(set extract.KindSet) []string {
	var names []string
	for kind := range extract.Kind(extract.Kinds) {
		if set.Has(kind) {
			names = append(names, kind.String())
		}
	}
	return names
}

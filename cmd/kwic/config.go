package main

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"

	"kwic/scan"
)

// configName is the file in a tree's root that configures its index.
const configName = ".kwic.yaml"

// defaultSizeLimit is the size, in bytes, up to which files are indexed.
const defaultSizeLimit = 10 << 20

// Bounds on a configuration file. The YAML parser takes time that grows with
// the square of the number of keys and of the depth: without them 64 KB of "["
// took 14 s, within them the worst input found takes 0.2 s.
const (
	configLimit = 64 << 10 // bytes
	lineLimit   = 4 << 10  // bytes of one line ("- - - -" nests most on one)
	openLimit   = 2000     // characters [ and {, wherever they stand
)

// pageKinds are the kinds of pages that `pages:` chooses from, in the order in
// which config.Pages holds them.
var pageKinds = []string{"landing", "keywords", "file", "folder", "subtree"}

// config is what .kwic.yaml says, with defaults for what it does not. Each
// field belongs to one stage of a build, Rules and Site to two; walkHash,
// extractHash, rulesHash and emitHash tell whether a stage's part has changed.
type config struct {
	Include     []string   // walk: gitignore-style patterns that bring back what is left out by default
	Exclude     []string   // walk: gitignore-style patterns, the last that matches wins
	SizeLimit   int64      // walk: files of more bytes are skipped
	Rules       []rule     // walk, extract: what holds for some files
	Site        string     // extract, emit: whose rules anchors, page names and escapes follow, one of extract.Sites
	TagFields   []tagField // extract: front matter fields read as tags, besides the built-in ones
	Boilerplate []string   // extract: headings that say nothing, besides the built-in ones
	StopWords   []string   // extract: words and phrases that are no keywords, besides the built-in ones
	Keywords    []chosen   // extract: words and phrases that are keywords wherever they stand
	Synonyms    []synonym  // emit: references from one keyword to others
	Out         string     // emit: slash path, relative to the root or absolute, cleaned; "" for .kwic/pages
	Pages       []string   // emit: kinds of pages to write, in the order of pageKinds
	SourceURL   string     // emit: URL that document paths are appended to, may hold {commit}; "" for relative links
	Companion   string     // emit: path of a document's companion page, from {path}, {folder}, {name} and {stem}; "" for none

	Queries map[string]string // SQL by name, for kwic sql --saved; no stage of a build depends on them
}

// tagField is a front matter field whose values are tags. With a pattern only
// the values that match are, and its first group, if it has one, is the tag.
type tagField struct {
	Name    string
	Pattern *regexp.Regexp // nil: every value
}

// rule says what holds for the files that its patterns name.
type rule struct {
	Files     []string // gitignore-style patterns
	Kinds     []string // kinds of keywords to keep, nil where it says nothing of them
	SizeLimit int64    // bytes, 0 where it says nothing of it
}

// synonym is a reference from a keyword to another one.
type synonym struct{ Keyword, See string }

// chosen is a keyword that is taken wherever it stands.
type chosen struct {
	Text    string
	Kind    string         // "" where the documents decide
	Pattern *regexp.Regexp // instead of Text: what it matches, nil for none
}

// defaultConfig returns the configuration of a tree without .kwic.yaml. The
// caller owns it.
func defaultConfig() config {
	return config{
		SizeLimit: defaultSizeLimit,
		Site:      "github",
		Pages:     slices.Clone(pageKinds),
		Companion: "{path}_docs.md",
	}
}

// loadConfig reads the configuration of the tree at root: the file given, if
// it is not "", which then must exist, else .kwic.yaml in the root, without
// which the defaults hold. Errors name the file and, where it was read, line
// and column; several mistakes are reported together, by errors.Join.
func loadConfig(root, given string) (config, error) {
	path, label := given, given
	if given == "" {
		path, label = filepath.Join(root, configName), configName
	}
	var data []byte
	info, err := os.Stat(path)
	if err == nil && given == "" && !info.Mode().IsRegular() {
		err = scan.ErrNotRegular // a fifo would keep the reader waiting for ever
	} else if err == nil {
		data, err = readConfig(path)
	}
	switch {
	case errors.Is(err, fs.ErrNotExist) && given == "":
		return defaultConfig(), nil
	case errors.Is(err, fs.ErrNotExist):
		return config{}, hinted{fmt.Errorf("configuration file %q does not exist", label), "without --config, " + configName + " in the root is read if there is one"}
	case err != nil:
		return config{}, fmt.Errorf("cannot read the configuration %q: %w", label, cause(err))
	}
	return parseConfig(label, data)
}

// readConfig reads one file of at most configLimit bytes.
func readConfig(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close() // read only: nothing to lose
	data, err := io.ReadAll(io.LimitReader(file, configLimit+1))
	if err != nil {
		return nil, err
	}
	if len(data) > configLimit {
		return nil, fmt.Errorf("it is larger than %d KB", configLimit>>10)
	}
	return data, nil
}

// cause strips the operation and the path from an error of package os, for
// messages that name the path themselves.
func cause(err error) error {
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		return pathError.Err
	}
	return err
}

// walkHash identifies what the walk depends on.
func (c config) walkHash() string {
	h := newFieldHash()
	h.list("include", c.Include)
	h.list("exclude", c.Exclude)
	h.number("size_limit", c.SizeLimit)
	for _, r := range c.Rules {
		if r.SizeLimit != 0 {
			h.list("files", r.Files)
			h.number("size_limit", r.SizeLimit)
		}
	}
	return h.sum()
}

// includeHash identifies what the walk brings back whoever wrote it.
func (c config) includeHash() string {
	h := newFieldHash()
	h.list("include", c.Include)
	return h.sum()
}

// rulesHash identifies what decides which kinds of keywords are kept of a file;
// "" where all are kept of all files. It is no part of extractHash: of the
// documents only those are parsed again of which other kinds are kept.
func (c config) rulesHash() string {
	h := newFieldHash()
	for _, r := range c.Rules {
		if len(r.Kinds) > 0 {
			h.list("files", r.Files)
			h.set("kinds", r.Kinds)
		}
	}
	if len(h.fed) == 0 {
		return ""
	}
	return h.sum()
}

// extractHash identifies what extraction depends on. Boilerplate, stop
// words and keywords are sets: their order makes no difference.
func (c config) extractHash() string {
	h := newFieldHash()
	h.text("site", c.Site)
	h.number("tag_fields", int64(len(c.TagFields)))
	for _, field := range c.TagFields {
		h.text("field", field.Name)
		if field.Pattern != nil {
			h.text("pattern", field.Pattern.String())
		}
	}
	h.set("boilerplate", c.Boilerplate)
	h.set("stop_words", c.StopWords)
	keywords := make([]string, len(c.Keywords))
	for i, k := range c.Keywords {
		keywords[i] = k.Kind + " " + k.Text
		if k.Pattern != nil {
			keywords[i] = k.Kind + "\x00" + k.Pattern.String()
		}
	}
	h.set("keywords", keywords)
	return h.sum()
}

// synonymsHash identifies the references between keywords; "" for none. It is
// no part of emitHash: only the entries that refer to other ones are rendered
// again.
func (c config) synonymsHash() string {
	if len(c.Synonyms) == 0 {
		return ""
	}
	h := newFieldHash()
	for _, s := range c.Synonyms {
		h.text(s.Keyword, s.See)
	}
	return h.sum()
}

// emitHash identifies what the pages depend on, besides what extraction found.
func (c config) emitHash() string {
	h := newFieldHash()
	h.text("site", c.Site)
	h.text("out", c.Out)
	h.set("pages", c.Pages)
	h.text("source_url", c.SourceURL)
	h.text("companion", c.Companion)
	return h.sum()
}

// fieldHash collects named values. Every string goes in with its length, so
// that no two different collections feed the hash the same bytes.
type fieldHash struct{ fed []byte }

func newFieldHash() *fieldHash { return &fieldHash{} }

func (h *fieldHash) bytes(s string) {
	h.fed = binary.AppendUvarint(h.fed, uint64(len(s)))
	h.fed = append(h.fed, s...)
}

func (h *fieldHash) text(name, value string) {
	h.bytes(name)
	h.bytes(value)
}

func (h *fieldHash) number(name string, value int64) {
	h.bytes(name)
	h.fed = binary.AppendVarint(h.fed, value)
}

func (h *fieldHash) list(name string, values []string) {
	h.number(name, int64(len(values)))
	for _, value := range values {
		h.bytes(value)
	}
}

func (h *fieldHash) set(name string, values []string) {
	h.list(name, slices.Compact(slices.Sorted(slices.Values(values))))
}

// sum returns the hash as 64 hexadecimal digits.
func (h *fieldHash) sum() string {
	sum := sha256.Sum256(h.fed)
	return hex.EncodeToString(sum[:])
}

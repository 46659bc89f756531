package scan

import (
	"errors"
	"io/fs"
	"slices"
	"strings"
	"unicode/utf8"

	"kwic/scan/extract"
)

// The names of ignore files.
const (
	gitIgnore  = ".gitignore"
	kwicIgnore = ".kwicignore"
)

// node is an entry of a folder and what became of it.
type node struct {
	path     string // walk.prefix and the slash path below Root; a folder's ends in a slash
	kind     kind
	drop     bool    // not part of the tree
	context  bool    // only says how its folder is read
	included bool    // of a candidate: Options.Include covers it
	reason   Reason  // why it is skipped
	stat     Stat    // of a candidate
	below    *branch // of a folder that is entered
}

// branch is a folder that is entered.
type branch struct {
	prefix   string  // path of the folder as in node
	top      bool    // it is Root
	git, own *level  // ignore files in force
	hidden   bool    // only what the index lists counts
	included bool    // Options.Include covers all of it
	vendored bool    // only what Options.Include brings back counts; the rest has its row already
	tracked  *span   // see span
	only     *picked // the entries that are looked at; nil for all

	nodes  []node       // sorted by path
	packed *packedNodes // instead, see List
	reason Reason       // why the folder is left out after all
	err    error        // the cause, where the system refused
}

// sortNodes sorts the nodes of a folder by their paths. Mostly they are sorted
// already, but for names that are no UTF-8.
func (b *branch) sortNodes() {
	byPath := func(x, y node) int { return strings.Compare(x.path[len(b.prefix):], y.path[len(b.prefix):]) }
	if !slices.IsSortedFunc(b.nodes, byPath) {
		slices.SortFunc(b.nodes, byPath)
	}
}

// visit reads a folder, judges its entries, and makes tasks of its folders.
func (w *walk) visit(b *branch, n *names) {
	f := w.root
	if !b.top {
		var err error
		if f, err = w.root.open(b.prefix[len(w.prefix):]); err != nil {
			b.refuse(err)
			w.answerForRefused(b)
			return
		}
	}
	var err error
	if b.only != nil {
		b.nodes = w.readPicked(f, b)
	} else {
		b.nodes, err = f.read(n, b.prefix)
	}
	if err != nil {
		b.nodes = nil
		b.refuse(err)
	} else if w.enter(b) {
		if len(b.nodes) == 0 && b.only == nil { // as a submodule is that is not checked out
			w.links.Store(true)
		}
		for i := range b.nodes {
			w.judge(b, &b.nodes[i])
		}
		w.answerForUnentered(b)
		settleEscapes(b)
		b.sortNodes()
		for i := range b.nodes {
			if below := b.nodes[i].below; below != nil {
				w.push(func(n *names) { w.visit(below, n) })
			}
		}
	} else {
		b.nodes = nil
	}
	if b.reason != "" {
		w.answerForRefused(b)
	}
	w.examineAll(f, b)
}

// refuse records that the folder cannot be read. One that vanished is not
// part of the tree: it leaves no nodes and no row.
func (b *branch) refuse(err error) {
	if b.top || !errors.Is(err, fs.ErrNotExist) {
		b.reason, b.err = Unreadable, err
	}
}

// enter reads the folder's ignore files. It is false for a repository of its
// own, which is left out; as for git, a folder with tracked files is none.
func (w *walk) enter(b *branch) bool {
	for i := range b.nodes {
		n := &b.nodes[i]
		name := n.path[len(b.prefix):]
		if name[0] != '.' {
			continue
		}
		switch {
		case w.isGit(strings.TrimSuffix(name, "/")):
			n.drop = true
			if !b.top && w.span(b).empty() {
				b.reason = NestedRepository
				w.links.Store(true)
				return false
			}
		case n.kind != kindFile:
		case name == gitIgnore && !b.hidden:
			b.git = w.readIgnore(b, n, b.git)
		case name == kwicIgnore:
			b.own = w.readIgnore(b, n, b.own)
		}
	}
	return true
}

// isGit reports whether a name is that of git's folder.
func (w *walk) isGit(name string) bool {
	return name == ".git" || w.fold && strings.EqualFold(name, ".git")
}

// readIgnore adds the ignore file at n to a chain. One that cannot be read is
// skipped as unreadable, as git goes on without it.
func (w *walk) readIgnore(b *branch, n *node, chain *level) *level {
	r, err := readRules(w.options.Root+"/"+n.path[len(w.prefix):], w.fold)
	switch {
	case errors.Is(err, fs.ErrPermission):
		n.reason = Unreadable
	case err != nil:
		w.fail(err)
	}
	return chain.push(r, len(b.prefix))
}

// span returns which part of the index lies below the folder.
func (w *walk) span(b *branch) span {
	if b.tracked == nil {
		x, err := w.index()
		if err != nil {
			w.fail(err)
			x = &index{}
		}
		s := x.below(b.prefix)
		b.tracked = &s
	}
	return *b.tracked
}

// judge decides about one entry, as far as its name and type can tell.
func (w *walk) judge(b *branch, n *node) {
	path := n.path
	if n.kind == kindFolder {
		path = path[:len(path)-1]
	}
	name := path[len(b.prefix):]
	if n.drop || n.context || len(w.prune) > 0 && w.prune[foldIf(path, w.fold)] {
		n.drop = true
		return
	}
	hidden := w.ignored(b, n, path)
	if n.drop || w.excluded(b, n, path) {
		n.drop = true
		return
	}
	switch {
	case n.reason != "":
	case !utf8.ValidString(name):
		n.reason, n.path = NameNotUTF8, b.prefix+escape(n.path[len(b.prefix):])
	case n.kind == kindFolder:
		w.judgeFolder(b, n, path, hidden)
	case n.kind == kindLink:
		n.reason = SymbolicLink
	case n.kind == kindOther:
		n.reason = NotRegular
	default:
		var language extract.Language
		var asks bool
		language, asks, n.reason = classify(name)
		covered := w.covers(b, path, false)
		lifted := n.reason != UnknownType && (n.reason != "" || b.vendored) && covered
		switch {
		case lifted && language == "" && !asks:
			n.reason = UnknownType
		case lifted:
			n.reason = ""
		}
		n.included = covered
		n.drop = b.vendored && !lifted
		return
	}
	n.drop = b.vendored && n.below == nil
}

// ignored drops what git ignores. It returns true for a folder of which only
// the tracked files count.
func (w *walk) ignored(b *branch, n *node, path string) (hidden bool) {
	if !b.hidden && b.git.match(path, n.kind == kindFolder) != matched {
		return false
	}
	x, err := w.index()
	if err != nil {
		w.fail(err)
		n.drop = true
		return false
	}
	switch {
	case n.kind != kindFolder:
		n.drop = !x.has(w.span(b), path)
	case x.isLink(n.path):
		n.reason = Submodule
	default:
		n.drop = !x.hasBelow(w.span(b), n.path)
	}
	return true
}

// excluded reports whether .kwicignore files or Options.Exclude say no.
func (w *walk) excluded(b *branch, n *node, path string) bool {
	isFolder := n.kind == kindFolder
	return b.own.match(path, isFolder) == matched ||
		w.exclude != nil && w.exclude.match(path[len(w.prefix):], isFolder) == matched
}

// covers reports whether Options.Include brings the path back. The nearest
// folder with an opinion decides.
func (w *walk) covers(b *branch, path string, isFolder bool) bool {
	if w.include == nil {
		return false
	}
	switch w.include.match(path[len(w.prefix):], isFolder) {
	case matched:
		return true
	case negated:
		return false
	default:
		return b.included
	}
}

// judgeFolder decides whether a folder is entered, and how.
func (w *walk) judgeFolder(b *branch, n *node, path string, hidden bool) {
	below := &branch{prefix: n.path, git: b.git, own: b.own, hidden: hidden, included: w.covers(b, path, true), vendored: b.vendored}
	if !b.vendored && !below.included && vendoredFolders[path[len(b.prefix):]] {
		n.reason, below.vendored = Vendored, true
	}
	if below.vendored && (w.include == nil || !below.included && !w.include.mayMatchBelow(n.path[len(w.prefix):])) {
		return
	}
	if b.only != nil {
		if only := b.only.below[path[len(b.prefix):]]; only != nil && !only.whole {
			below.only = only
		}
	}
	n.below = below
}

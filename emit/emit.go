// Package emit writes the Markdown pages of an index. It is the only package
// that writes pages.
//
// A page is a pure function of the index, the options and Version. Work is
// kept in proportion to a change by three rules:
//
//   - what a page shows is local: a file's page shows that file, a folder's page
//     its direct children, an index page the entries it lists. The store notes
//     with every update which entries changed; only pages that hold one of them
//     are rendered;
//   - a page that comes out as it is on disk is not written;
//   - nothing depends on how another page is split: links into a list go to the
//     list's first page.
//
// A build first calls Check, which compares the output folder with the pages
// on record and refuses foreign files in a page's place, before anything is
// written. A Writer renders the pages of documents while they are parsed, and
// after the index is committed what else is stale. A page is replaced by
// rename; one that could not be written stays stale.
package emit

import (
	"path/filepath"
	"slices"
	"strings"

	"kwic/store"
)

// Version numbers the rules of the pages. Raise it whenever any page could
// come out differently than before: all are then rendered anew.
const Version = 3

// Kinds of pages.
const (
	Landing  = "landing"
	Keywords = "keywords"
	FilePage = "file"
	Folder   = "folder"
	Subtree  = "subtree"
)

// Options say where pages go and how they look.
type Options struct {
	Root      string   // absolute path of the tree
	Out       string   // absolute path of the output folder
	Overlay   string   // folder to write the pages that differ to, leaving Out as it is; "" to write to Out
	SourceURL string   // what a document's path is appended to; "" for relative links
	Companion string   // pattern of a document's companion page; "" for none
	Kinds     []string // kinds of pages to write
	Marker    string   // first line of every page
	Jobs      int      // pages rendered at a time

	IsFile   func(path string) bool // whether a path is a file of the tree that could be a document
	IsSource func(path string) bool // whether an indexed file is read as program text

	Site   string                      // the host that shows the pages: "github", "gitlab", "mkdocs", "hugo", "docfx" or "plain"
	Anchor func(heading string) string // what the host makes of a heading of letters; "" where that is not known beforehand

	// Removing is told which pages that are not on record are about to be removed:
	// nobody will know of them afterwards. nil where nobody asks.
	Removing func(pages []string) error
}

// renderer renders pages from one reader. Every job has its own.
type renderer struct {
	Options
	site
	reader   *store.Reader
	firsts   map[string][]string // letter -> first characters of its keys; nil until asked for
	outBelow string              // the output folder as seen from the tree; "" if it is elsewhere
	docBase  string              // leads from the output folder to the tree; "" with SourceURL
}

func newRenderer(o Options, r *store.Reader) (*renderer, error) {
	re := &renderer{Options: o, site: siteOf(o.Site), reader: r}
	if o.SourceURL == "" {
		base, err := filepath.Rel(o.Out, o.Root)
		if err != nil {
			return nil, err
		}
		re.docBase = filepath.ToSlash(base) + "/"
		if below, err := filepath.Rel(o.Root, o.Out); err == nil && below != ".." && !strings.HasPrefix(below, ".."+string(filepath.Separator)) {
			re.outBelow = filepath.ToSlash(below)
		}
	}
	return re, nil
}

func (re *renderer) has(kind string) bool { return slices.Contains(re.Kinds, kind) }

// begin writes the marker and the heading of a page, as dressHead expects them.
func (re *renderer) begin(b []byte, title string) []byte {
	b = append(append(b, re.Marker...), '\n')
	b = append(append(b, "\n# "...), title...)
	return append(b, "\n\n"...)
}

// appendDocumentLink writes the destination of a link from a page to a section
// of a document.
func (re *renderer) appendDocumentLink(b []byte, page, document, anchor string) []byte {
	if re.SourceURL != "" {
		b = appendURL(append(b, re.SourceURL...), document)
	} else {
		b = re.appendTreeLink(b, page, re.docBase, re.outBelow, document)
	}
	if anchor != "" && len(anchor) <= longestAnchor {
		b = appendURL(append(b, '#'), anchor)
	}
	return b
}

// appendUps writes the way from a page up to the output folder.
func appendUps(b []byte, page string) []byte {
	for range strings.Count(page, "/") {
		b = append(b, "../"...)
	}
	return b
}

// inTree is a folder's path as links have it.
func inTree(folder string) string {
	if folder == "." {
		return ""
	}
	return folder
}

// folderLabel is how a folder is called on a page.
func folderLabel(folder string) string {
	if folder == "." {
		return "the whole tree"
	}
	if strings.TrimSpace(folder) == "" {
		return folder + "/" // a link needs something to be seen
	}
	return folder
}

package scan

// Reason says why a file or a folder of the tree is not indexed. Its text is
// what the view `skipped` shows.
type Reason string

// Reasons that the walk gives, from names, types and sizes alone.
const (
	UnknownType      Reason = "no known document type" // neither its name nor, where that tells nothing, its content is of a language that is read
	DataFile         Reason = "data file"              // JSON, CSV, lock files, …: no prose and no definitions
	Vendored         Reason = "vendored"               // a folder of other people's files
	Minified         Reason = "minified"               // named as the output of a minifier, or a source file that looks like it
	Generated        Reason = "generated"              // named as a generator's output, or a source file that says so in its first lines
	TooLarge         Reason = "too large"              // over Options.SizeLimit
	SymbolicLink     Reason = "symbolic link"          // never followed, to files and folders alike
	NotRegular       Reason = "not a regular file"     // a socket, fifo or device
	NestedRepository Reason = "nested repository"      // a folder that holds a .git of its own
	Submodule        Reason = "submodule"              // a folder that the index lists as another repository's commit
	NameNotUTF8      Reason = "name not UTF-8"         // the row's path is escaped
	OutputFolder     Reason = "output folder"          // where the pages are written, with all that is in it; the caller's row
	Unreadable       Reason = "unreadable"             // the system refused to open, list or examine it
)

// Reasons that need a file's content: see Load.
const (
	Binary     Reason = "binary"      // holds NUL bytes
	NotUTF8    Reason = "not UTF-8"   // its bytes are text of another encoding
	LFSPointer Reason = "LFS pointer" // stands for a file that git-lfs did not fetch
	KwicPage   Reason = "kwic page"   // one of our own pages
)

// ByContent reports whether a file that was read is left out for its content,
// or for no reason at all: whether its record holds until the file changes.
func (r Reason) ByContent() bool {
	switch r {
	case "", UnknownType, Generated, Minified, Binary, NotUTF8, LFSPointer, KwicPage:
		return true
	}
	return false
}

package store

// PublicView is one of the views that are the contract with users.
type PublicView struct {
	Name    string
	About   string // what a row is
	Columns []ViewColumn
}

// ViewColumn is a column of a view.
type ViewColumn struct {
	Name  string
	About string // what it holds
}

// PublicViews returns the public views in the order in which they are
// documented. The README says the same in the same words.
func PublicViews() []PublicView {
	return []PublicView{
		{"files", "An indexed file.", []ViewColumn{
			{"path", "slash-separated, relative to the root"},
			{"folder", "its folder; . for the root"},
			{"class", "doc for a document, source for program text"},
			{"language", "its format or language, such as markdown or go"},
			{"title", "its title, or its name where it has none"},
			{"size", "bytes"},
			{"lines", "lines"},
			{"sha256", "of its bytes, as sha256sum prints it"},
			{"reading", "full, or simple where a limit was met"},
			{"keywords", "number of its keywords, by key"},
		}},
		{"skipped", "A file or a folder of the tree that is left out.", []ViewColumn{
			{"path", "a folder that is left out whole ends in a slash"},
			{"reason", "why: no known document type, data file, vendored, minified, generated, too large, symbolic link, not a regular file, nested repository, submodule, name not UTF-8, output folder, unreadable, binary, not UTF-8, LFS pointer or kwic page"},
		}},
		{"folders", "A folder that holds indexed files, in itself or below.", []ViewColumn{
			{"path", ". for the root"},
			{"parent", "the folder above; NULL for the root"},
			{"depth", "0 for the root"},
			{"files", "indexed files in it and below"},
			{"keywords", "keywords, by key, in it and below"},
		}},
		{"sections", "A section of a file.", []ViewColumn{
			{"path", "the file"},
			{"ordinal", "its number in the file; 0 is the document itself"},
			{"parent", "ordinal of the section around it; NULL for 0"},
			{"level", "of its heading, 1 to 6; 0 for the document"},
			{"title", "its heading as plain text"},
			{"anchor", "what stands behind # in a link to it; empty for none"},
			{"line", "first line, from 1"},
			{"end_line", "last line, subsections included"},
		}},
		{"keywords", "A keyword of the whole index.", []ViewColumn{
			{"key", "the folded form: case and Unicode folded, in terms each word without its plural s; what to compare with"},
			{"keyword", "the form that most files use"},
			{"files", "number of files that hold it"},
			{"occurrences", "how often it stands in all of them"},
			{"treated", "number of files whose role for it is better than mention"},
		}},
		{"variants", "A form of a keyword.", []ViewColumn{
			{"key", "the keyword"},
			{"form", "as files write it"},
			{"files", "number of files whose commonest form it is"},
		}},
		{"keyword_files", "A keyword of one kind in a file. The fastest way from a word to files is WHERE key = …, from a file to words WHERE path = …; kind and role have an index too.", []ViewColumn{
			{"key", "the keyword"},
			{"keyword", "the form that this file uses most. WHERE keyword = … reads all forms there are, 20 ms for 190,000; say the key too, which has an index: WHERE key = 'slack water' AND keyword = 'Slack Water'"},
			{"kind", "class, function, macro, constant, namespace, import, command, identifier, term or tag"},
			{"role", "the best in this file: title, heading, definition, tag or mention, from the best to the least"},
			{"path", "the file"},
			{"line", "the first line on which it stands"},
			{"count", "how often it stands there"},
			{"rank", "1 for the file's most telling keyword"},
			{"definition", "1 where the file defines it, whatever role says"},
		}},
		{"keyword_sections", "A keyword of one kind in a section, subsections not included.", []ViewColumn{
			{"key", "the keyword"},
			{"keyword", "the form that the file uses most"},
			{"kind", "class, function, macro, constant, namespace, import, command, identifier, term or tag"},
			{"role", "the best in this section: title, heading, definition, tag or mention"},
			{"path", "the file"},
			{"section", "ordinal of the section"},
			{"anchor", "of the section"},
			{"line", "the first line on which it stands there"},
			{"count", "how often it stands there"},
		}},
		{"links", "A link or an image in a document.", []ViewColumn{
			{"path", "the document"},
			{"line", "its line"},
			{"target", "a path in the tree, resolved from the document's folder, or a URL"},
			{"anchor", "what follows #; empty for none, and for URLs"},
			{"text", "the link's text, or the image's description"},
		}},
		{"anchors", "A name that a document gives to a place of its text, beside the anchors of its sections.", []ViewColumn{
			{"path", "the document"},
			{"anchor", "what stands behind # in a link to it"},
		}},
		{"pages", "A page that kwic wrote.", []ViewColumn{
			{"path", "below the output folder"},
			{"kind", "landing, keywords, file, folder or subtree"},
			{"sha256", "of its bytes"},
			{"size", "bytes"},
		}},
		{"synonyms", "A reference of synonyms in the configuration. The keywords stay what they are, each with its own places.", []ViewColumn{
			{"key", "the keyword that refers, by its key"},
			{"keyword", "the same as the configuration writes it"},
			{"see", "what it refers to"},
			{"see_key", "the key of that"},
		}},
		{"meta", "The index itself, one row.", []ViewColumn{
			{"repo", "URL of git's remote origin, without user and password; empty for none"},
			{"commit", "the commit checked out; empty without git. A word of SQL: write \"commit\""},
			{"source_url", "as configured"},
			{"schema", "number of the last change of the schema"},
			{"config", "a hash of the configuration"},
			{"built", "1, or 0 while the first build has not ended"},
		}},
		{"runs", "A build that changed something.", []ViewColumn{
			{"started", "UTC, RFC 3339"},
			{"seconds", "how long it took"},
			{"mode", "build or full"},
			{"scanned", "documents in the tree"},
			{"parsed", "documents parsed"},
			{"removed", "documents gone"},
			{"pages_written", "pages written"},
			{"pages_removed", "pages deleted"},
			{"version", "of kwic"},
		}},
	}
}

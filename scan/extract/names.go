package extract

import (
	"bytes"
)

// sightName records a name that stands in text: whole, and by its last part
// where it is qualified. word is in the arena, or is copied there.
func (r *reader) sightName(word []byte, line int32, m mark, kind Kind, defines bool) {
	if r.outline[r.current].reference {
		m |= markRef
	}
	if r.ctx.first {
		m |= markFirst
	}
	if r.ctx.parens > 0 && m&markFence == 0 {
		m |= markAside
	}
	if r.ctx.kinds && kind == Identifier && m&markFence == 0 {
		kind = r.ctx.kind
		r.untell() // the PyTorch function `relu`
	}
	r.ctx.told = -1
	r.ctx.kinds = false
	r.ctx.name = len(r.bag.seen)
	if m&markFence == 0 && !defines && kind != Import && kind != Command && kind != Function && bareFile(word) {
		r.ctx.name = -1
	} else if sh := r.sight(word, line, m, kind, defines); sh >= shapeWord && sh <= shapeCode && sh != shapeAcronym && !defines {
		return // nothing joins parts in it
	}
	r.sightParts(word, line, m&^markWhole, kind, defines)
}

// roleName records a name whose markup says its kind.
func (r *reader) roleName(name []byte, at int, m mark, kind Kind) {
	if name = bytes.TrimSpace(name); len(name) > 0 {
		r.ctx.kinds = false // the markup knows better than the word before
		r.sightName(spaced(name), r.lineOf(at), m|markWhole, kind, false)
	}
}

// sightParts records the last part of a qualified name, and what qualifies it
// as far as that looks like a name of its own.
func (r *reader) sightParts(word []byte, line int32, m mark, kind Kind, defines bool) {
	if kind == Import || kind == Command || bytes.IndexByte(word, ' ') >= 0 {
		return
	}
	last := true
	for end := len(word); end > 0; {
		start := end
		for start > 0 && !joinsParts(word[start-1], defines) {
			start--
		}
		if start > 0 && last && word[start-1] == '.' && fileName(word) {
			// A file is often called as the class in it.
			if stem := word[:start-1]; shapeOf(stem) == shapeCamel {
				r.sight(stem, line, m, Identifier, false)
			}
			return
		}
		if start == 0 && last {
			return
		}
		if part := word[start:end]; len(part) > 2 && !isDigit(part[0]) {
			if last {
				r.sight(part, line, m, kind, defines)
			} else if sh := shapeOf(part); sh == shapeCamel || sh == shapeSnake || sh == shapeScream {
				r.sight(part, line, m, Identifier, false)
			}
		}
		last = false
		end = start
		for end > 0 && joinsParts(word[end-1], defines) {
			end--
		}
	}
}

// joinsParts reports whether a byte joins the parts of a name. A backslash does
// in what program text defines; elsewhere it may well stand in a path.
func joinsParts(c byte, defines bool) bool { return c == '.' || c == ':' || c == '\\' && defines }

// sight records one sighting of a name, and returns its shape, shapeNone for one
// that is not recorded. A name of several words is the node of the phrase, so
// that text and markup speak of one keyword.
func (r *reader) sight(word []byte, line int32, m mark, kind Kind, defines bool) shape {
	b := &r.bag
	if len(b.seen) >= 2*maxSightings {
		b.full = true
		return shapeNone
	}
	f := int32(-1)
	if len(word) <= maxName {
		f = b.form(word)
	}
	if f < 0 || b.forms[f].shape == shapeNoise && kind != Command && !(defines && r.defined) {
		return shapeNone
	}
	n := int32(-1)
	if bytes.IndexByte(word, ' ') > 0 {
		n = b.wordsNode(word, kind)
	}
	form := &b.forms[f]
	if n < 0 {
		n = b.node(b.keyAs(f, kind))
	}
	b.see(sighting{
		node: n, section: int32(r.current), line: line, at: ^form.at, size: uint16(form.size),
		mark: m, kind: kind, defines: defines,
	})
	return form.shape
}

// keyAs returns the key of a form: of a term its singular, of a name itself.
func (b *bag) keyAs(f int32, kind Kind) int32 {
	if kind == Term {
		return b.forms[f].term
	}
	return b.names[f]
}

// longestName is how many words of a name make a phrase; one of more words is a
// node by itself.
const longestName = 16

// wordsNode returns the node of a name of several words, -1 for one that is no
// phrase.
func (b *bag) wordsNode(name []byte, kind Kind) int32 {
	parts := bytes.Fields(name)
	if len(parts) < 2 || len(parts) > longestName {
		return -1
	}
	n := int32(-1)
	for i, part := range parts {
		f := b.form(part)
		if f < 0 {
			return -1
		}
		one := b.node(b.keyAs(f, kind))
		if i == 0 {
			n = one
		} else if n = b.phrase(n, one); n < 0 {
			return -1
		}
	}
	return n
}

// fileName reports whether a dotted name ends as files do.
func fileName(word []byte) bool {
	i := bytes.LastIndexByte(word, '.')
	switch string(bytes.ToLower(word[i+1:])) {
	case "h", "hpp", "hxx", "hh", "c", "cc", "cpp", "cxx", "inl", "idl", "rc", "py", "go", "js", "ts", "tsx", "jsx", "java", "cs", "rs", "rb", "sh",
		"dll", "exe", "lib", "obj", "so", "a", "o", "pdb", "def", "json", "yaml", "yml", "toml", "xml", "ini", "cfg", "conf", "bat", "cmd", "ps1", "css", "sql",
		"md", "html", "htm", "txt", "png", "jpg", "jpeg", "gif", "svg", "pdf", "zip", "gz", "tar", "lock", "mod", "sum", "cmake", "asm", "res", "tlb", "ocx", "vcxproj", "sln", "props", "targets":
		return true
	}
	return false
}

// bareFile reports whether a name is a file's: config.yaml is where something
// stands, not what is told of. Libraries that go by the name of their file
// (Node.js) are products, and so are headers and programs.
func bareFile(word []byte) bool {
	i := bytes.LastIndexByte(word, '.')
	if i <= 0 {
		return false
	}
	switch string(bytes.ToLower(word[i+1:])) {
	case "md", "mdx", "rst", "adoc", "txt", "log", "html", "htm", "pdf", "png", "jpg", "jpeg", "gif", "svg", "ico", "yaml", "yml", "json", "toml", "ini", "cfg",
		"conf", "xml", "csv", "tsv", "lock", "mod", "sum", "zip", "gz", "bz2", "xz", "tgz", "tar", "py", "pyc", "ipynb", "rb", "sh", "bat", "ps1", "css", "scss", "sql",
		"ts", "tsx", "jsx", "mjs", "java", "rs", "go", "cpp", "cc", "cxx", "vcxproj", "sln", "gradle", "cmake":
		return true
	case "js":
		return !isUpper(word[0]) && !scriptLibraries[string(bytes.ToLower(word[:i]))]
	}
	return false
}

// scriptLibraries are products whose name ends as the file that holds them.
var scriptLibraries = words("node vue next nuxt three d3 chart express react angular backbone ember moment socket discord require p5 alpine polymer knockout handlebars")

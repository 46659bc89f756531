package extract

import (
	"bytes"
	"strings"
)

// rstIndex reads an index directive: an entry a line, behind its name and
// below it.
func (r *reader) rstIndex(args rstRange, indent int32) {
	s := &r.rst
	if args.to > args.from {
		r.rstIndexEntry(r.src[args.from:args.to], s.n+1)
	}
	for s.n++; s.n < len(s.cols) && (s.cols[s.n] < 0 || s.cols[s.n] > indent); s.n++ {
		if text := r.blockText(s.n); len(text) > 0 && rstFieldName(text) == 0 {
			r.rstIndexEntry(text, s.n+1)
		}
	}
}

// indexSorts are the words that say what an entry of an index is. All but the
// first five name a sort of thing that is half of a pair.
var indexSorts = map[string]string{
	"single": "", "pair": "", "triple": "", "see": "", "seealso": "",
	"module": "module", "keyword": "keyword", "operator": "operator", "object": "object", "exception": "exception", "statement": "statement",
	"builtin": "built-in function",
}

// rstIndexEntry makes tags of one entry: "pair: loop; statement" are two,
// "apple, pear" as well. A ! before it says that it is the main one.
func (r *reader) rstIndexEntry(entry []byte, line int) {
	sort, rest, found := bytes.Cut(entry, []byte(":"))
	name := strings.TrimSpace(strings.TrimLeft(string(sort), "! "))
	with, known := indexSorts[name]
	if !found || !known {
		for part := range bytes.SplitSeq(entry, []byte(",")) {
			if part = bytes.TrimSpace(part); len(part) > 1 && part[0] == '!' {
				part = part[1:]
			}
			r.rstIndexParts(part, 2, line)
		}
		return
	}
	switch name {
	case "see", "seealso":
		rest, _, _ = bytes.Cut(rest, []byte(";")) // behind it: where to look instead
		r.rstTag(rest, line)
	case "triple":
		r.rstIndexParts(rest, 3, line)
	default:
		r.rstIndexParts(rest, 2, line)
	}
	if with != "" {
		r.rstTag([]byte(with), line)
	}
}

// rstIndexParts makes tags of the parts of an entry, which semicolons part.
func (r *reader) rstIndexParts(entry []byte, most, line int) {
	parts := bytes.SplitN(entry, []byte(";"), most)
	for _, part := range parts {
		if len(bytes.TrimSpace(part)) == 0 {
			parts = [][]byte{entry} // the semicolon is what the entry is about
		}
	}
	r.rstTag(parts[0], line)
	for _, part := range parts[1:] {
		// "in glob patterns", below "* (asterisk)", is about glob patterns.
		part = bytes.TrimSpace(part)
		for {
			word, rest, ok := bytes.Cut(part, []byte(" "))
			if !ok || r.x.words.class(bytes.ToLower(word)) != wordStop {
				break
			}
			part = bytes.TrimLeft(rest, " ")
		}
		r.rstTag(part, line)
	}
}

// rstTag notes a part of an entry.
func (r *reader) rstTag(part []byte, line int) {
	if text := oneLine(string(part)); len(text) <= maxName {
		r.bag.indexTag(text, line, r.current)
	}
}

// rstGlossary reads a glossary: terms, each above what it means.
func (r *reader) rstGlossary(indent int32) {
	s := &r.rst
	for s.n < len(s.cols) {
		col := s.cols[s.n]
		switch {
		case col < 0:
			s.n++
			continue
		case col <= indent:
			return
		}
		text := r.blockText(s.n)
		if text[0] == '.' && r.rstExplicit(text, col, false) {
			continue
		}
		n := s.n
		s.n++
		r.rstGlossaryTerm(n)
		if r.blockCol(s.n) > col {
			r.rstBody(col, false)
		}
	}
}

// rstGlossaryTerm reads the term in a line of a glossary: as words and, where
// function words part them, whole.
func (r *reader) rstGlossaryTerm(n int) {
	end := r.blockEnd(n)
	if i := bytes.Index(r.blockText(n), []byte(" : ")); i > 0 {
		end = int(r.rst.offs[n]) + i
	}
	r.blockStart()
	r.blockAdd(int(r.rst.offs[n]), end)
	r.rstProse(markDefined)
	term := bytes.TrimSpace(r.src[r.rst.offs[n]:end])
	words, parted := 0, false
	for word := range bytes.FieldsSeq(term) {
		words++
		parted = parted || r.x.words.class(bytes.ToLower(word)) == wordStop
	}
	if words > 1 && parted && len(term) <= maxWord {
		r.rstSight(spaced(term), n, Term, true)
	}
}

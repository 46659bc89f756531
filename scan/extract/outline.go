package extract

import (
	"bytes"
	"cmp"
	"regexp"
	"slices"
	"strings"
	"sync"

	"kwic/scan/extract/source"
)

// Named is something that program text defines.
type Named struct {
	Name     string // as the text has it
	Within   string // the names of what it stands in, outermost first, joined by dots; "" for nothing
	Kind     Kind
	Line     int // where it starts, comments that document it included
	LastLine int // of the block that belongs to it
}

// NamedIn returns what a text of a source language defines, in its order. Without
// a grammar of the language, or with a language of documents, that is nothing.
// Imports are left out.
func NamedIn(language Language, src []byte) []Named {
	g := source.ByName(string(language))
	if g == nil || language.Class() != "source" {
		return nil
	}
	src = bytes.TrimPrefix(src, []byte("\xef\xbb\xbf"))
	src = bytes.ReplaceAll(src, []byte("\r\n"), []byte("\n"))
	src = bytes.ReplaceAll(src, []byte("\r"), []byte("\n"))
	var scanner source.Scanner
	file := scanner.Scan(g, src, 1, false)
	within := make([]string, len(file.Symbols))
	inside := make(map[int]string) // what stands in a symbol is within this: one text for all of it
	var all []Named
	for i := range file.Symbols {
		k := &file.Symbols[i]
		name := oneLine(string(k.In(src)))
		if p := int(k.Parent); p >= 0 && p < i && len(within[p]) < longestWithin {
			if _, known := inside[p]; !known {
				inside[p] = strings.TrimPrefix(within[p]+"."+oneLine(string(file.Symbols[p].In(src))), ".")
			}
			within[i] = inside[p]
		} else if k.Owner.At < k.Owner.End {
			within[i] = oneLine(string(src[k.Owner.At:k.Owner.End]))
		}
		if !k.Definition || k.Kind == source.Import || name == "" {
			continue
		}
		line := int(k.Line)
		if k.Doc.At < k.Doc.End && k.Doc.At < k.Name.At {
			line -= bytes.Count(src[k.Doc.At:k.Name.At], []byte("\n"))
		} else {
			line -= linesAbove(language, src[:k.Name.At])
		}
		all = append(all, Named{Name: name, Within: within[i], Kind: Kind(k.Kind), Line: max(line, 1), LastLine: int(max(k.LastLine, k.Line))})
	}
	return all
}

// Lines that belong to the definition below them: a decorator, an annotation or
// attribute; in C and its kin the head of a template, or two words or more of a
// type.
var (
	decorator = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^(@[\w.:]+(\(.*\))?|#!?\[.*\])$`) })
	typeAbove = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^(template\s*<.*>|[A-Za-z_][\w:<>]*[\s*&]+[\w\s*&:<>]*)$`)
	})
	typesLead = map[Language]bool{"c": true, "cpp": true, "cuda": true}
)

// mostAbove bounds the lines that are taken to a definition.
const mostAbove = 10

// linesAbove returns how many lines above a name belong to its definition: text is
// what comes before the name.
func linesAbove(language Language, text []byte) int {
	text = text[max(0, len(text)-(mostAbove+1)*longestLineAbove):] // each name costs as much as the lines near it
	end := bytes.LastIndexByte(text, '\n')
	for n := 0; ; n++ {
		if end <= 0 || n == mostAbove {
			return n
		}
		start := bytes.LastIndexByte(text[:end], '\n') + 1
		line := bytes.TrimSpace(text[start:end])
		if end-start > longestLineAbove || !decorator().Match(line) && !(typesLead[language] && typeAbove().Match(line)) {
			return n
		}
		end = start - 1
	}
}

// longestLineAbove is the length of a line, in bytes, that is looked at.
const longestLineAbove = 200

// longestWithin bounds the names of what something stands in, in bytes, because
// blocks may nest as deeply as a file is long.
const longestWithin = 1000

// nameParts cuts a name at what qualifies it: '.', ':', '#', '\\', '/'.
func nameParts(name string) []string {
	return strings.FieldsFunc(name, func(c rune) bool { return strings.ContainsRune(`.:#\/`, c) })
}

// Whose returns those of some names that somebody means who writes name, the
// likeliest first: the whole of it (Lathe.turn, Lathe::turn), a part of it, as it
// is or but for letter case; what has a block before what is merely declared.
func Whose(names []Named, name string) []Named {
	asked := nameParts(name)
	if len(asked) == 0 {
		return nil
	}
	type scored struct {
		Named
		score int
	}
	var found []scored
	for _, one := range names {
		whole := append(nameParts(one.Within), nameParts(one.Name)...)
		if len(whole) < len(asked) {
			continue
		}
		tail := whole[len(whole)-len(asked):]
		score := 0
		switch {
		case slices.Equal(tail, asked):
		case slices.EqualFunc(tail, asked, strings.EqualFold):
			score = 4
		default:
			continue
		}
		if len(whole) > len(asked) {
			score += 2
		}
		if one.LastLine == one.Line {
			score++
		}
		found = append(found, scored{one, score})
	}
	slices.SortStableFunc(found, func(a, b scored) int { return cmp.Compare(a.score, b.score) })
	chosen := make([]Named, len(found))
	for i, one := range found {
		chosen[i] = one.Named
	}
	return chosen
}

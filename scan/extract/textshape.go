package extract

import "bytes"

// textShapeOf is what counting says of a plain text.
type textSort uint8

const (
	textProse   textSort = iota
	textData             // numbers, a list of words, a log: anything but sentences
	textLicence          // the text of a licence, the same in a thousand trees
)

// Limits of what counts as data. In sentences of the languages whose function
// words are known, a fifth to a half of all words are such; in the tersest
// notes a tenth.
const (
	shapeBytes     = 256 << 10 // a text is judged by its start
	shapeLetters   = 0.5       // of all but white space
	shapeLines     = 40        // fewer lines flood nothing
	shapeSingle    = 0.8       // lines that are one word
	shapeWords     = 200
	shapeFunction  = 0.03 // function words among words
	shapeForeign   = 0.3  // letters of other scripts, whose words are not counted
	sparseLines    = 40   // lines of data that are read
	licenceWithin  = 3000 // bytes in which a licence says what it is
	shapeLongWords = 24   // bytes; longer ones are no words of a language
)

// textShape judges a text by what it is made of.
func (r *reader) textShape() textSort {
	text := r.src
	if isLicence(text[:min(len(text), licenceWithin)]) {
		return textLicence
	}
	text = text[:min(len(text), shapeBytes)]
	var letters, foreign, marks, words, function, lines, single int
	onLine, start := 0, -1
	for i := 0; i <= len(text); i++ {
		c := byte('\n')
		if i < len(text) {
			c = text[i]
		}
		switch {
		case isLetter(c):
			letters++
		case c >= 0x80:
			letters++
			foreign++
		case !isSpace(c):
			marks++
		}
		if isLetter(c) || c >= 0x80 || c == '\'' && start >= 0 {
			if start < 0 {
				start = i
			}
			continue
		}
		if start >= 0 {
			words++
			if i-start <= shapeLongWords && r.x.words.class(bytes.ToLower(text[start:i])) >= wordForeign {
				function++
			}
			start = -1
		}
		if isSpace(c) && i > 0 && !isSpace(text[i-1]) {
			onLine++
		}
		if c == '\n' && onLine > 0 {
			lines++
			if onLine == 1 {
				single++
			}
			onLine = 0
		}
	}
	switch {
	case lines < shapeLines && len(text) < shapeBytes:
		return textProse
	case float64(letters) < shapeLetters*float64(letters+marks), float64(single) > shapeSingle*float64(lines):
		return textData
	case words > shapeWords && float64(foreign) < shapeForeign*float64(letters) && float64(function) < shapeFunction*float64(words):
		return textData
	}
	return textProse
}

// isLicence reports whether a text starts as a well-known licence does.
func isLicence(text []byte) bool {
	text = bytes.Join(bytes.Fields(text), []byte(" "))
	for _, phrase := range []string{
		"Permission is hereby granted, free of charge, to any person obtaining", "Redistribution and use in source and binary forms, with or without",
		"Everyone is permitted to copy and distribute verbatim copies of this license", "TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION",
		"Permission to use, copy, modify, and/or distribute this software for any purpose", "Mozilla Public License Version",
		"This is free and unencumbered software released into the public domain", "CREATIVE COMMONS CORPORATION IS NOT A LAW FIRM",
	} {
		if bytes.Contains(text, []byte(phrase)) {
			return true
		}
	}
	return false
}

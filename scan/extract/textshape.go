package extract

import "bytes"

// textSort is what counting says of a plain text.
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
	shapeLetters   = 0.58      // of all but white space
	shapeLong      = 200       // lines that tell a long text
	shapeBlock     = 40        // lines between blank ones, on average
	shapeNumbered  = 0.7       // lines that start with a number or a code
	shapeLines     = 40        // fewer lines flood nothing
	shapeSingle    = 0.8       // lines that are one word
	shapeWords     = 200
	shapeFunction  = 0.03 // function words among words
	shapeForeign   = 0.3  // letters of other scripts, whose words are not counted
	sparseBytes    = 2000 // of data that are read, whole lines
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
	var letters, foreign, marks, words, function, lines, single, blocks, numbered int
	blank := true
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
		if c != '\n' {
			continue
		}
		if onLine == 0 {
			blank = true
			continue
		}
		lines++
		if onLine == 1 {
			single++
		}
		if blank {
			blocks++
		}
		onLine, blank = 0, false
	}
	for n := range r.rst.cols {
		if line := r.blockText(n); int(r.rst.offs[n]) < len(text) && startsWithCode(line) {
			numbered++
		}
	}
	latin := float64(foreign) < shapeForeign*float64(letters)
	switch {
	case lines < shapeLines && len(text) < shapeBytes:
		return textProse
	case float64(letters) < shapeLetters*float64(letters+marks), latin && float64(single) > shapeSingle*float64(lines):
		return textData
	case lines > shapeLong && (lines > shapeBlock*blocks || float64(numbered) > shapeNumbered*float64(lines)):
		return textData
	case words > shapeWords && latin && float64(function) < shapeFunction*float64(words):
		return textData
	}
	return textProse
}

// startsWithCode reports whether the first word of a line is a number, a time
// or a code: digits, and no small letters.
func startsWithCode(line []byte) bool {
	digits := 0
	for _, c := range line {
		switch {
		case isSpace(c) || c == ';' || c == ',' || c == '|':
			return digits > 0
		case isDigit(c):
			digits++
		case c >= 'a' && c <= 'z' || c >= 0x80:
			return false
		}
	}
	return digits > 0
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

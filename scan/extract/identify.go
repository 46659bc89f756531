package extract

import (
	"bytes"
	"strings"
)

// What Identify looks at: HeadBytes from a file's start, TailBytes before its
// end. An interpreter is named within the first line, a mode within the first
// or last few; evidence for one of several languages shows in a few pages.
const (
	HeadBytes = 16 << 10
	TailBytes = 2 << 10
)

// Identify returns the language that a file's content tells where its name
// left that open, or "" where it tells none that is read. head and tail are
// the file's first HeadBytes and last TailBytes, or all of it where it is
// shorter; they may overlap.
//
// An editor's mode line says it, else the interpreter's line, else, for an
// extension of several languages, counted evidence.
func Identify(path string, head, tail []byte) Language {
	if l := byContent(path, head, tail); l.isRead() {
		return l
	}
	return ""
}

// byContent is Identify for languages that are not read, too.
func byContent(path string, head, tail []byte) Language {
	head = bytes.TrimPrefix(head[:min(len(head), HeadBytes)], []byte("\xef\xbb\xbf"))
	tail = tail[max(0, len(tail)-TailBytes):]
	if bytes.IndexByte(head, 0) >= 0 {
		return ""
	}
	l, ok := modeOf(head, tail)
	if !ok {
		l, ok = interpreterOf(head)
	}
	if !ok {
		if a, ambiguous := ambiguityOf(innerName(path)); ambiguous {
			l = a.decide(head)
		}
	}
	return l
}

// innerName is the last element of a path without wrapping extensions.
func innerName(path string) string {
	name := path[strings.LastIndexByte(path, '/')+1:]
	for range wrappers {
		dot := strings.LastIndexByte(name, '.')
		if dot <= 0 || !isWrapper(name[dot:]) {
			break
		}
		name = name[:dot]
	}
	return name
}

// cutLine returns the first line without its end, and what follows.
func cutLine(text []byte) (line, rest []byte) {
	i := bytes.IndexAny(text, "\r\n")
	switch {
	case i < 0:
		return text, nil
	case text[i] == '\r' && i+1 < len(text) && text[i+1] == '\n':
		return text[:i], text[i+2:]
	}
	return text[:i], text[i+1:]
}

// execLines is within how many lines a shell script that only starts another
// interpreter does so.
const execLines = 5

// interpreterOf returns the language of the program that a `#!` line starts.
func interpreterOf(head []byte) (Language, bool) {
	if !bytes.HasPrefix(head, []byte("#!")) {
		return "", false
	}
	line, rest := cutLine(head)
	l, ok := languageOfCommand(strings.Fields(string(line[2:min(len(line), 512)])))
	if l != Shell {
		return l, ok
	}
	for range execLines {
		if len(rest) == 0 {
			break
		}
		line, rest = cutLine(rest)
		line = line[:min(len(line), 512)]
		words := strings.Fields(strings.NewReplacer(`"`, " ", "'", " ").Replace(string(line)))
		if len(words) > 0 && words[0] == ":" { // ''':' and the like, a no-op
			words = words[1:]
		}
		if len(words) > 1 && words[0] == "exec" && bytes.Contains(line, []byte("$0")) {
			if other, known := languageOfCommand(words[1:]); known {
				return other, true
			}
		}
	}
	return l, ok
}

// languageOfCommand returns the language of the interpreter that a command
// line starts: `/usr/bin/env -S A=b python3.11 -u` is Python's.
func languageOfCommand(words []string) (Language, bool) {
	for i, word := range words {
		name := word[strings.LastIndexAny(word, `/\`)+1:]
		switch {
		case name == "env" || name == "busybox" || name == "sudo" || name == "exec" || name == "nice":
		case strings.HasPrefix(word, "-S") && len(word) > 2: // env's, without a space
			return languageOfCommand(append([]string{word[2:]}, words[i+1:]...))
		case strings.HasPrefix(word, "--split-string="):
			return languageOfCommand(append([]string{word[len("--split-string="):]}, words[i+1:]...))
		case i > 0 && (strings.HasPrefix(word, "-") || strings.Contains(word, "=")):
		default:
			return languageOfInterpreter(name)
		}
	}
	return "", false
}

// languageOfInterpreter looks up a program's name, with and without a version:
// python3.11, ruby2.7, perl5.36.0, lua-5.4, bash.exe.
func languageOfInterpreter(name string) (Language, bool) {
	name = strings.TrimSuffix(strings.ToLower(name), ".exe")
	if l, ok := lookup(languageByInterpreter, name, false); ok {
		return l, true
	}
	bare := strings.TrimRight(name, "0123456789.")
	return lookup(languageByInterpreter, strings.TrimRight(bare, "-_"), false)
}

// modeLines is how many lines at a file's start and end vim reads for settings.
const modeLines = 5

// modeOf returns the language that a line for vim or Emacs names. It is true
// with no language where that is one we do not know.
func modeOf(head, tail []byte) (Language, bool) {
	rest := head
	for i := 0; i < modeLines && len(rest) > 0; i++ {
		var line []byte
		line, rest = cutLine(rest)
		line = line[:min(len(line), 512)]
		if i < 2 { // Emacs looks at the second one behind a `#!`
			if l, ok := emacsMode(line); ok {
				return l, true
			}
		}
		if l, ok := vimMode(line); ok {
			return l, true
		}
	}
	lines := bytes.Split(bytes.TrimRight(tail, "\r\n"), []byte("\n"))
	for i := len(lines) - 1; i >= 0; i-- {
		line := lines[i][:min(len(lines[i]), 512)]
		if len(lines)-i <= modeLines {
			if l, ok := vimMode(line); ok {
				return l, true
			}
		}
		if l, ok := localMode(line, lines[:i]); ok {
			return l, true
		}
	}
	return "", false
}

// languageOfMode looks up an editor's name of a language.
func languageOfMode(mode string) (Language, bool) {
	mode = strings.ToLower(strings.TrimSpace(mode))
	for _, end := range []string{"", "-mode", "-ts-mode", "-ts"} {
		if bare, ok := strings.CutSuffix(mode, end); ok {
			if l, ok := LanguageByAlias(bare); ok {
				return l, true
			}
		}
	}
	return "", false
}

// emacsMode reads `-*- mode: c++; tab-width: 4 -*-` and `-*- c++ -*-`.
func emacsMode(line []byte) (Language, bool) {
	_, after, ok := bytes.Cut(line, []byte("-*-"))
	if !ok {
		return "", false
	}
	inside, _, ok := bytes.Cut(after, []byte("-*-"))
	if !ok {
		return "", false
	}
	for setting := range strings.SplitSeq(string(inside), ";") {
		name, value, hasValue := strings.Cut(setting, ":")
		switch {
		case !hasValue && strings.Contains(string(inside), ":"):
		case !hasValue:
			return languageOfMode(name) // "utf-8" is no mode
		case strings.EqualFold(strings.TrimSpace(name), "mode"):
			l, _ := languageOfMode(value)
			return l, true
		}
	}
	return "", false
}

// vimMode reads `vim: set ft=sh ts=4:` and `vi: syntax=perl`.
func vimMode(line []byte) (Language, bool) {
	text := string(line)
	for _, start := range []string{"vim:", "Vim:", "vi:", "ex:"} {
		at := strings.Index(text, start)
		if at < 0 || at > 0 && text[at-1] != ' ' && text[at-1] != '\t' {
			continue
		}
		options := strings.FieldsFunc(text[at+len(start):], func(c rune) bool { return c == ' ' || c == '\t' || c == ':' })
		for _, option := range options {
			name, value, _ := strings.Cut(option, "=")
			if name == "ft" || name == "filetype" || name == "syntax" || name == "syn" {
				value, _, _ = strings.Cut(value, ".")
				l, _ := languageOfMode(value)
				return l, true
			}
		}
	}
	return "", false
}

// localMode reads a `mode: perl` line of Emacs's list of local variables at a
// file's end; before are the lines above.
func localMode(line []byte, before [][]byte) (Language, bool) {
	at := bytes.Index(line, []byte("mode:"))
	if at < 0 {
		return "", false
	}
	prefix := line[:at]
	for i := len(before) - 1; i >= 0; i-- {
		rest, ok := bytes.CutPrefix(before[i], prefix)
		if !ok {
			return "", false
		}
		if bytes.HasPrefix(rest, []byte("Local Variables:")) {
			value, _, _ := strings.Cut(strings.TrimSpace(string(line[at+len("mode:"):])), " ")
			l, _ := languageOfMode(value)
			return l, true
		}
	}
	return "", false
}

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"syscall"
	"unicode"
	"unicode/utf8"
)

// Exit codes of the program.
const (
	exitDone     = 0
	exitFindings = 1 // the command worked, and what it looked for is so: stale, different, nothing found
	exitFailure  = 2 // wrong usage, or a failure
)

// errFindings ends a command with exitFindings. The command has already
// printed what it found: printError adds nothing.
var errFindings = errors.New("findings")

// errShown ends a command with exitFailure without a further message, because
// the reason is on stderr already.
var errShown = errors.New("shown")

// usageError is a command line that cannot be understood.
type usageError struct {
	msg  string // lower case, no full stop
	hint string // what to do, one or more lines; "" for none
}

func (e usageError) Error() string    { return e.msg }
func (e usageError) hintText() string { return e.hint }

// hinted is a failure with advice.
type hinted struct {
	err  error
	hint string // what to do, one or more lines; "" for none
}

func (e hinted) Error() string    { return e.err.Error() }
func (e hinted) Unwrap() error    { return e.err }
func (e hinted) hintText() string { return e.hint }

// exitCode maps what a command returned to the program's exit code.
func exitCode(err error) int {
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errFindings):
		return exitFindings
	}
	return exitFailure
}

// closedPipe reports whether a command could not go on printing because nobody
// reads any more, as in kwic find … | head.
func closedPipe(err error) bool {
	const noData, brokenPipe = syscall.Errno(232), syscall.Errno(109) // of Windows
	return errors.Is(err, syscall.EPIPE) || runtime.GOOS == "windows" && (errors.Is(err, noData) || errors.Is(err, brokenPipe))
}

// printError prints err for the person at the terminal: one line that starts
// with "kwic: ", then each hint of the error's chain on a line of its own.
// Errors joined by errors.Join are printed one after the other. An error in
// writing has nowhere to be reported and is dropped.
func printError(w io.Writer, err error) {
	switch {
	case err == nil, errors.Is(err, errFindings), errors.Is(err, errShown):
		return
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(w, "kwic: interrupted")
		return
	}
	if many := joined(err); many != nil {
		for _, one := range many {
			printError(w, one)
		}
		return
	}
	fmt.Fprintf(w, "kwic: %s\n", voice(err.Error()))
	var where pointed
	if errors.As(err, &where) {
		for _, line := range where.excerpt {
			fmt.Fprintln(w, printable(line))
		}
	}
	for _, hint := range hints(err) {
		fmt.Fprintf(w, "hint: %s\n", printable(hint))
	}
}

// joined returns the parts of an error made by errors.Join, and nil for any
// other: an error of fmt.Errorf with several %w has a sentence around them.
func joined(err error) []error {
	several, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return nil
	}
	parts := several.Unwrap()
	texts := make([]string, len(parts))
	for i, part := range parts {
		texts[i] = part.Error()
	}
	if strings.Join(texts, "\n") != err.Error() {
		return nil
	}
	return parts
}

// hints collects the lines of advice in an error's chain, outermost first.
func hints(err error) []string {
	var lines []string
	for ; err != nil; err = errors.Unwrap(err) {
		if advice, ok := err.(interface{ hintText() string }); ok && advice.hintText() != "" {
			lines = append(lines, strings.Split(advice.hintText(), "\n")...)
		}
	}
	return lines
}

// voice gives a message of another package our form: no capital at the start,
// no full stop at the end. A first word that is more than a capitalised word
// ("README.md", "SQL") is a name and stays.
func voice(message string) string {
	message = printable(strings.TrimSpace(message))
	if !strings.HasSuffix(message, "..") {
		message = strings.TrimSuffix(message, ".")
	}
	word, _, more := strings.Cut(message, " ")
	first, size := utf8.DecodeRuneInString(word)
	if !more || !unicode.IsUpper(first) || strings.ContainsFunc(word[size:], func(c rune) bool { return !unicode.IsLower(c) }) {
		return message
	}
	return string(unicode.ToLower(first)) + message[size:]
}

// printable escapes what could steer a terminal: a file's name may hold
// anything. Letters and marks of all scripts stay.
func printable(text string) string {
	if !strings.ContainsFunc(text, unprintable) && utf8.ValidString(text) {
		return text
	}
	var b strings.Builder
	for i := 0; i < len(text); {
		c, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case c == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x%02x`, text[i])
		case unprintable(c):
			b.WriteString(escapeRune(c))
		default:
			b.WriteRune(c)
		}
		i += size
	}
	return b.String()
}

// unprintable tells control characters and the marks that reverse the
// direction of the text around them.
func unprintable(c rune) bool {
	return unicode.IsControl(c) || c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069 || c == 0x2028 || c == 0x2029
}

// escapeRune writes a character as Go's string literals do.
func escapeRune(c rune) string {
	switch {
	case c == '\n':
		return `\n`
	case c == '\r':
		return `\r`
	case c == '\t':
		return `\t`
	case c < 0x80:
		return fmt.Sprintf(`\x%02x`, c)
	}
	return fmt.Sprintf(`\u%04x`, c)
}

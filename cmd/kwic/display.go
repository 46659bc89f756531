package main

import (
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/term"
)

// display is what a command's output may use. The zero display is a file or a
// pipe: plain text of any width.
type display struct {
	width  int // columns; 0 for no terminal
	colors bool
	links  bool // OSC 8: a text that can be clicked
}

// displayOf looks at the terminal that w is, if it is one. NO_COLOR turns
// colours off, and TERM=dumb all but the width. Emacs runs grep and compile on a
// terminal that shows codes raw.
func displayOf(w io.Writer) display {
	file, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return display{}
	}
	s := display{width: 80}
	if width, _, err := term.GetSize(int(file.Fd())); err == nil && width > 0 {
		s.width = width
	}
	if os.Getenv("TERM") != "dumb" {
		s.colors, s.links = showsColors(os.Getenv), showsLinks(os.Getenv)
	}
	return s
}

// showsColors reports whether the environment lets colours through.
func showsColors(env func(string) string) bool {
	return env("NO_COLOR") == "" && !strings.Contains(env("INSIDE_EMACS"), "compile")
}

// showsLinks reports whether the environment names a terminal that is known to
// show OSC 8 links. Others may print the escape codes, and cannot be asked.
func showsLinks(env func(string) string) bool {
	if forced := env("FORCE_HYPERLINK"); forced != "" {
		return forced != "0"
	}
	// Emacs inherits the variables of the terminal that it was started in.
	if env("CI") != "" || env("INSIDE_EMACS") != "" || strings.HasPrefix(env("TERM"), "screen") {
		return false
	}
	if vte, err := strconv.Atoi(env("VTE_VERSION")); err == nil && vte >= 5000 {
		return true
	}
	switch env("TERM_PROGRAM") {
	case "iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "rio", "Tabby":
		return true
	}
	switch env("TERM") {
	case "xterm-kitty", "alacritty", "foot", "foot-extra", "xterm-ghostty", "contour":
		return true
	}
	return env("WT_SESSION") != "" || env("KITTY_WINDOW_ID") != "" || env("KONSOLE_VERSION") != "" || env("DOMTERM") != ""
}

// Colours, as SGR parameters.
const (
	boldRed = "1;31"
	magenta = "35"
	green   = "32"
	yellow  = "33"
	dim     = "2"
)

// paint colours a text.
func (s display) paint(color, text string) string {
	if !s.colors || text == "" {
		return text
	}
	return "\x1b[" + color + "m" + text + "\x1b[0m"
}

// link makes a text lead to a file.
func (s display) link(file, text string) string {
	if !s.links {
		return text
	}
	host, err := os.Hostname()
	if err != nil {
		host = ""
	}
	slash := filepath.ToSlash(file)
	if !strings.HasPrefix(slash, "/") {
		slash = "/" + slash // C:/…
	}
	address := url.URL{Scheme: "file", Host: host, Path: slash}
	return "\x1b]8;;" + address.String() + "\x1b\\" + text + "\x1b]8;;\x1b\\"
}

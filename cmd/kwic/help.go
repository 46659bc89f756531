package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/rivo/uniseg"
	"github.com/urfave/cli/v2"
)

// helpWidth is the number of columns that help texts keep to.
const helpWidth = 80

// writeHelp writes the list of commands, which fits a screen of 80 × 24 for up
// to 17 commands.
func writeHelp(w io.Writer, app *cli.App) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s\n\nUsage: %s COMMAND [ARGUMENTS] [FLAGS]\n\n", app.Name, app.Usage, app.Name)
	var rows [][2]string
	for _, command := range app.Commands {
		if !command.Hidden {
			rows = append(rows, [2]string{strings.TrimSpace(command.Name + " " + command.ArgsUsage), command.Usage})
		}
	}
	writePairs(&b, rows)
	fmt.Fprintf(&b, "\n\"%s help COMMAND\" lists a command's flags; they may follow its arguments.\n", app.Name)
	_, err := io.WriteString(w, b.String())
	return err
}

// writeCommandHelp writes how a command is used: its synopsis, what it does,
// its flags and its Description, which holds examples.
func writeCommandHelp(w io.Writer, app *cli.App, command *cli.Command) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s: %s\n\nUsage: %s\n", app.Name, command.Name, command.Usage, synopsis(app.Name, command))
	var rows [][2]string
	for _, flag := range command.Flags {
		if row, visible := flagRow(flag); visible {
			rows = append(rows, row)
		}
	}
	if len(rows) > 0 {
		b.WriteByte('\n')
		writePairs(&b, rows)
	}
	if command.Description != "" {
		fmt.Fprintf(&b, "\n%s\n", strings.TrimSpace(command.Description))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// synopsis returns the shape of a command's line: kwic build [ROOT] [FLAGS].
func synopsis(program string, command *cli.Command) string {
	words := []string{program, command.Name}
	if command.ArgsUsage != "" {
		words = append(words, command.ArgsUsage)
	}
	if len(command.Flags) > 0 {
		words = append(words, "[FLAGS]")
	}
	return strings.Join(words, " ")
}

// flagRow returns a flag's spelling and its description.
func flagRow(flag cli.Flag) (row [2]string, visible bool) {
	documented, ok := flag.(cli.DocGenerationFlag)
	if shown, hides := flag.(cli.VisibleFlag); !ok || hides && !shown.IsVisible() {
		return row, false
	}
	value, usage := placeholderOf(documented.GetUsage())
	names := flag.Names()
	for i := len(names) - 1; i >= 0; i-- { // the main name comes last, as in -q, --quiet
		row[0] += flagText(names[i])
		if i > 0 {
			row[0] += ", "
		}
	}
	if documented.TakesValue() {
		row[0] += " " + value
	}
	if variable := variables[names[0]]; variable != "" {
		usage += " [$" + variable + "]"
	}
	row[1] = usage
	return row, true
}

// placeholderOf takes the name of a flag's value out of the backquotes in its
// description.
func placeholderOf(usage string) (value, plain string) {
	_, after, found := strings.Cut(usage, "`")
	name, _, closed := strings.Cut(after, "`")
	if !found || !closed {
		return "VALUE", usage
	}
	return name, strings.ReplaceAll(usage, "`", "")
}

// writePairs writes two columns, the second wrapped at helpWidth.
func writePairs(b *strings.Builder, rows [][2]string) {
	const gap, widest = 2, 30 // a longer first column has its description start on the next line
	width := 0
	for _, row := range rows {
		if w := uniseg.StringWidth(row[0]); w <= widest {
			width = max(width, w)
		}
	}
	indent := strings.Repeat(" ", gap+width+gap)
	for _, row := range rows {
		b.WriteString(strings.Repeat(" ", gap) + row[0])
		if row[1] == "" {
			b.WriteByte('\n')
			continue
		}
		pad := width - uniseg.StringWidth(row[0])
		if pad < 0 {
			b.WriteString("\n" + indent)
			pad = -gap
		}
		b.WriteString(strings.Repeat(" ", pad+gap))
		b.WriteString(strings.Join(wrap(row[1], helpWidth-len(indent)), "\n"+indent))
		b.WriteByte('\n')
	}
}

// wrap breaks a text at spaces into lines of at most width columns; a longer
// word has a line of its own.
func wrap(text string, width int) []string {
	lines := []string{""}
	for _, word := range strings.Fields(text) {
		last := &lines[len(lines)-1]
		switch {
		case *last == "":
			*last = word
		case uniseg.StringWidth(*last)+1+uniseg.StringWidth(word) <= width:
			*last += " " + word
		default:
			lines = append(lines, word)
		}
	}
	return lines
}

package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"
)

// newApp builds the program from its commands, to be started by runApp. It
// adds the help command, and takes from cli what would print or exit behind
// our back: help, version and error handling are this package's.
//
// ArgsUsage of a command says what arguments it takes, and runApp holds users
// to it: "" none, "FILE" one, "[ROOT]" at most one, "WORD…" at least one. A
// word in backquotes in a flag's Usage names the flag's value in the help.
func newApp(commands []*cli.Command, out, errOut io.Writer) *cli.App {
	app := &cli.App{
		Name:                      "kwic",
		Usage:                     "keeps a keyword index of a repository",
		Commands:                  commands,
		Writer:                    out,
		ErrWriter:                 errOut,
		HideHelp:                  true,
		HideVersion:               true,
		DisableSliceFlagSeparator: true,
		ExitErrHandler:            func(*cli.Context, error) {},
		Compiled:                  time.Unix(1, 0), // unused; without it cli looks for the program's file
	}
	app.Commands = append(slices.Clip(app.Commands), &cli.Command{
		Name:      "help",
		Usage:     "show this list, or a command's flags",
		ArgsUsage: "[COMMAND]",
		Action: func(c *cli.Context) error {
			if c.NArg() == 0 {
				return writeHelp(out, app)
			}
			command, err := findCommand(app, c.Args().First())
			if err != nil {
				return err
			}
			return writeCommandHelp(out, app, command)
		},
	})
	for _, command := range app.Commands {
		command.HideHelp = true // otherwise "kwic find help" would show help instead of finding it
		command.OnUsageError = func(_ *cli.Context, err error, _ bool) error { return usageError{msg: err.Error()} }
	}
	return app
}

// runApp runs the command that args, which do not include the program's name,
// ask for. Wrong usage is a usageError.
func runApp(ctx context.Context, app *cli.App, args []string) error {
	if len(args) == 0 {
		if err := writeHelp(app.ErrWriter, app); err != nil {
			return err
		}
		return errShown
	}
	switch name := args[0]; {
	case name == "--help" || name == "-h" || name == "-help":
		return writeHelp(app.Writer, app)
	case name == "--version" && app.Command("version") != nil:
		args = append([]string{"version"}, args[1:]...)
	case strings.HasPrefix(name, "-") && len(name) > 1:
		return usageError{fmt.Sprintf("the flag %q stands before the command", name), "write the command first: kwic build " + name}
	}
	command, err := findCommand(app, args[0])
	if err != nil {
		return err
	}
	line, err := arrange(command, args[1:])
	switch {
	case err != nil:
		return err
	case line.help:
		return writeCommandHelp(app.Writer, app, command)
	}
	if err := checkCount(command, line.arguments); err != nil {
		return err
	}
	whole := slices.Concat([]string{app.Name, command.Name}, line.flags, []string{"--"}, line.arguments)
	return app.RunContext(ctx, whole)
}

// findCommand returns the command of that name.
func findCommand(app *cli.App, name string) (*cli.Command, error) {
	if command := app.Command(name); command != nil {
		return command, nil
	}
	var names []string
	for _, command := range app.VisibleCommands() {
		names = append(names, command.Name)
	}
	hint := meant(closest(name, names), "\"kwic help\" lists the commands")
	if info, err := os.Stat(name); err == nil && info.IsDir() && strings.ContainsAny(name, `./\`) {
		hint = fmt.Sprintf("to index that folder: kwic build %s", filepath.ToSlash(name))
	}
	return nil, usageError{fmt.Sprintf("unknown command %q", name), hint}
}

// checkCount holds the arguments against the command's ArgsUsage.
func checkCount(command *cli.Command, arguments []string) error {
	least, most := 0, 0
	for _, word := range strings.Fields(command.ArgsUsage) {
		most++
		if !strings.HasPrefix(word, "[") {
			least++
		}
		if strings.Contains(word, "…") || strings.Contains(word, "...") {
			most = len(arguments)
		}
	}
	usage := "usage: " + synopsis("kwic", command)
	switch {
	case len(arguments) < least:
		return usageError{fmt.Sprintf("%q needs %s", command.Name, command.ArgsUsage), usage}
	case len(arguments) > most:
		return usageError{fmt.Sprintf("unexpected argument %q", arguments[most]), usage}
	}
	return nil
}

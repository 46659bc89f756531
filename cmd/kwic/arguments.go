package main

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/urfave/cli/v2"
)

// variables are the environment variables that stand in for a flag that is not
// given, for every command that has the flag. An empty one counts as unset.
var variables = map[string]string{
	"config": "KWIC_CONFIG",
	"db":     "KWIC_DB",
	"jobs":   "KWIC_JOBS",
	"out":    "KWIC_OUT",
	"quiet":  "KWIC_QUIET",
}

// commandLine is what follows a command's name, sorted out.
type commandLine struct {
	flags     []string // --name=value each, by the flags' main names
	arguments []string
	help      bool // --help was among the flags
}

// arrange sorts flags from arguments, which cli does not: it takes all that
// follows the first argument for arguments. "--" ends the flags; "-" and
// negative numbers are arguments, and so is what goes on with white space, as a
// comment of SQL does. Short flags may be joined (-0q), with a
// value last (-j4). Values are checked against the flag's type here, so that
// messages are ours.
func arrange(command *cli.Command, args []string) (commandLine, error) {
	var line commandLine
	given := map[string]bool{}
	for i := 0; i < len(args); i++ {
		arg := args[i]
		if arg == "--" {
			line.arguments = append(line.arguments, args[i+1:]...)
			break
		}
		name, value, hasValue := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(arg, "-"), "-"), "=")
		flag := findFlag(command, name)
		switch {
		case !strings.HasPrefix(arg, "-") || arg == "-" || flag == nil && (isNumber(arg) || isComment(arg)):
			line.arguments = append(line.arguments, arg)
			continue
		case flag == nil && (name == "help" || name == "h"):
			return commandLine{help: true}, nil
		case flag == nil:
			split, ok := splitShort(command, arg)
			if !ok {
				return line, unknownFlag(command, arg)
			}
			args = slices.Concat(args[:i], split, args[i+1:])
			i--
			continue
		}
		switch {
		case !takesValue(flag) && !hasValue:
			value = "true"
		case !hasValue && i+1 == len(args):
			return line, usageError{fmt.Sprintf("the flag %q needs a value", arg), usageHint(command)}
		case !hasValue:
			i++
			value = args[i]
		}
		if want := mistyped(flag, value); want != "" {
			return line, usageError{fmt.Sprintf("%q must be %s, not %q", flagText(name), want, value), usageHint(command)}
		}
		given[flag.Names()[0]] = true
		line.flags = append(line.flags, "--"+flag.Names()[0]+"="+value)
	}
	return line, line.fromEnvironment(command, given)
}

// fromEnvironment adds the flags that are not given, but whose variables are.
func (line *commandLine) fromEnvironment(command *cli.Command, given map[string]bool) error {
	for _, flag := range command.Flags {
		name := flag.Names()[0]
		variable := variables[name]
		value := os.Getenv(variable)
		if value == "" || given[name] {
			continue
		}
		if want := mistyped(flag, value); want != "" {
			return usageError{fmt.Sprintf("the environment variable %s must be %s, not %q", variable, want, value), ""}
		}
		line.flags = append(line.flags, "--"+name+"="+value)
	}
	return nil
}

// findFlag returns the flag with that name or alias, or nil.
func findFlag(command *cli.Command, name string) cli.Flag {
	for _, flag := range command.Flags {
		if slices.Contains(flag.Names(), name) {
			return flag
		}
	}
	return nil
}

// takesValue tells flags with a value from switches.
func takesValue(flag cli.Flag) bool {
	documented, ok := flag.(cli.DocGenerationFlag)
	return !ok || documented.TakesValue()
}

// splitShort takes joined short flags apart: -0q is -0 -q, -j4 is -j=4.
func splitShort(command *cli.Command, arg string) ([]string, bool) {
	if strings.HasPrefix(arg, "--") {
		return nil, false
	}
	var split []string
	for i := 1; i < len(arg); i++ {
		flag := findFlag(command, arg[i:i+1])
		switch {
		case flag == nil:
			return nil, false
		case takesValue(flag):
			if rest := strings.TrimPrefix(arg[i+1:], "="); rest != "" {
				return append(split, "-"+arg[i:i+1]+"="+rest), true
			}
		}
		split = append(split, "-"+arg[i:i+1])
	}
	return split, len(split) > 1
}

// isComment tells whether an argument that starts with "-" is a comment of SQL,
// with or without a query in the lines below.
func isComment(arg string) bool {
	text, found := strings.CutPrefix(arg, "--")
	return found && (strings.TrimLeft(text, " \t\r\n") != text || strings.Contains(text, "\n"))
}

// isNumber tells whether an argument that starts with "-" is a negative number.
func isNumber(arg string) bool {
	_, err := strconv.ParseFloat(arg, 64)
	return err == nil && len(arg) > 1 && (arg[1] == '.' || '0' <= arg[1] && arg[1] <= '9')
}

// mistyped says what a flag's value must be if it is not that, else "".
func mistyped(flag cli.Flag, value string) string {
	var err error
	want := ""
	switch flag.(type) {
	case *cli.BoolFlag:
		_, err = strconv.ParseBool(value)
		want = "true or false"
	case *cli.IntFlag:
		_, err = strconv.ParseInt(value, 0, strconv.IntSize)
		want = "a whole number"
	case *cli.Int64Flag:
		_, err = strconv.ParseInt(value, 0, 64)
		want = "a whole number"
	case *cli.Float64Flag:
		_, err = strconv.ParseFloat(value, 64)
		want = "a number"
	case *cli.DurationFlag:
		_, err = time.ParseDuration(value)
		want = "a duration such as 30s"
	}
	if err == nil {
		return ""
	}
	return want
}

// unknownFlag is the error for a flag that the command does not have.
func unknownFlag(command *cli.Command, arg string) error {
	text, _, _ := strings.Cut(arg, "=")
	names := []string{"--help"}
	for _, flag := range command.Flags {
		for _, name := range flag.Names() {
			names = append(names, flagText(name))
		}
	}
	hint := meant(closest(text, names), usageHint(command))
	if command.Name == "find" { // keywords may begin so
		hint += fmt.Sprintf("\nto look for a keyword that starts with \"-\": kwic find -- %s", text)
	}
	return usageError{fmt.Sprintf("unknown flag %q", text), hint}
}

// usageHint says where a command's flags are listed.
func usageHint(command *cli.Command) string {
	return fmt.Sprintf("\"kwic help %s\" lists the flags", command.Name)
}

// flagText writes a flag's name with its dashes.
func flagText(name string) string {
	if len(name) == 1 {
		return "-" + name
	}
	return "--" + name
}

package main

import (
	"context"
	_ "embed"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"kwic/scan/extract"

	"github.com/urfave/cli/v2"
)

// The scripts hand the words of the command line to "kwic complete", which knows
// all that can follow.
var (
	//go:embed completion/kwic.bash
	bashCompletion string
	//go:embed completion/kwic.zsh
	zshCompletion string
	//go:embed completion/kwic.fish
	fishCompletion string
	//go:embed completion/kwic.ps1
	powershellCompletion string
)

// completionScripts returns the scripts by the names of their shells.
func completionScripts() map[string]string {
	return map[string]string{"bash": bashCompletion, "zsh": zshCompletion, "fish": fishCompletion, "powershell": powershellCompletion}
}

func completionCommand(stdout io.Writer) *cli.Command {
	return &cli.Command{
		Name:      "completion",
		Usage:     "print what makes a shell complete commands, keywords and paths",
		ArgsUsage: "SHELL",
		Description: "In bash:  source <(kwic completion bash)\n" +
			"In zsh:   source <(kwic completion zsh)\n" +
			"In fish:  kwic completion fish | source\n" +
			"In PowerShell:  kwic completion powershell | Out-String | Invoke-Expression",
		Action: func(c *cli.Context) error {
			scripts := completionScripts()
			script, found := scripts[c.Args().First()]
			if !found {
				names := slices.Sorted(maps.Keys(scripts))
				return usageError{fmt.Sprintf("there is no completion for the shell %q", c.Args().First()), meant(closest(c.Args().First(), names), "one of "+strings.Join(names, ", "))}
			}
			_, err := io.WriteString(stdout, script)
			return err
		},
	}
}

// completeCommand is what the scripts call: with the words behind "kwic" up to
// the cursor, the last of which is being written. It prints what that word can
// become, one a line, and nothing where it does not know: the shell then
// completes files. It never fails, for nobody would read why.
func completeCommand(stdout io.Writer, all func() []*cli.Command) *cli.Command {
	return &cli.Command{
		Name:      "complete",
		Usage:     "list what the last word of a command line can become",
		ArgsUsage: "[WORD…]",
		Hidden:    true,
		Action: func(c *cli.Context) error {
			words := c.Args().Slice()
			if len(words) == 0 {
				words = []string{""}
			}
			var b strings.Builder
			for _, candidate := range candidates(c.Context, all(), words) {
				if strings.HasPrefix(candidate, words[len(words)-1]) && !strings.ContainsFunc(candidate, unprintable) {
					b.WriteString(candidate + "\n")
				}
			}
			_, err := io.WriteString(stdout, b.String())
			return err
		},
	}
}

// candidates returns what may stand in the place of the last word.
func candidates(ctx context.Context, commands []*cli.Command, words []string) []string {
	last := words[len(words)-1]
	var names []string
	var command *cli.Command
	for _, one := range commands {
		if !one.Hidden {
			names = append(names, one.Name)
		}
		if one.Name == words[0] {
			command = one
		}
	}
	if len(words) == 1 {
		return append(names, "help")
	}
	if words[0] == "help" {
		return names
	}
	if command == nil {
		return nil
	}
	arguments, db, waiting, ended := sortWords(command, words[1:len(words)-1])
	name, begun, hasValue := strings.Cut(last, "=")
	switch {
	case waiting != "":
		return listsOf(command.Name, waiting, last)
	case ended || !strings.HasPrefix(last, "-"):
	case hasValue:
		flag := findFlag(command, strings.TrimLeft(name, "-"))
		if flag == nil {
			return nil
		}
		var values []string
		for _, value := range listsOf(command.Name, flag.Names()[0], begun) {
			values = append(values, name+"="+value)
		}
		return values
	default:
		var flags []string
		for _, flag := range command.Flags {
			for _, name := range flag.Names() {
				flags = append(flags, flagText(name))
			}
		}
		return append(flags, "--help")
	}
	switch command.Name {
	case "completion":
		return slices.Sorted(maps.Keys(completionScripts()))
	case "find":
		return fromIndex(ctx, db, func(x *index) ([]string, error) { return nextWords(x, arguments, last) })
	case "show", "related":
		return fromIndex(ctx, db, func(x *index) ([]string, error) { return pathsAhead(x, last) })
	}
	return nil
}

// sortWords tells the arguments among the words of a command, the value of --db,
// the flag that the next word is a value of, "" for none, and whether "--" has
// ended the flags.
func sortWords(command *cli.Command, words []string) (arguments []string, db, waiting string, ended bool) {
	for i := 0; i < len(words); i++ {
		if words[i] == "--" {
			return append(arguments, words[i+1:]...), db, "", true
		}
		name, value, hasValue := strings.Cut(strings.TrimLeft(words[i], "-"), "=")
		flag := findFlag(command, name)
		switch {
		case !strings.HasPrefix(words[i], "-"):
			arguments = append(arguments, words[i])
		case flag == nil || !takesValue(flag):
		case !hasValue && i+1 == len(words):
			return arguments, db, flag.Names()[0], false
		default:
			if !hasValue {
				i++
				value = words[i]
			}
			if flag.Names()[0] == "db" {
				db = value
			}
		}
	}
	return arguments, db, "", false
}

// listsOf returns what a flag's value that is being written can become: the last
// one of several that commas join, where the flag takes such.
func listsOf(command, flag, written string) []string {
	values := valuesOf(command, flag)
	if flag != "kind" && flag != "role" && flag != "fail-on" {
		return values
	}
	before := written[:strings.LastIndexByte(written, ',')+1]
	lists := make([]string, len(values))
	for i, value := range values {
		lists[i] = before + value
	}
	return lists
}

// valuesOf returns the values that a flag can have, nil where they are not known.
func valuesOf(command, flag string) []string {
	switch flag {
	case "kind":
		return kindNames()
	case "role":
		return roleNames()
	case "format":
		switch command {
		case "check":
			return checkFormats
		case "review":
			return reviewFormats
		}
		return rowFormats
	case "fail-on":
		return reviewSorts
	case "recipe":
		return recipeNames()
	case "saved":
		all, err := savedQueries()
		if err != nil {
			return nil
		}
		var names []string
		for _, one := range all {
			names = append(names, one.name)
		}
		return names
	}
	return nil
}

// fromIndex asks the index, if there is one.
func fromIndex(ctx context.Context, db string, ask func(*index) ([]string, error)) (found []string) {
	err := withIndex(ctx, db, io.Discard, func(x *index) (err error) {
		found, err = ask(x)
		return err
	})
	if err != nil {
		return nil
	}
	return found
}

// completed is how many candidates from the index are listed at most: more than
// a screen of them help nobody.
const completed = 100

// nextWords returns the words that keywords have in the place of the last word,
// behind the words before it.
func nextWords(x *index, before []string, last string) ([]string, error) {
	written := strings.Join(append(slices.Clone(before), last), " ")
	if strings.TrimSpace(written) == "" {
		return nil, nil // any keyword at all
	}
	forms, err := x.FormsLike(written, completed)
	if err != nil {
		return nil, err
	}
	passed := len(strings.Fields(strings.Join(before, " "))) // a word may be a quoted phrase
	var words []string
	for _, form := range forms {
		parts := strings.Fields(form)
		if len(parts) <= passed {
			continue
		}
		word := parts[passed]
		if strings.Contains(last, " ") {
			word = strings.Join(parts[passed:], " ")
		}
		if !strings.HasPrefix(word, last) {
			word = strings.ToLower(word) // shells compare bytes; to find, it is the same
		}
		if strings.HasPrefix(word, last) {
			words = append(words, word)
		}
	}
	slices.Sort(words)
	return slices.Compact(words), nil
}

// pathsAhead returns the documents whose paths begin so, as seen from the current
// folder, or else from the root; of deeper ones the folder. Behind '#' follow
// what a document's sections, or the definitions of a source file, are called.
func pathsAhead(x *index, last string) ([]string, error) {
	if path, name, found := strings.Cut(last, "#"); found {
		return namesIn(x, path, name)
	}
	paths, err := x.PathsBelow(last)
	if inTree, inside := fromHere(x, last); err == nil && inside && inTree != last {
		var near []string
		if near, err = x.PathsBelow(inTree); len(near) > 0 {
			paths = near
			for i := range paths {
				paths[i] = last + paths[i][len(inTree):]
			}
		}
	}
	if err != nil {
		return nil, err
	}
	for i, path := range paths {
		if slash := strings.IndexByte(path[len(last):], '/'); slash >= 0 {
			paths[i] = path[:len(last)+slash+1]
		}
	}
	return slices.Compact(paths), nil
}

// fromHere returns the beginning of paths in the tree that is written so in the
// current folder.
func fromHere(x *index, last string) (inTree string, inside bool) {
	folder, name := last[:strings.LastIndexByte(last, '/')+1], last[strings.LastIndexByte(last, '/')+1:]
	whole, err := filepath.Abs(filepath.FromSlash("./" + folder))
	if err != nil || name == ".." || strings.HasPrefix(last, "/") {
		return "", false
	}
	inTree, inside = relativeTo(x.root, whole)
	if !inside || inTree == "." || inTree == "" {
		return name, inside
	}
	return inTree + "/" + name, true
}

// namesIn returns the anchors of a document's sections, or what a source file
// defines, that begin so, behind its path.
func namesIn(x *index, path, name string) ([]string, error) {
	file, document, err := shownFile(x, path)
	if err != nil || file == nil {
		return nil, err
	}
	var names []string
	for _, one := range document.Sections {
		names = append(names, one.Anchor)
	}
	source, err := newSources(x).of(file)
	if err != nil {
		return nil, err
	}
	for _, one := range extract.NamedIn(extract.Language(file.Language), []byte(source.text)) {
		names = append(names, one.Name)
	}
	var found []string
	for _, one := range names {
		if one != "" && strings.HasPrefix(one, name) {
			found = append(found, path+"#"+one)
		}
	}
	slices.Sort(found)
	return slices.Compact(found), nil
}

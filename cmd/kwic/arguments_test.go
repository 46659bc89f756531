package main

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/rivo/uniseg"
	"github.com/urfave/cli/v2"
)

// testCommands are commands of the shapes that the program has. Each writes
// what reaches it.
func testCommands(out *bytes.Buffer) []*cli.Command {
	show := func(c *cli.Context) error {
		fmt.Fprintf(out, "%s %q", c.Command.Name, c.Args().Slice())
		for _, flag := range c.Command.Flags {
			name := flag.Names()[0]
			_, list := flag.(*cli.StringSliceFlag)
			switch {
			case list && c.IsSet(name):
				fmt.Fprintf(out, " %s=%q", name, c.StringSlice(name))
			case c.IsSet(name):
				fmt.Fprintf(out, " %s=%v", name, c.Value(name))
			}
		}
		return nil
	}
	build := &cli.Command{
		Name: "build", ArgsUsage: "[ROOT]", Action: show, Usage: "scan a tree and write its index pages",
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "full", Usage: "read and parse every file, as if nothing were known"},
			&cli.BoolFlag{Name: "dry-run", Aliases: []string{"n"}, Usage: "say what would change, and change nothing"},
			&cli.StringFlag{Name: "files-from", Usage: "look at the files that `FILE` lists, - for stdin"},
			&cli.BoolFlag{Name: "null", Aliases: []string{"0"}, Usage: "names in --files-from end in NUL"},
			&cli.StringFlag{Name: "since", Usage: "look at the files changed since `REV`, as in main~3"},
			&cli.BoolFlag{Name: "no-pages", Usage: "keep the database only"},
			&cli.StringFlag{Name: "list-changed", Usage: "write changed pages to `FILE`, as in changed.txt"},
			&cli.StringFlag{Name: "out", Usage: "write pages to `FOLDER`, as in docs/keywords"},
			&cli.StringFlag{Name: "db", Usage: "keep the database in `FILE`"},
			&cli.StringFlag{Name: "config", Usage: "read `FILE` instead of .kwic.yaml"},
			&cli.IntFlag{Name: "jobs", Aliases: []string{"j"}, Usage: "use `N` cores, as in 2"},
			&cli.BoolFlag{Name: "json", Usage: "print the summary as JSON"},
			&cli.BoolFlag{Name: "quiet", Aliases: []string{"q"}, Usage: "print errors only"},
			&cli.BoolFlag{Name: "tracked", Usage: "take git's list of files alone"},
		},
		Description: "Example: kwic build docs --out docs/keywords",
	}
	sql := &cli.Command{
		Name: "sql", ArgsUsage: "[QUERY]", Action: show, Usage: "query the index",
		Flags: []cli.Flag{
			&cli.StringSliceFlag{Name: "param", Aliases: []string{"p"}, Usage: "`NAME=VALUE`"},
			&cli.DurationFlag{Name: "timeout"}, &cli.Float64Flag{Name: "ratio"}, &cli.Int64Flag{Name: "limit"},
		},
	}
	commands := []*cli.Command{build, sql, {Name: "find", ArgsUsage: "WORD…", Action: show, Usage: "say where keywords are treated"}}
	for _, name := range []string{"check", "rebuild", "show", "explain", "suggest", "status", "stats", "init", "clean", "version", "completion"} {
		commands = append(commands, &cli.Command{Name: name, Action: show, Usage: "do what one would expect of " + name})
	}
	return commands
}

// runTest runs one command line and returns what went where.
func runTest(args ...string) (shown, stdout, stderr string, code int) {
	var reached, out, errOut bytes.Buffer
	err := runApp(context.Background(), newApp(testCommands(&reached), &out, &errOut), args)
	printError(&errOut, err)
	return reached.String(), out.String(), errOut.String(), exitCode(err)
}

func TestArguments(t *testing.T) {
	t.Setenv("KWIC_DB", "")
	tests := []struct{ line, want string }{
		{"build", `build []`},
		{"build . --full", `build ["."] full=true`},
		{"build --full .", `build ["."] full=true`},
		{"build -full .", `build ["."] full=true`},
		{"build --full=false .", `build ["."] full=false`},
		{"build . --out x --jobs=3", `build ["."] out=x jobs=3`},
		{"build --out --full .", `build ["."] out=--full`},
		{"build --out= .", `build ["."] out=`},
		{"build --out=a=b", `build [] out=a=b`},
		{"build --out a --out b", `build [] out=b`},
		{"build -- --full", `build ["--full"]`},
		{"build --out -- .", `build ["."] out=--`},
		{"build -0 --files-from - .", `build ["."] files-from=- null=true`},
		{"build . -0q", `build ["."] null=true quiet=true`},
		{"build -j4 .", `build ["."] jobs=4`},
		{"build -qj 4 .", `build ["."] jobs=4 quiet=true`},
		{"build -nj=4", `build [] dry-run=true jobs=4`},
		{"build -q --quiet .", `build ["."] quiet=true`},
		{"build -", `build ["-"]`},
		{"build -5", `build ["-5"]`},
		{"sql -1.5 --ratio -2", `sql ["-1.5"] ratio=-2`},
		{"sql q -p a=1,2 -p b=3 --limit 7 --timeout 2s", `sql ["q"] param=["a=1,2" "b=3"] timeout=2s limit=7`},
		{"find help", `find ["help"]`},
		{"find h full build", `find ["h" "full" "build"]`},
		{"find -- -x --help", `find ["-x" "--help"]`},
		{"--version", `version []`},
	}
	for _, test := range tests {
		shown, stdout, stderr, code := runTest(strings.Fields(test.line)...)
		if shown != test.want || stdout != "" || stderr != "" || code != exitDone {
			t.Errorf("kwic %s: code %d\ngot  %s %s %s\nwant %s", test.line, code, shown, stdout, stderr, test.want)
		}
	}
}

func TestUsageErrors(t *testing.T) {
	tests := []struct{ line, want string }{
		{"build --ful .", "kwic: unknown flag \"--ful\"\nhint: did you mean \"--full\"?\n"},
		{"build . --ful=x", "kwic: unknown flag \"--ful\"\nhint: did you mean \"--full\"?\n"},
		{"build --zzzzzzz", "kwic: unknown flag \"--zzzzzzz\"\nhint: \"kwic help build\" lists the flags\n"},
		{"build -x", "kwic: unknown flag \"-x\"\n"},
		{"build -qx", "kwic: unknown flag \"-qx\"\n"},
		{"build ---full", "kwic: unknown flag \"---full\"\nhint: did you mean \"--full\"?\n"},
		{"find --ahead", "kwic: unknown flag \"--ahead\"\nhint: \"kwic help find\" lists the flags\nhint: to look for a keyword that starts with \"-\": kwic find -- --ahead\n"},
		{"build --=x", "kwic: unknown flag \"--\"\n"},
		{"build --out", "kwic: the flag \"--out\" needs a value\n"},
		{"build --jobs many", "kwic: \"--jobs\" must be a whole number, not \"many\"\n"},
		{"build -j", "kwic: the flag \"-j\" needs a value\n"},
		{"build --full=perhaps", "kwic: \"--full\" must be true or false, not \"perhaps\"\n"},
		{"sql --timeout 5", "kwic: \"--timeout\" must be a duration such as 30s, not \"5\"\n"},
		{"sql --ratio x", "must be a number"},
		{"sql --limit 1.5", "must be a whole number"},
		{"build a b", "kwic: unexpected argument \"b\"\nhint: usage: kwic build [ROOT] [FLAGS]\n"},
		{"find", "kwic: \"find\" needs WORD…\nhint: usage: kwic find WORD…\n"},
		{"version x", "kwic: unexpected argument \"x\"\nhint: usage: kwic version\n"},
		{"biuld .", "kwic: unknown command \"biuld\"\nhint: did you mean \"build\"?\n"},
		{"help biuld", "kwic: unknown command \"biuld\"\nhint: did you mean \"build\"?\n"},
		{"xxxxxxxx", "kwic: unknown command \"xxxxxxxx\"\nhint: \"kwic help\" lists the commands\n"},
		{".", "kwic: unknown command \".\"\nhint: to index that folder: kwic build .\n"},
		{"--quiet build", "kwic: the flag \"--quiet\" stands before the command\nhint: write the command first: kwic build --quiet\n"},
		{"build \x1b[31m y", "kwic: unexpected argument \"y\"\n"},
	}
	for _, test := range tests {
		shown, stdout, stderr, code := runTest(strings.Fields(test.line)...)
		if !strings.Contains(stderr, test.want) || stdout != "" || shown != "" || code != exitFailure {
			t.Errorf("kwic %s: code %d, reached %q, stdout %q\ngot  %swant %s", test.line, code, shown, stdout, stderr, test.want)
		}
	}
}

func TestEnvironment(t *testing.T) {
	t.Setenv("KWIC_OUT", "from-env")
	t.Setenv("KWIC_JOBS", "many")
	t.Setenv("KWIC_DB", "")
	if shown, _, stderr, _ := runTest("build", "--jobs", "2"); shown != `build [] out=from-env jobs=2` {
		t.Errorf("a flag beats a variable: %s%s", shown, stderr)
	}
	if shown, _, stderr, _ := runTest("build", "--jobs=2", "--out=x"); shown != `build [] out=x jobs=2` {
		t.Errorf("a flag beats a variable: %s%s", shown, stderr)
	}
	if shown, _, stderr, code := runTest("build"); code != exitFailure || stderr != "kwic: the environment variable KWIC_JOBS must be a whole number, not \"many\"\n" {
		t.Errorf("a wrong variable: code %d %s%s", code, shown, stderr)
	}
	if shown, _, stderr, _ := runTest("find", "a"); shown != `find ["a"]` {
		t.Errorf("a variable of another command's flag: %s%s", shown, stderr)
	}
}

func TestHelp(t *testing.T) {
	for _, line := range []string{"help", "--help", "-h", "help build", "build --help", "build . -h --full", "help help", "help sql"} {
		shown, stdout, stderr, code := runTest(strings.Fields(line)...)
		if shown != "" || stderr != "" || code != exitDone {
			t.Errorf("kwic %s: code %d %s%s", line, code, shown, stderr)
		}
		checkScreen(t, "kwic "+line, stdout)
	}
	_, general, _, _ := runTest("help")
	_, build, _, _ := runTest("help", "build")
	for _, want := range []string{"build [ROOT]", "scan a tree", "help [COMMAND]"} {
		if !strings.Contains(general, want) {
			t.Errorf("kwic help lacks %q:\n%s", want, general)
		}
	}
	for _, want := range []string{"Usage: kwic build [ROOT] [FLAGS]\n", "-q, --quiet", "--out FOLDER", "[$KWIC_OUT]", "write pages to FOLDER, as", "Example: "} {
		if !strings.Contains(build, want) {
			t.Errorf("kwic help build lacks %q:\n%s", want, build)
		}
	}
	if _, stdout, stderr, code := runTest(); stdout != "" || stderr != general || code != exitFailure {
		t.Errorf("kwic alone: code %d, stdout %q, stderr %q", code, stdout, stderr)
	}
}

// checkScreen checks that a help text fits a screen of 80 × 24.
func checkScreen(t *testing.T, name, text string) {
	t.Helper()
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	if text == "" || len(lines) > 24 {
		t.Errorf("%s prints %d lines:\n%s", name, len(lines), text)
	}
	for _, line := range lines {
		if uniseg.StringWidth(line) > 80 || strings.TrimRight(line, " ") != line {
			t.Errorf("%s: line of %d columns %q", name, uniseg.StringWidth(line), line)
		}
	}
}

func FuzzArguments(f *testing.F) {
	f.Add("build . --full")
	f.Add("sql -p a=1 -- -x")
	f.Fuzz(func(t *testing.T, line string) {
		args := strings.Split(line, " ")
		if strings.ContainsRune(line, 0) || slices.Contains([]string{"", "--"}, line) {
			return
		}
		if _, _, stderr, code := runTest(args...); code != exitDone && stderr == "" {
			t.Errorf("%q fails without a word", args)
		}
	})
}

// Command kwic keeps a keyword index of a repository: it scans documents,
// keeps their keywords in SQLite, and writes Markdown index pages.
//
// This package wires scan, store and emit together. It alone prints and sets
// exit codes; main is its only way out.
package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/urfave/cli/v2"
)

func main() {
	fewCollections()
	signal.Ignore(syscall.SIGPIPE) // writes fail instead, and commands close what they have opened
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // the second signal ends the program at once
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run runs the command that args ask for and returns the exit code.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	app := newApp(commands(stdin, stdout, stderr), stdout, stderr)
	err := runApp(ctx, app, args)
	if closedPipe(err) {
		return exitDone // whoever reads has seen enough
	}
	printError(stderr, err)
	return exitCode(err)
}

// commands lists the program's commands in the order of its help.
func commands(stdin io.Reader, stdout, stderr io.Writer) []*cli.Command {
	return []*cli.Command{
		buildCommand(stdin, stdout, stderr),
		checkCommand(stdout, stderr),
		watchCommand(stdout, stderr),
		rebuildCommand(stdout, stderr),
		placesCommand(stdout, stderr),
		showCommand(stdout, stderr),
		relatedCommand(stdout, stderr),
		sqlCommand(stdin, stdout, stderr),
		diffCommand(stdout),
		reviewCommand(stdout, stderr),
		statsCommand(stdout, stderr),
		statusCommand(stdout, stderr),
		explainCommand(stdout),
		initCommand(stdout),
		suggestCommand(stdout, stderr),
		mcpCommand(stdin, stdout),
		completionCommand(stdout),
		completeCommand(stdout, func() []*cli.Command { return commands(stdin, stdout, stderr) }),
		versionCommand(stdout),
	}
}

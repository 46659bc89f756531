package main

import (
	_ "embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/urfave/cli/v2"
)

// initialConfig is a configuration that says nothing, with every key in
// comments.
//
//go:embed init.yaml
var initialConfig string

func initCommand(stdout io.Writer) *cli.Command {
	return &cli.Command{
		Name:      "init",
		Usage:     "write a .kwic.yaml with every key in comments",
		ArgsUsage: "[ROOT]",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "recipe", Usage: "write the files of a recipe instead: `NAME` is one of " + strings.Join(recipeNames(), ", ")},
		},
		Action: func(c *cli.Context) (err error) {
			if c.IsSet("recipe") {
				return writeRecipe(c, stdout)
			}
			root := c.Args().First()
			if c.Args().Present() {
				err = checkRoot(root)
			} else {
				root, err = findRoot(".")
			}
			if err != nil {
				return err
			}
			path := filepath.Join(root, configName)
			if err := writeNew(path, initialConfig); err != nil {
				return err
			}
			_, err = fmt.Fprintln(stdout, shown(path))
			return err
		},
	}
}

// writeNew writes a file where there is none.
func writeNew(path, content string) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return hinted{fmt.Errorf("%q is there already", shown(path)), "it is left as it is; \"kwic init\" in an empty folder writes what there is to set"}
	}
	if err != nil {
		return fmt.Errorf("cannot write %q: %w", shown(path), cause(err))
	}
	_, err = file.WriteString(content)
	if closing := file.Close(); err == nil {
		err = closing
	}
	if err != nil {
		// Half a file is worse than none, and it is ours.
		return errors.Join(fmt.Errorf("cannot write %q: %w", shown(path), cause(err)), os.Remove(path))
	}
	return nil
}

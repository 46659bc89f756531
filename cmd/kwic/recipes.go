package main

import (
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"
)

// recipeFiles holds the files of each recipe below a folder of its name, by where
// they belong.
//
//go:embed all:recipes
var recipeFiles embed.FS

// recipe is a set of files that put kwic to work somewhere.
type recipe struct {
	name   string
	folder string // where its files belong, "" for the root of the tree
}

var recipes = []recipe{
	{name: "github"},
	{name: "gitlab"},
	{name: "pre-commit"},
	{name: "committed"},
	{name: "cron", folder: "/etc/cron.d"},
	{name: "systemd", folder: "/etc/systemd/system"},
	{name: "mkdocs"},
	{name: "hugo"},
}

func recipeNames() []string {
	names := make([]string, len(recipes))
	for i, r := range recipes {
		names[i] = r.name
	}
	return names
}

// files returns the contents of the recipe's files by slash path.
func (r recipe) files() (map[string]string, error) {
	files := make(map[string]string)
	base := path.Join("recipes", r.name)
	err := fs.WalkDir(recipeFiles, base, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := recipeFiles.ReadFile(name)
		files[strings.TrimPrefix(name, base+"/")] = string(content)
		return err
	})
	return files, err
}

// writeRecipe writes the files of a recipe where none of them is, and names them.
func writeRecipe(c *cli.Context, stdout io.Writer) error {
	at := slices.IndexFunc(recipes, func(r recipe) bool { return r.name == c.String("recipe") })
	if at < 0 {
		return usageError{fmt.Sprintf("unknown recipe %q", c.String("recipe")), meant(closest(c.String("recipe"), recipeNames()), "one of "+strings.Join(recipeNames(), ", "))}
	}
	r := recipes[at]
	root := c.Args().First()
	var err error
	switch {
	case c.Args().Present():
		err = checkRoot(root)
	case r.folder != "":
		return usageError{fmt.Sprintf("the files of the recipe %q do not belong into the tree", r.name), fmt.Sprintf("name their folder: kwic init --recipe %s %s", r.name, r.folder)}
	default:
		root, err = findRoot(".")
	}
	if err != nil {
		return err
	}
	files, err := r.files()
	if err != nil {
		return err
	}
	names := slices.Sorted(maps.Keys(files))
	for _, name := range names {
		place := filepath.Join(root, filepath.FromSlash(name))
		if _, err := os.Lstat(place); !errors.Is(err, fs.ErrNotExist) {
			if err != nil {
				return fmt.Errorf("cannot look for %q: %w", shown(place), cause(err))
			}
			return hinted{fmt.Errorf("%q is there already", shown(place)), fmt.Sprintf("nothing was written; \"kwic init --recipe %s FOLDER\" writes the files into an empty folder, to take from", r.name)}
		}
	}
	for _, name := range names {
		place := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(place), 0o755); err != nil {
			return fmt.Errorf("cannot make %q: %w", shown(filepath.Dir(place)), cause(err))
		}
		if err := writeNew(place, files[name]); err != nil {
			return err
		}
		if _, err := fmt.Fprintln(stdout, shown(place)); err != nil {
			return err
		}
	}
	return nil
}

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// hook is what is looked at of a hook of pre-commit's.
type hook struct {
	ID, Entry, Language string
	PassFilenames       *bool `yaml:"pass_filenames"`
	AlwaysRun           bool  `yaml:"always_run"`
}

// preCommitHook returns the hook of the recipe.
func preCommitHook(t *testing.T) hook {
	t.Helper()
	var config struct {
		Repos []struct {
			Repo  string
			Hooks []hook
		}
	}
	parseRecipe(t, "pre-commit/.pre-commit-config.yaml", &config)
	if len(config.Repos) != 1 || len(config.Repos[0].Hooks) != 1 || config.Repos[0].Repo != "local" {
		t.Fatalf("the recipe is %+v", config)
	}
	return config.Repos[0].Hooks[0]
}

// committedStage is a repository with committed pages.
func committedStage(t *testing.T, tools ...string) *stage {
	t.Helper()
	s := newStage(t, tools...)
	s.installKwic()
	tree := recipeTree()
	tree[".kwic.yaml"] = recipeFile(t, "committed/.kwic.yaml")
	writeTree(t, s.author, tree)
	s.must(s.author, "kwic build --quiet")
	s.commit("main", nil)
	return s
}

// checkCommitted fails unless a checkout of a branch has the pages that a build
// would give, as the recipe's workflow finds out.
func (s *stage) checkCommitted(branch string) {
	s.t.Helper()
	const file = "committed/.github/workflows/kwic-check.yml"
	var w workflow
	parseRecipe(s.t, file, &w)
	checkWorkflow(s.t, file, &w)
	r := &runner{
		stage: s, event: "push", env: map[string]string{"KWIC_SHA256": s.playDownload()},
		checkout: func(folder, _ string) {
			s.must(folder, `git init --quiet && git fetch --quiet --depth=1 "file://$BARE" "$BRANCH" && git checkout --quiet --detach FETCH_HEAD`, map[string]string{"BARE": s.bare, "BRANCH": branch})
		},
	}
	ran, err := r.runJob(&w, w.Jobs["check"])
	if err != nil {
		s.t.Errorf("after %q: %v", ran, err)
	}
	if !strings.Contains(r.summary, "up to date") {
		s.t.Errorf("the summary is %q", r.summary)
	}
}

// TestPreCommitRecipe commits a document: the hook brings the pages up to date, and
// stops the commit once, as pre-commit does when a hook has changed files.
func TestPreCommitRecipe(t *testing.T) {
	t.Parallel()
	s := committedStage(t)
	h := preCommitHook(t)
	var manifest []hook
	if err := yaml.Unmarshal([]byte(readFile(t, "../../.pre-commit-hooks.yaml")), &manifest); err != nil {
		t.Fatal(err)
	}
	offered := slices.IndexFunc(manifest, func(o hook) bool { return o.ID == h.ID })
	for _, one := range append(manifest, h) {
		if one.PassFilenames == nil || *one.PassFilenames || !one.AlwaysRun || !strings.HasPrefix(one.Entry, "kwic ") {
			t.Errorf("the hook %+v", one)
		}
	}
	if offered < 0 || manifest[offered].Entry != h.Entry || manifest[offered].Language != "golang" || h.Language != "system" {
		t.Errorf("offered are %+v, the recipe has %+v", manifest, h)
	}
	played := "git diff > ../before; " + h.Entry + " --quiet || exit 1; git diff > ../after; cmp ../before ../after"
	install := `printf '%s\n' '#!/bin/sh' "$HOOK" > .git/hooks/pre-commit && chmod +x .git/hooks/pre-commit`
	if _, err := exec.LookPath("pre-commit"); err == nil {
		s.must(s.base, "cp \"$MANIFEST\" hooks.yaml && pre-commit validate-manifest hooks.yaml", map[string]string{"MANIFEST": absolute(t, "../../.pre-commit-hooks.yaml")})
		writeTree(t, s.author, map[string]string{".pre-commit-config.yaml": recipeFile(t, "pre-commit/.pre-commit-config.yaml")})
		s.commit("main", nil)
		install = "pre-commit install"
	}
	s.must(s.author, install, map[string]string{"HOOK": played})
	commit := "git commit --quiet --message=change"

	writeTree(t, s.author, map[string]string{"docs/quince.md": "# Quince\n\nThe **quince pip**.\n"})
	s.must(s.author, "git add docs/quince.md")
	if out, err := s.run(s.author, commit); err == nil {
		t.Errorf("a commit of stale pages went through: %s", out)
	}
	if out, err := s.run(s.author, commit); err == nil || !strings.Contains(out, "git add docs/keywords") {
		t.Errorf("a commit without its new pages went through, or was not told how to have them: %s", out)
	}
	s.must(s.author, "git add --all && "+commit+" && git push --quiet origin HEAD:main")
	s.checkCommitted("main")

	// A commit that only removes a document.
	s.must(s.author, "git rm --quiet docs/pear.md")
	if out, err := s.run(s.author, commit); err == nil {
		t.Errorf("a commit of stale pages went through: %s", out)
	}
	s.must(s.author, "git add --all && "+commit+" && git push --quiet origin HEAD:main")
	s.checkCommitted("main")

	// One that touches no document is not held up.
	writeTree(t, s.author, map[string]string{"data.json": "{}\n"})
	s.must(s.author, "git add --all && "+commit)
}

func absolute(t *testing.T, path string) string {
	t.Helper()
	full, err := filepath.Abs(path)
	if err != nil {
		t.Fatal(err)
	}
	return full
}

// mergeLines returns the README's lines for merging branches of a tree with
// committed pages.
func mergeLines(t *testing.T) []string {
	t.Helper()
	_, fences := readReadme(t)
	for _, f := range fences {
		if f.info == "sh" && strings.HasPrefix(f.text, "git merge ") {
			return strings.Split(strings.TrimSpace(f.text), "\n")
		}
	}
	t.Fatal("README.md has no lines for merging")
	return nil
}

// TestMergeOfCommittedPages merges branches that changed the same pages, by git's
// union merge and the lines of the README: the pages end as a clean build's.
func TestMergeOfCommittedPages(t *testing.T) {
	t.Parallel()
	lines := mergeLines(t)
	for _, c := range []struct {
		name         string
		ours, theirs map[string]string
		oursGone     []string
		moves        string // a command of ours
		conflict     bool
	}{
		{name: "the same lines", ours: map[string]string{
			"docs/plum.md": "# Plum\n\nThe **plum kernel** of a **wild plum**.\n", "docs/quince.md": "# Quince\n\nThe **plum stone**, the **quince pip**.\n", "new/a.md": "# Zebra\n\nThe **zebra grass**.\n",
		}, theirs: map[string]string{
			"docs/pear.md": "# Pear\n\nThe **pear stalk** and a **wild plum**.\n", "docs/medlar.md": "# Medlar\n\nThe **plum stone**, the **medlar pip**.\n", "new/b.md": "# Zinnia\n\nThe **zinnia bed**.\n",
		}},
		{name: "a page removed and changed", oursGone: []string{"docs/pear.md"}, theirs: map[string]string{"docs/ripe.md": "# Ripe\n\nA *ripe fruit* and a **rare pear**.\n"}, conflict: true},
		{name: "a folder moved", moves: "git mv docs manual", theirs: map[string]string{"docs/plum.md": "# Plum\n\nThe **plum stone** and `plum_stone()`, and **plum jam**.\n"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := committedStage(t)
			change := func(branch string, files map[string]string, gone []string, also string) {
				s.must(s.author, `git checkout --quiet -B "$BRANCH" origin/main`, map[string]string{"BRANCH": branch})
				writeTree(t, s.author, files)
				for _, name := range gone {
					if err := os.Remove(filepath.Join(s.author, name)); err != nil {
						t.Fatal(err)
					}
				}
				s.must(s.author, also+"\nkwic build --quiet")
				s.commit(branch, nil)
			}
			change("topic", c.theirs, nil, "")
			change("ours", c.ours, c.oursGone, c.moves)
			out, err := s.run(s.author, lines[0])
			if (err != nil) != c.conflict {
				t.Fatalf("%s: %v: %s", lines[0], err, out)
			}
			for conflict := range strings.Lines(s.must(s.author, "git diff --name-only --diff-filter=U")) {
				if !strings.HasPrefix(conflict, "docs/keywords/") {
					t.Errorf("a conflict outside of the pages: %s", conflict)
				}
			}
			s.must(s.author, strings.Join(lines[1:], "\n")+"\ngit push --quiet origin HEAD:refs/heads/merged")
			if status := s.must(s.author, "git status --porcelain"); status != "" {
				t.Errorf("left over: %s", status)
			}
			if parents := s.must(s.author, "git rev-list --parents -n 1 HEAD"); len(strings.Fields(parents)) != 3 {
				t.Errorf("not a merge: %s", parents)
			}
			// The second check finds no database, and compares the pages with a clean build's.
			if out := s.must(s.author, "kwic check && kwic check --db ../none/index.db"); out != "up to date\nup to date\n" {
				t.Errorf("after the merge: %s", out)
			}
		})
	}
}

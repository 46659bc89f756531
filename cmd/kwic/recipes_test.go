package main

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// The files of recipes are run here: their steps and lines are taken from them, and
// run by a shell in real repositories, with the real program on PATH. Only what
// talks to a network or to a service is played: downloads, the interfaces of
// GitHub and GitLab, mail, caches of pipelines.

// stage is the machine on which a recipe's lines run.
type stage struct {
	t      *testing.T
	base   string // a temporary folder
	bin    string // programs that stand before all others
	bare   string // a repository without a work tree, that all others are clones of
	author string // a clone in which commits are made
	env    map[string]string
}

// newStage prepares a machine and a repository. It skips the test where a tool is
// missing.
func newStage(t *testing.T, tools ...string) *stage {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("recipes are for POSIX shells")
	}
	if raceEnabled {
		t.Skip("one command after another: scripts show the race detector as much, in a third of the time")
	}
	for _, tool := range append([]string{"git", "bash"}, tools...) {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("%s is not installed", tool)
		}
	}
	s := &stage{t: t, base: t.TempDir()}
	s.bin, s.bare, s.author = s.folder("bin"), filepath.Join(s.base, "origin.git"), filepath.Join(s.base, "author")
	s.env = map[string]string{
		"PATH": s.bin + ":" + os.Getenv("PATH"), "HOME": s.folder("home"), "GORACE": "atexit_sleep_ms=0",
		"GIT_CONFIG_GLOBAL": os.DevNull, "GIT_CONFIG_SYSTEM": os.DevNull,
		"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "core.fsync", "GIT_CONFIG_VALUE_0": "none", // what a test commits need not survive a power cut
		"GIT_AUTHOR_NAME": "Author", "GIT_AUTHOR_EMAIL": "author@example.org", "GIT_COMMITTER_NAME": "Author", "GIT_COMMITTER_EMAIL": "author@example.org",
	}
	s.must(s.base, "git init --quiet --bare --initial-branch=main origin.git && git clone --quiet origin.git author 2>/dev/null")
	return s
}

func (s *stage) folder(name string) string {
	s.t.Helper()
	path := filepath.Join(s.base, name)
	if err := os.MkdirAll(path, 0o755); err != nil {
		s.t.Fatal(err)
	}
	return path
}

// program puts a shell script on PATH.
func (s *stage) program(name, script string) {
	s.t.Helper()
	if err := os.WriteFile(filepath.Join(s.bin, name), []byte("#!/usr/bin/env bash\nset -euo pipefail\n"+script), 0o755); err != nil {
		s.t.Fatal(err)
	}
}

// installKwic puts the program itself on PATH.
func (s *stage) installKwic() {
	s.t.Helper()
	if err := os.Symlink(realKwic(s.t), filepath.Join(s.bin, "kwic")); err != nil {
		s.t.Fatal(err)
	}
}

// realKwic is this test's program under the name kwic.
func realKwic(t *testing.T) string {
	t.Helper()
	path, err := exec.LookPath("kwic")
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// run runs a script as a step of a pipeline runs.
func (s *stage) run(folder, script string, env ...map[string]string) (string, error) {
	s.t.Helper()
	c := exec.Command("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script)
	c.Dir = folder
	all := maps.Clone(s.env)
	for _, e := range env {
		maps.Copy(all, e)
	}
	for name, value := range all {
		c.Env = append(c.Env, name+"="+value)
	}
	out, err := c.CombinedOutput()
	return string(out), err
}

// must runs a script that may not fail.
func (s *stage) must(folder, script string, env ...map[string]string) string {
	s.t.Helper()
	out, err := s.run(folder, script, env...)
	if err != nil {
		s.t.Fatalf("%s\n%v: %s", script, err, out)
	}
	return out
}

// commit changes documents in the author's clone, and pushes them.
func (s *stage) commit(branch string, files map[string]string, removed ...string) {
	s.t.Helper()
	writeTree(s.t, s.author, files)
	for _, name := range removed {
		if err := os.Remove(filepath.Join(s.author, name)); err != nil {
			s.t.Fatal(err)
		}
	}
	s.must(s.author, `git add --all && git commit --quiet --message=change && git push --quiet origin "HEAD:refs/heads/$BRANCH"`, map[string]string{"BRANCH": branch})
}

// recipeFile returns a file of a recipe.
func recipeFile(t *testing.T, name string) string {
	t.Helper()
	content, err := recipeFiles.ReadFile("recipes/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// parseRecipe reads a file of a recipe that is YAML.
func parseRecipe(t *testing.T, name string, into any) {
	t.Helper()
	if err := yaml.Unmarshal([]byte(recipeFile(t, name)), into); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

// download has the played curl serve the program, and returns its hash.
func (s *stage) download() string {
	s.t.Helper()
	served := filepath.Join(s.base, "served")
	if err := os.WriteFile(served, []byte("#!/bin/sh\nexec '"+realKwic(s.t)+"' \"$@\"\n"), 0o644); err != nil {
		s.t.Fatal(err)
	}
	s.env["SERVED"] = served
	return hashOf(s.t, served)
}

// TestInitRecipe writes every recipe into an empty folder, and nothing where one
// of the files is there already.
func TestInitRecipe(t *testing.T) {
	folders, err := recipeFiles.ReadDir("recipes")
	if err != nil || len(folders) != len(recipes) {
		t.Fatalf("%d folders of recipes, %d recipes (%v)", len(folders), len(recipes), err)
	}
	for _, r := range recipes {
		root := t.TempDir()
		files, err := r.files()
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %v, %d files", r.name, err, len(files))
		}
		var out, said bytes.Buffer
		if code := run(t.Context(), []string{"init", "--recipe", r.name, root}, nil, &out, &said); code != exitDone {
			t.Fatalf("%s: exit code %d, %s", r.name, code, said.String())
		}
		if d := compareFiles(pagesBelow(t, root), files); d != "" {
			t.Errorf("%s:\n%s", r.name, d)
		}
		for name := range files {
			if !strings.Contains(out.String(), filepath.Join(root, name)+"\n") {
				t.Errorf("%s does not name %s: %s", r.name, name, out.String())
			}
			if err := os.Remove(filepath.Join(root, name)); err != nil {
				t.Fatal(err)
			}
			break
		}
		left := pagesBelow(t, root)
		if len(left) == 0 {
			continue
		}
		if code := run(t.Context(), []string{"init", "--recipe", r.name, root}, nil, &out, &said); code != exitFailure || !strings.Contains(said.String(), "is there already") {
			t.Errorf("%s over files that are there: exit code %d, %s", r.name, code, said.String())
		}
		if d := compareFiles(pagesBelow(t, root), left); d != "" {
			t.Errorf("%s over files that are there:\n%s", r.name, d)
		}
	}
}

// workflow is what is looked at of a workflow of GitHub's.
type workflow struct {
	On          any               `yaml:"on"`
	Permissions map[string]string `yaml:"permissions"`
	Concurrency map[string]any    `yaml:"concurrency"`
	Env         map[string]string `yaml:"env"`
	Defaults    struct {
		Run struct{ Shell string }
	}
	Jobs map[string]*workflowJob
}

type workflowJob struct {
	If          string
	Permissions map[string]string
	Timeout     int `yaml:"timeout-minutes"`
	Steps       []workflowStep
}

type workflowStep struct {
	Name, ID, If, Uses, Run string
	With, Env               map[string]string
}

// runner plays GitHub for one run of a job.
type runner struct {
	*stage
	event       string
	expressions map[string]string // what ${{ … }} gives
	conditions  map[string]bool   // what if: gives, besides the outputs of steps
	env         map[string]string
	checkout    func(folder, depth string)

	folder  string // the workspace
	temp    string
	outputs map[string]string
	summary string
}

var expression = regexp.MustCompile(`\$\{\{\s*(.*?)\s*\}\}`)

// expand replaces the expressions in a value.
func (r *runner) expand(value string) string {
	return expression.ReplaceAllStringFunc(value, func(e string) string {
		name := expression.FindStringSubmatch(e)[1]
		result, known := r.expressions[name]
		if !known {
			r.t.Fatalf("the expression %q is not known to the test", name)
		}
		return result
	})
}

var outputCondition = regexp.MustCompile(`^steps\.(\w+)\.outputs\.(\w+) == '(\w*)'$`)

func (r *runner) holds(condition string) bool {
	if condition == "" {
		return true
	}
	if m := outputCondition.FindStringSubmatch(condition); m != nil {
		return r.outputs[m[1]+"."+m[2]] == m[3]
	}
	value, known := r.conditions[condition]
	if !known {
		r.t.Fatalf("the condition %q is not known to the test", condition)
	}
	return value
}

// runJob runs a job's steps, and returns the names of those that ran and the error
// of the last.
func (r *runner) runJob(w *workflow, job *workflowJob) (ran []string, err error) {
	r.t.Helper()
	base, err := os.MkdirTemp(r.base, "run-*")
	if err != nil {
		r.t.Fatal(err)
	}
	r.folder, r.temp, r.outputs = filepath.Join(base, "work"), filepath.Join(base, "temp"), make(map[string]string)
	for _, folder := range []string{r.folder, r.temp} {
		if err := os.MkdirAll(folder, 0o755); err != nil {
			r.t.Fatal(err)
		}
	}
	path := r.stage.env["PATH"]
	for i := range job.Steps {
		step := &job.Steps[i]
		if !r.holds(step.If) {
			continue
		}
		if step.Uses != "" {
			ran = append(ran, strings.Split(step.Uses, "@")[0])
			r.use(step)
			continue
		}
		ran = append(ran, step.Name)
		env := map[string]string{
			"GITHUB_WORKSPACE": r.folder, "RUNNER_TEMP": r.temp, "GITHUB_EVENT_NAME": r.event, "GITHUB_REPOSITORY": "owner/docs",
			"GITHUB_SERVER_URL": "https://github.com", "GITHUB_BASE_REF": "main", "GITHUB_SHA": strings.TrimSpace(r.must(r.folder, "git rev-parse HEAD")),
			"PATH": path,
		}
		for _, file := range []string{"GITHUB_OUTPUT", "GITHUB_PATH", "GITHUB_STEP_SUMMARY"} {
			env[file] = filepath.Join(r.temp, fmt.Sprint(file, i))
			writeTree(r.t, r.temp, map[string]string{fmt.Sprint(file, i): ""})
		}
		for _, more := range []map[string]string{w.Env, step.Env} {
			for name, value := range more {
				env[name] = r.expand(value)
			}
		}
		maps.Copy(env, r.env)
		out, err := r.run(r.folder, step.Run, env)
		if err != nil {
			return ran, fmt.Errorf("%w: %s", err, out)
		}
		for line := range strings.Lines(r.read(env["GITHUB_PATH"])) {
			path = strings.TrimSpace(line) + ":" + path
		}
		for line := range strings.Lines(r.read(env["GITHUB_OUTPUT"])) {
			name, value, _ := strings.Cut(strings.TrimSpace(line), "=")
			r.outputs[step.ID+"."+name] = value
		}
		r.summary += r.read(env["GITHUB_STEP_SUMMARY"])
	}
	return ran, nil
}

func (r *runner) read(file string) string {
	r.t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		r.t.Fatal(err)
	}
	return string(content)
}

// use plays an action.
func (r *runner) use(step *workflowStep) {
	r.t.Helper()
	saved := filepath.Join(r.base, "cache")
	here := filepath.Join(r.folder, step.With["path"])
	switch name, _, _ := strings.Cut(step.Uses, "@"); name {
	case "actions/checkout":
		r.checkout(r.folder, step.With["fetch-depth"])
	case "actions/cache/restore":
		if step.With["restore-keys"] == "" || !strings.HasPrefix(step.With["key"], step.With["restore-keys"]) || step.With["path"] != indexFolder {
			r.t.Errorf("the cache is restored with %v", step.With)
		}
		if _, err := os.Stat(saved); err == nil {
			r.must(r.base, `cp -a "$FROM" "$TO"`, map[string]string{"FROM": saved, "TO": here})
		}
	case "actions/cache/save":
		r.must(r.base, `rm -rf "$TO" && cp -a "$FROM" "$TO"`, map[string]string{"FROM": here, "TO": saved})
	default:
		r.t.Fatalf("the action %q is not known to the test", name)
	}
}

// checkWorkflow fails for what a workflow must not do.
func checkWorkflow(t *testing.T, name string, w *workflow) {
	t.Helper()
	if len(w.Concurrency) == 0 || w.Defaults.Run.Shell != "bash" || w.Permissions == nil {
		t.Errorf("%s: concurrency %v, shell %q, permissions %v", name, w.Concurrency, w.Defaults.Run.Shell, w.Permissions)
	}
	for scope, access := range w.Permissions {
		if access != "read" {
			t.Errorf("%s: every job may %s %s", name, access, scope)
		}
	}
	if on, ok := w.On.(map[string]any); ok {
		if _, dangerous := on["pull_request_target"]; dangerous {
			t.Errorf("%s: runs with a token for other people's changes", name)
		}
	}
	pinned := regexp.MustCompile(`(?m)^ *- uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$`)
	if text := recipeFile(t, name); len(pinned.FindAllString(text, -1)) != strings.Count(text, "uses:") {
		t.Errorf("%s: an action is not pinned to a commit, with its version", name)
	}
	for id, job := range w.Jobs {
		if job.Timeout == 0 {
			t.Errorf("%s: the job %s has no time limit", name, id)
		}
		for _, step := range job.Steps {
			if strings.Contains(step.Run, "${{") {
				t.Errorf("%s: the script of %q is put together from an expression", name, step.Name)
			}
		}
	}
}

// playGitHub puts a gh on PATH that keeps comments in a file.
func (s *stage) playGitHub() (comments string) {
	s.t.Helper()
	comments = filepath.Join(s.base, "comments.json")
	writeTree(s.t, s.base, map[string]string{"comments.json": "[]"})
	s.program("gh", `
[[ $1 == api && $GH_TOKEN == token ]]; shift
state='`+comments+`'
method=GET url= jq=. body=
while (($#)); do
  case $1 in
    --paginate | --silent) shift ;;
    --method) method=$2; shift 2 ;;
    --jq) jq=$2; shift 2 ;;
    --field) body=$(cat "${2#body=@}"); shift 2 ;;
    *) url=$1; shift ;;
  esac
done
case $method:$url in
  GET:repos/owner/docs/issues/7/comments?per_page=100) jq --raw-output "$jq" "$state" ;;
  POST:repos/owner/docs/issues/7/comments)
    jq --arg body "$body" '. + [{id: (100 + length), user: {login: "github-actions[bot]"}, body: $body}]' "$state" > "$state.new" && mv "$state.new" "$state" ;;
  PATCH:repos/owner/docs/issues/comments/*)
    jq --arg body "$body" --argjson id "${url##*/}" 'map(if .id == $id then .body = $body else . end)' "$state" > "$state.new" && mv "$state.new" "$state" ;;
  *) echo "no such address: $method $url" >&2; exit 1 ;;
esac
`)
	return comments
}

// playDownload puts a curl on PATH that serves the program.
func (s *stage) playDownload() (sum string) {
	s.t.Helper()
	s.program("curl", `
out=
while (($#)); do
  case $1 in
    --output) out=$2; shift 2 ;;
    --retry) shift 2 ;;
    --*) shift ;;
    *) [[ $1 == https://downloads.example.org/* ]]; shift ;;
  esac
done
cp "$SERVED" "$out"
`)
	return s.download()
}

// recipeTree is a tree whose pages lead to its documents on GitHub.
func recipeTree() map[string]string {
	return map[string]string{
		".kwic.yaml":                  "source_url: https://github.com/owner/docs/blob/main/\n",
		"docs/plum.md":                "# Plum\n\nThe **plum stone** and `plum_stone()`.\n",
		"docs/pear.md":                "# Pear\n\nThe **pear stalk**.\n\n## Ripe\n\nA *ripe pear* is soft.\n",
		"docs/$(touch x)`touch x`.md": "# Hostile name\n\nThe **hostile fruit** of $(touch x) and `touch x`.\n",
	}
}

// TestGitHubRecipePublishes runs the workflow's job for the main branch: a first
// push, one that changes something, one that changes nothing, a night with drift
// and one without.
func TestGitHubRecipePublishes(t *testing.T) {
	t.Parallel()
	const file = "github/.github/workflows/kwic.yml"
	s := newStage(t, "jq")
	var w workflow
	parseRecipe(t, file, &w)
	checkWorkflow(t, file, &w)
	sum := s.playDownload()
	s.commit("main", recipeTree())
	newRunner := func(event string) *runner {
		return &runner{
			stage: s, event: event, env: map[string]string{"KWIC_SHA256": sum},
			conditions: map[string]bool{"github.event_name != 'pull_request'": true},
			checkout: func(folder, _ string) {
				s.must(folder, `git init --quiet && git remote add origin "file://$BARE" && git fetch --quiet --depth=1 origin main && git checkout --quiet -B main FETCH_HEAD`, map[string]string{"BARE": s.bare})
			},
		}
	}
	job := w.Jobs["publish"]
	if !maps.Equal(job.Permissions, map[string]string{"contents": "write"}) || !newRunner("push").holds(job.If) {
		t.Errorf("the job may do %v, and runs if %s", job.Permissions, job.If)
	}
	publish := func(event string, commits int) (*runner, error) {
		t.Helper()
		r := newRunner(event)
		ran, err := r.runJob(&w, job)
		if err != nil && ran[len(ran)-1] != "Drift" {
			t.Fatalf("%s: after %q: %v", event, ran, err)
		}
		if got := strings.Fields(s.must(s.bare, "git rev-list --count keywords")); !slices.Equal(got, []string{fmt.Sprint(commits)}) {
			t.Errorf("%s: the branch has %s commits, not %d", event, got, commits)
		}
		published := filepath.Join(r.temp, "published")
		s.must(s.bare, `mkdir "$TO" && git archive keywords | tar x -C "$TO"`, map[string]string{"TO": published})
		if d := compareFiles(pagesBelow(t, published), pagesBelow(t, defaultOut(r.folder))); d != "" {
			t.Errorf("%s: what is published are not the pages:\n%s", event, d)
		}
		if _, err := os.Stat(filepath.Join(r.folder, "x")); err == nil {
			t.Error("the name of a document was run as a command")
		}
		if status := s.must(r.folder, "git status --porcelain"); status != "" {
			t.Errorf("%s: the work tree has changed: %s", event, status)
		}
		return r, err
	}
	first, _ := publish("push", 1)
	checkClean(t, first.folder)
	s.commit("main", map[string]string{"docs/quince.md": "# Quince\n\nThe **quince pip**.\n"}, "docs/pear.md")
	second, _ := publish("push", 2)
	checkClean(t, second.folder)
	publish("push", 2)
	if runs := s.must(second.folder, "kwic sql --format csv 'SELECT parsed, removed FROM runs WHERE removed > 0' | tail -n +2", map[string]string{"PATH": filepath.Join(second.temp, "bin") + ":" + s.env["PATH"]}); strings.TrimSpace(runs) != "1,1" {
		t.Errorf("the second push parsed and removed %q", runs)
	}

	execSQL(t, filepath.Join(s.base, "cache", "index.db"), `UPDATE keyword SET occurrences = occurrences + 1 WHERE key = 'plum stone'`)
	if _, err := publish("schedule", 2); err == nil {
		t.Error("a night with drift did not fail")
	}
	if _, err := publish("schedule", 2); err != nil {
		t.Errorf("the night after one with drift: %v", err)
	}

	// Pages that the configuration puts elsewhere are published all the same, and
	// not those that the cache has brought.
	s.commit("main", map[string]string{".kwic.yaml": "out: docs/keywords\n" + recipeTree()[".kwic.yaml"], "docs/fig.md": "# Fig\n\nThe **fig leaf**.\n"})
	if r, _ := publish("push", 3); readFile(t, filepath.Join(r.temp, "published", "files", "docs", "fig.md_kw.md")) == "" {
		t.Error("with out: in the configuration, old pages are published")
	}

	// Another program than the one that is expected is not run.
	r := newRunner("push")
	r.env["KWIC_SHA256"] = strings.Repeat("0", 64)
	if ran, err := r.runJob(&w, job); err == nil || ran[len(ran)-1] != "Install kwic" {
		t.Errorf("a program of another hash was taken: %v after %q", err, ran)
	}
}

// TestGitHubRecipeReviews runs the workflow's job for pull requests: one of the
// repository, which is commented once, however often it changes, and one of a fork.
func TestGitHubRecipeReviews(t *testing.T) {
	t.Parallel()
	const file = "github/.github/workflows/kwic.yml"
	s := newStage(t, "jq")
	var w workflow
	parseRecipe(t, file, &w)
	sum := s.playDownload()
	comments := s.playGitHub()
	s.commit("main", recipeTree())
	const ours = "github.event.pull_request.head.repo.full_name == github.repository && github.event.pull_request.user.login != 'dependabot[bot]'"
	review := func(own bool) *runner {
		t.Helper()
		r := &runner{
			stage: s, event: "pull_request", env: map[string]string{"KWIC_SHA256": sum},
			conditions:  map[string]bool{"github.event_name == 'pull_request'": true, ours: own},
			expressions: map[string]string{"github.event.pull_request.head.sha": "0123abc", "github.event.pull_request.number": "7", "github.token": "token"},
			checkout: func(folder, depth string) {
				s.must(folder, `git init --quiet && git remote add origin "file://$BARE" && git fetch --quiet --depth="$DEPTH" origin refs/pull/7/merge && git checkout --quiet --detach FETCH_HEAD`,
					map[string]string{"BARE": s.bare, "DEPTH": depth})
			},
		}
		job := w.Jobs["review"]
		if !maps.Equal(job.Permissions, map[string]string{"contents": "read", "pull-requests": "write"}) || !r.holds(job.If) {
			t.Errorf("the job may do %v, and runs if %s", job.Permissions, job.If)
		}
		if ran, err := r.runJob(&w, job); err != nil || own != slices.Contains(ran, "Comment") {
			t.Fatalf("after %q: %v", ran, err)
		}
		if _, err := os.Stat(filepath.Join(r.folder, "x")); err == nil {
			t.Error("the name of a document was run as a command")
		}
		return r
	}
	propose := func(files map[string]string) {
		t.Helper()
		s.must(s.author, "git checkout --quiet -B 'topic/$(touch${IFS}x)'")
		s.commit("topic", files)
		// What GitHub does for a pull request: the merge is tried.
		s.must(s.author, `git checkout --quiet --detach origin/main && git merge --quiet --no-ff --no-edit 'topic/$(touch${IFS}x)' && git push --quiet --force origin HEAD:refs/pull/7/merge && git checkout --quiet 'topic/$(touch${IFS}x)'`)
	}
	posted := func() (bodies []string) {
		t.Helper()
		var all []struct{ Body string }
		if err := yaml.Unmarshal([]byte(readFile(t, comments)), &all); err != nil {
			t.Fatal(err)
		}
		for _, c := range all {
			bodies = append(bodies, c.Body)
		}
		return bodies
	}
	const foreign = "<!-- kwic review --> somebody's"
	writeTree(t, s.base, map[string]string{"comments.json": `[{"id": 1, "user": {"login": "somebody"}, "body": "` + foreign + `"}, {"id": 2, "user": {"login": "github-actions[bot]"}, "body": "of another workflow"}]`})

	propose(map[string]string{"docs/medlar.md": "# Medlar\n\nThe **bletting** of $(touch x).\n"})
	r := review(true)
	if got := posted(); len(got) != 3 || got[0] != foreign || !strings.Contains(got[2], "bletting") || !strings.Contains(got[2], "https://github.com/owner/docs/blob/0123abc/docs/medlar.md") {
		t.Fatalf("comments: %q", got)
	}
	if got := posted(); strings.TrimSpace(r.summary) != got[2] {
		t.Errorf("the summary is %q", r.summary)
	}
	propose(map[string]string{"docs/medlar.md": "# Medlar\n\nThe **hothouse**.\n"})
	review(true)
	if got := posted(); len(got) != 3 || strings.Contains(got[2], "bletting") || !strings.Contains(got[2], "hothouse") || got[1] != "of another workflow" {
		t.Fatalf("comments: %q", got)
	}
	before := posted()
	if r := review(false); !strings.Contains(r.summary, "hothouse") || !slices.Equal(posted(), before) {
		t.Errorf("a fork's pull request: comments %q, summary %q", posted(), r.summary)
	}
}

func readFile(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(name)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	return string(content)
}

package main

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// pipeline is what is looked at of a configuration of GitLab's.
type pipeline struct {
	Variables map[string]string
	Kwic      pipelineJob `yaml:".kwic"`
	Review    pipelineJob `yaml:"keywords:review"`
	Pages     pipelineJob `yaml:"keywords:pages"`
}

type pipelineJob struct {
	Extends   string
	Before    []string `yaml:"before_script"`
	Script    []string
	Variables map[string]string
	Cache     struct {
		Key, Policy, When string
		Paths             []string
	}
	Artifacts struct {
		When  string
		Paths []string
	}
}

// pipelineRun is one run of a job: a checkout of a commit, and what the job is told.
type pipelineRun struct {
	folder string
	out    string
	err    error
}

// runPipeline runs a job's lines as GitLab does: before_script and script are one
// script, and the cache is restored before it and saved after it.
func (s *stage) runPipeline(p *pipeline, job *pipelineJob, revision string, env map[string]string) *pipelineRun {
	s.t.Helper()
	if job.Extends != ".kwic" || job.Cache.Key == "" || !slices.Equal(job.Cache.Paths, []string{".kwic/"}) {
		s.t.Errorf("a job extends %q and caches %+v", job.Extends, job.Cache)
	}
	base, err := os.MkdirTemp(s.base, "run-*")
	if err != nil {
		s.t.Fatal(err)
	}
	r := &pipelineRun{folder: filepath.Join(base, "work")}
	depth := "20"
	if given := job.Variables["GIT_DEPTH"]; given != "" {
		depth = given
	}
	all := map[string]string{
		"CI_PROJECT_URL": "https://gitlab.example/group/docs", "CI_API_V4_URL": "https://gitlab.example/api/v4", "CI_MERGE_REQUEST_PROJECT_ID": "3",
		"CI_MERGE_REQUEST_IID": "7", "BARE": s.bare, "FOLDER": r.folder, "CACHE": filepath.Join(s.base, "cache"), "REVISION": revision, "DEPTH": depth,
		"CI_COMMIT_SHA": strings.TrimSpace(s.must(s.bare, `git rev-parse "$REVISION"`, map[string]string{"REVISION": revision})),
	}
	s.must(s.base, `
		git init --quiet "$FOLDER" && cd "$FOLDER"
		if [[ $DEPTH != 0 ]]; then depth=--depth=$DEPTH; fi
		git fetch --quiet ${depth:-} "file://$BARE" "$REVISION" && git checkout --quiet --detach FETCH_HEAD
		if [[ -d $CACHE ]]; then cp -a "$CACHE" .kwic; fi`, all)
	for _, more := range []map[string]string{p.Variables, job.Variables, env} {
		maps.Copy(all, more)
	}
	// The machine is this one: what is a container's is put below the stage's folder.
	script := strings.NewReplacer("/usr/local/bin", s.bin, "/tmp/", base+"/").Replace(strings.Join(slices.Concat(p.Kwic.Before, job.Script), "\n"))
	r.out, r.err = s.run(r.folder, script, all)
	if job.Cache.Policy != "pull" && (r.err == nil || job.Cache.When == "always") {
		s.must(r.folder, `rm -rf "$CACHE" && cp -a .kwic "$CACHE"`, all)
	}
	if r.err == nil || job.Artifacts.When == "always" {
		for _, path := range job.Artifacts.Paths {
			if _, err := os.Stat(filepath.Join(r.folder, filepath.FromSlash(path))); err != nil {
				s.t.Errorf("artifact: %v", err)
			}
		}
	}
	return r
}

const gitlabRecipe = "gitlab/.gitlab/kwic.gitlab-ci.yml"

func gitlabStage(t *testing.T) (*stage, *pipeline) {
	t.Helper()
	s := newStage(t, "jq", "sha256sum")
	p := new(pipeline)
	parseRecipe(t, gitlabRecipe, p)
	s.program("apt-get", `[[ $* == *--quiet=2* ]]`)
	p.Variables["KWIC_SHA256"] = s.playDownload()
	tree := recipeTree()
	tree[".kwic.yaml"] = "site: gitlab\nsource_url: https://gitlab.example/group/docs/-/blob/main/\n"
	s.commit("main", tree)
	return s, p
}

// TestGitLabRecipePages runs the job of the default branch: two pushes, and a
// night with drift and one without.
func TestGitLabRecipePages(t *testing.T) {
	t.Parallel()
	s, p := gitlabStage(t)
	push := func(source string) *pipelineRun {
		t.Helper()
		return s.runPipeline(p, &p.Pages, "main", map[string]string{"CI_PIPELINE_SOURCE": source})
	}
	first := push("push")
	if first.err != nil {
		t.Fatalf("%v: %s", first.err, first.out)
	}
	s.commit("main", map[string]string{"docs/quince.md": "# Quince\n\nThe **quince pip**.\n"}, "docs/pear.md")
	second := push("push")
	if second.err != nil || !strings.Contains(second.out, "1 parsed, 1 removed") {
		t.Fatalf("%v: %s", second.err, second.out)
	}
	checkClean(t, second.folder)
	execSQL(t, filepath.Join(s.base, "cache", "index.db"), `UPDATE keyword SET occurrences = occurrences + 1 WHERE key = 'plum stone'`)
	if night := push("schedule"); night.err == nil || !strings.Contains(night.out, "the index had drifted") {
		t.Errorf("a night with drift: %v: %s", night.err, night.out)
	}
	if night := push("schedule"); night.err != nil || !strings.Contains(night.out, "no drift") {
		t.Errorf("the night after one with drift: %v: %s", night.err, night.out)
	}
}

// playGitLab lets the curl on PATH keep the notes of a merge request in a file, two
// on a page.
func (s *stage) playGitLab() (notes string) {
	s.t.Helper()
	notes = filepath.Join(s.base, "notes.json")
	download := readFile(s.t, filepath.Join(s.bin, "curl"))
	s.program("curl-download", strings.TrimPrefix(download, "#!/usr/bin/env bash\nset -euo pipefail\n"))
	s.program("curl", `
if [[ "$*" == *downloads.example.org* ]]; then exec curl-download "$@"; fi
state='`+notes+`'
method=GET url= out= head= header= body=
while (($#)); do
  case $1 in
    --output) out=$2; shift 2 ;;
    --dump-header) head=$2; shift 2 ;;
    --header) header=$(cat "${2#@}"); shift 2 ;;
    --request) method=$2; shift 2 ;;
    --data-urlencode) body=$(cat "${2#body@}"); shift 2 ;;
    --*) shift ;;
    *) url=$1; shift ;;
  esac
done
[[ $header == 'PRIVATE-TOKEN: secret' ]]
notes=https://gitlab.example/api/v4/projects/3/merge_requests/7/notes
case $method:$url in
  GET:https://gitlab.example/api/v4/user) echo '{"id": 42}' > "$out" ;;
  GET:"$notes"\?per_page=100\&page=*)
    page=${url##*=}
    jq --argjson page "$page" '.[2 * $page - 2:2 * $page]' "$state" > "$out"
    next=$(jq --argjson page "$page" 'if length > 2 * $page then $page + 1 else "" end' --raw-output "$state")
    printf 'HTTP/2 200\r\nx-next-page: %s\r\nx-page: %s\r\n\r\n' "$next" "$page" > "$head" ;;
  POST:"$notes")
    jq --arg body "$body" '. + [{id: (100 + length), author: {id: 42}, body: $body}]' "$state" > "$state.new" && mv "$state.new" "$state" ;;
  PUT:"$notes"/*)
    jq --arg body "$body" --argjson id "${url##*/}" 'map(if .id == $id then .body = $body else . end)' "$state" > "$state.new" && mv "$state.new" "$state" ;;
  *) echo "no such address: $method $url" >&2; exit 22 ;;
esac
`)
	return notes
}

// TestGitLabRecipeReviews runs the job of merge requests: it keeps one note of its
// own, and does with the artifact alone where it has no token.
func TestGitLabRecipeReviews(t *testing.T) {
	t.Parallel()
	s, p := gitlabStage(t)
	notes := s.playGitLab()
	base := strings.TrimSpace(s.must(s.author, "git rev-parse HEAD"))
	writeTree(t, s.base, map[string]string{"notes.json": `[
		{"id": 1, "author": {"id": 5}, "body": "<!-- kwic review --> somebody's"}, {"id": 2, "author": {"id": 42}, "body": "of another job"}, {"id": 3, "author": {"id": 5}, "body": ""}]`})
	review := func(words, token string) (bodies string) {
		t.Helper()
		s.must(s.author, "git checkout --quiet -B topic")
		s.commit("topic", map[string]string{"docs/medlar.md": "# Medlar\n\nThe **" + words + "** of $(touch x). " + token + "\n"})
		r := s.runPipeline(p, &p.Review, "topic", map[string]string{"CI_PIPELINE_SOURCE": "merge_request_event", "CI_MERGE_REQUEST_DIFF_BASE_SHA": base, "KWIC_TOKEN": token})
		if r.err != nil {
			t.Fatalf("%v: %s", r.err, r.out)
		}
		artifact := readFile(t, filepath.Join(r.folder, "review.md"))
		if !strings.Contains(artifact, words) || !strings.Contains(artifact, "(https://gitlab.example/group/docs/-/blob/"+strings.TrimSpace(s.must(s.author, "git rev-parse HEAD"))+"/docs/medlar.md") {
			t.Errorf("the artifact is %s", artifact)
		}
		if strings.Contains(r.out, "secret") {
			t.Errorf("the token is in the log: %s", r.out)
		}
		return s.must(s.base, `jq --compact-output 'map([.id, (.body | contains("bletting")), (.body | contains("hothouse"))])' "$NOTES"`, map[string]string{"NOTES": notes})
	}
	const others = "[1,false,false],[2,false,false],[3,false,false]"
	for _, c := range []struct{ words, token, want string }{
		{"bletting", "", others},
		{"bletting", "secret", others + ",[103,true,false]"},
		{"hothouse", "secret", others + ",[103,false,true]"},
	} {
		if got := review(c.words, c.token); strings.TrimSpace(got) != "["+c.want+"]" {
			t.Errorf("notes are %s, not [%s]", got, c.want)
		}
	}
}

package scan

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestPatterns tries awkward patterns on one tree and takes git's word for
// what they mean.
func TestPatterns(t *testing.T) {
	needGit(t)
	root := t.TempDir()
	git(t, root, "init", "-q")
	files := map[string]string{}
	for _, path := range []string{
		"a.md", "b.md", "ab.md", "A.md", "a b.md", "a ", "a  ", "é.md", "#a", "!a", "-a", "]a", "[a]", "a-b", "a^b", "foo", "foo.o", "\ttab",
		"docs/a.md", "docs/b/a.md", "docs/b/c/a.md", "docs/foo/x", "docs/foo/bar/x", "foox/bar", "foox/y/bar", "foox/y/z/bar", "fooy",
		"deep/1/2/3/4/a.md", "build/out.md", "build/keep.md", "src/build/out.md", "x/build", "a\\b", "back\\", "star*", "q?", "line\nbreak.md",
		"abc/def/ghi", "abc/def/jkl", "abc/ghi", "abc-def", "aaaaaaaaaaaaaaaaaaaaaaaaaaaab", ".hidden/a.md", ".x",
	} {
		files[path] = "x\n"
	}
	write(t, root, files)
	for _, ignore := range []string{
		"", "*", "*\n!*.md", "*.md", "!*.md", "/*.md", "/a.md", "a.md", "docs", "docs/", "/docs/", "docs/*", "docs/**", "docs/**/a.md", "**/a.md", "**/foo/bar",
		"/**", "**", "**/", "*/", "/*/", "a/**/b", "docs/**/", "docs/*/", "**/b/**", "abc/**/ghi", "abc/**/", "abc/**ghi", "abc/d**", "foo**/bar", "f?o**/bar", "foo**", "/foo**", "***/bar", "docs/***/a.md",
		"a\\ ", "a\\  ", "a ", "a   ", "a \\ ", "\\a.md", "\\#a", "#a", "\\!a", "!a\n", "a\\\\b", "a\\b", "back\\", "back\\\\", "star\\*", "q\\?", "*\\", "?", "??", "\ttab", "\t",
		"[ab].md", "[!a].md", "[^a].md", "[]a]", "[]]a", "[]-]*", "[a", "[", "[a-", "[a-]*", "[--a]a", "[!]a]*", "[[]a]", "[[:alpha:]].md", "[[:upper:]].md", "[[:foo:]].md", "[[:alpha:]", "[[:alpha]].md",
		"[[:space:]]*", "[[:punct:]]*", "*[[:space:][:punct:]]*", "[a-\\b].md", "[\\a].md", "[z-a].md", "[a-b-d].md", "[[:digit:]-z].md", "a[^b", "a[/]b", "docs[/]a.md", "docs?a.md", "docs\\/a.md", "docs\\/", "docs/\\a.md",
		"**\\/a.md", "docs/**\\/a.md", "a*a*a*a*a*a*a*a*a*c", "*a*b", "*/build", "build\n!build/keep.md", "build/*\n!build/keep.md", "build/\n!build/", "/build", "src/build", "!build", "x/build/", "build",
		"\xef\xbb\xbfa.md", "a.md\r\nb.md\r\n", "\r\na.md", "   ", "/", "//", "//a.md", "/ /", "!", "!/", "./a.md", "../a.md", "docs//a.md", "a.md//", "line\nbreak.md", "line?break.md", "é.md", "?.md", "??.md", "[é].md",
		"*\n!/docs\n/docs/*\n!/docs/b", "*\n!*/\n!*.md", "*.md\n!a.md\na.md\n!docs/a.md", "abc/def\n!abc/def/ghi", "a.md\x00b\nb.md", "foo\n!foo/", "foo/\n!foo", "!foo\nfoo/",
	} {
		write(t, root, map[string]string{".gitignore": ignore})
		t.Run(fmt.Sprintf("%q", ignore), func(t *testing.T) {
			sameTree(t, walkTree(t, Options{Root: root}), gitTree(t, root))
		})
	}
}

// TestRandomTrees compares random trees under random ignore files with git.
func TestRandomTrees(t *testing.T) {
	needGit(t)
	root := t.TempDir()
	git(t, root, "init", "-q")
	config, err := os.ReadFile(filepath.Join(root, ".git", "config"))
	if err != nil {
		t.Fatal(err)
	}
	name := rapid.SampledFrom([]string{"a", "b", "ab", "A", "a b", "a.md", "b.md", "[a]", "a*", "aa", "-", "Ab.md", "b ", "é", "ba"})
	piece := rapid.SampledFrom([]string{
		"a", "b", "A", ".md", "*", "**", "?", "/", "/", "**/", "/**", "[ab]", "[!a]", "[^b]", "[a-c]", "[A-Z]", "[]a]", "[", "]", "\\", "\\a", "\\A", "\\*",
		"[[:alpha:]]", "[[:upper:]]", "[[:lower:]b]", "-", " ", "\\ ", "#", "!", "ab", "é", "[!]a-]", "\\/",
	})
	pattern := rapid.Custom(func(t *rapid.T) string {
		bang := rapid.SampledFrom([]string{"", "", "", "!"}).Draw(t, "bang")
		return bang + strings.Join(rapid.SliceOfN(piece, 1, 6).Draw(t, "pieces"), "")
	})
	patterns := rapid.Custom(func(t *rapid.T) string {
		end := rapid.SampledFrom([]string{"\n", "\r\n", " \n"}).Draw(t, "end")
		return strings.Join(rapid.SliceOfN(pattern, 1, 5).Draw(t, "patterns"), end)
	})
	rapid.Check(t, func(t *rapid.T) {
		restart(t, root)
		fold := rapid.Bool().Draw(t, "fold")
		write(t, root, map[string]string{".git/config": string(config) + fmt.Sprintf("[core]\n\tignorecase = %v\n", fold)})
		var tracked []string
		folders := []string{""}
		for range rapid.IntRange(1, 14).Draw(t, "entries") {
			path := rapid.SampledFrom(folders).Draw(t, "folder") + name.Draw(t, "name")
			if _, err := os.Lstat(filepath.Join(root, path)); err == nil {
				continue
			}
			if rapid.IntRange(0, 2).Draw(t, "kind") == 0 {
				folders = append(folders, path+"/")
				write(t, root, map[string]string{path + "/": ""})
				continue
			}
			write(t, root, map[string]string{path: "x"})
			// Where case is folded, a tracked name stands for all its spellings:
			// no such file system has two.
			if !fold && rapid.IntRange(0, 3).Draw(t, "track") == 0 {
				tracked = append(tracked, path)
			}
		}
		if tracked != nil {
			git(t, root, append([]string{"--literal-pathspecs", "add", "-f", "--"}, tracked...)...)
		}
		for range rapid.IntRange(1, 3).Draw(t, "ignore files") {
			folder := rapid.SampledFrom(folders).Draw(t, "ignore file in")
			write(t, root, map[string]string{folder + ".gitignore": patterns.Draw(t, "patterns")})
		}
		if rapid.Bool().Draw(t, "exclude") {
			write(t, root, map[string]string{".git/info/exclude": patterns.Draw(t, "patterns")})
		}
		sameTree(t, walkTree(t, Options{Root: root}), gitTree(t, root))
		if below := filepath.Join(root, rapid.SampledFrom(folders).Draw(t, "root")); below != root && !gitIgnores(root, below) {
			sameTree(t, walkTree(t, Options{Root: below}), gitTree(t, below))
		}
		if tracked != nil {
			sameTree(t, walkTree(t, Options{Root: root, Tracked: true}), gitTree(t, root, "--cached"))
		}
	})
}

// gitIgnores reports whether git ignores a folder, its parents considered.
func gitIgnores(root, folder string) bool {
	return exec.Command("git", "-C", root, "check-ignore", "-q", "--no-index", "--", folder).Run() == nil
}

// restart empties the tree and the index of a repository.
func restart(t fataler, root string) {
	t.Helper()
	entries, err := os.ReadDir(root)
	if err != nil {
		t.Fatalf("%v", err)
	}
	for _, e := range entries {
		if e.Name() != ".git" {
			if err := os.RemoveAll(filepath.Join(root, e.Name())); err != nil {
				t.Fatalf("%v", err)
			}
		}
	}
	for _, file := range []string{"index", "info/exclude"} {
		if err := os.RemoveAll(filepath.Join(root, ".git", file)); err != nil {
			t.Fatalf("%v", err)
		}
	}
}

// FuzzPatterns looks for patterns that panic or take long; what they mean is
// for the tests above.
func FuzzPatterns(f *testing.F) {
	f.Add("a/**/b\n!*.md\n[a-z]\\ ", "a/x/b", true)
	f.Add("[[:alpha:]-]\n**\\/x\n***", "a", false)
	f.Add(strings.Repeat("*a", 50)+"\n"+strings.Repeat("**/a/", 50)+"b", strings.Repeat("a/", 200)+"a", false)
	f.Fuzz(func(t *testing.T, patterns, path string, fold bool) {
		path = strings.Trim(path, "/")
		if r := parseIgnore([]byte(patterns), fold); r != nil && path != "" {
			r.match(path, false)
			r.match(path, true)
			r.mayMatchBelow(path + "/")
		}
	})
}

// TestHostilePatterns matches patterns that send a backtracking matcher away
// for years.
func TestHostilePatterns(t *testing.T) {
	name := strings.Repeat("a", 255)
	path := strings.Repeat("a/", 2000) + "a"
	for _, p := range []string{strings.Repeat("*a", 120) + "b", strings.Repeat("?*", 120) + "b", strings.Repeat("**/a/", 300) + "b", strings.Repeat("**/*/", 300) + "b", strings.Repeat("a**", 100) + "/b"} {
		r := parseIgnore([]byte(p), false)
		if r.match(name, false) == matched || r.match(path, false) == matched {
			t.Errorf("%.20q… matches", p)
		}
	}
}

func TestIgnoreTooLarge(t *testing.T) {
	root := t.TempDir()
	write(t, root, map[string]string{"a/.gitignore": strings.Repeat("x\n", longestIgnore/2+1), "a.md": ""})
	if _, err := Walk(context.Background(), Options{Root: root}); !errors.Is(err, ErrTooLarge) {
		t.Errorf("half a rule book is used: %v", err)
	}
}

package scan

import (
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// FuzzRepository reads what git keeps in a few files, or what somebody has put
// there: the commit is a name or nothing, and no password comes from a remote's URL.
func FuzzRepository(f *testing.F) {
	const commit = "0123456789abcdef0123456789abcdef01234567"
	f.Add("ref: refs/heads/main\n", "[remote \"origin\"]\n\turl = https://me:secret@example.org/x.git\n", commit+" refs/heads/main\n", "")
	f.Add(commit, "[core]\n\tignorecase\n[extensions] objectformat = sha256", "# pack-refs\n^"+commit, "../common")
	f.Add("ref: ../../../etc/passwd", "[remote \"origin\"] url = git@example.org:x", "\xff refs/x", "\x00")
	f.Add("ref: HEAD", "[remote \"origin\"]\nurl=a%zz:b@c:d", "", ".")
	root := f.TempDir()
	folder := filepath.Join(root, ".git")
	if err := os.Mkdir(folder, 0o755); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, head, config, packed, common string) {
		for name, content := range map[string]string{"HEAD": head, "config": config, "packed-refs": packed, "commondir": common} {
			path := filepath.Join(folder, name)
			var err error
			if name == "commondir" && content == "" {
				err = os.RemoveAll(path)
			} else {
				err = os.WriteFile(path, []byte(content), 0o644)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if name := Commit(root); name != "" && (len(name) != 40 && len(name) != 64 || strings.Trim(name, "0123456789abcdef") != "") {
			t.Fatalf("the commit is %q", name)
		}
		remote := Remote(root)
		if u, err := url.Parse(remote); err == nil && u.User != nil || strings.ContainsAny(remote, "\r\n") {
			t.Fatalf("the remote is %q", remote)
		}
	})
}

package scan

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// Behind reports whether git has brought other files into the work tree that
// holds root since a commit was checked out there ("" for none yet): HEAD names
// another one, and it did not get there by mere commits of what stands in the
// work tree, which leave the files as they are. It is false where there is no
// repository, or no commit. git is not started.
func Behind(root, commit string) bool {
	r, err := findRepository(root)
	if err != nil || r == nil {
		return false
	}
	head := r.head()
	return head != "" && head != commit && !r.committed(commit, head)
}

// logTail is how much of HEAD's log is read from its end, in bytes: some 300
// entries.
const logTail = 64 << 10

// committed reports whether HEAD's log leads from a commit to another by commits
// alone. An entry is a line "OLD NEW NAME <MAIL> TIME ZONE<tab>MESSAGE".
func (r *repository) committed(from, to string) bool {
	log, err := readTail(filepath.Join(r.gitDir, "logs", "HEAD"), logTail)
	if err != nil {
		return false // core.logAllRefUpdates is off
	}
	if from == "" {
		from = strings.Repeat("0", 2*r.hashSize)
	}
	for log = bytes.TrimRight(log, "\n"); len(log) > 0; {
		at := bytes.LastIndexByte(log, '\n') + 1
		entry := string(log[at:])
		log = log[:max(at-1, 0)]
		before, rest, _ := strings.Cut(entry, " ")
		after, _, _ := strings.Cut(rest, " ")
		_, message, _ := strings.Cut(entry, "\t")
		if after == to && before == to {
			continue // a new branch, a stash: it moved HEAD nowhere
		}
		if after != to || !isCommitting(message) {
			return false
		}
		if to = before; to == from {
			return true
		}
	}
	return false
}

// isCommitting reports whether a message of HEAD's log is that of a commit which
// has not changed the work tree. That of a merge is none: it ends what a merge
// with conflicts has begun.
func isCommitting(message string) bool {
	for _, one := range []string{"commit: ", "commit (initial): ", "commit (amend): "} {
		if strings.HasPrefix(message, one) {
			return true
		}
	}
	return false
}

// readTail returns the last bytes of a regular file, most of them at most.
func readTail(path string, most int64) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, ErrNotRegular
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close() // read only: nothing to lose
	from := max(info.Size()-most, 0)
	return io.ReadAll(io.NewSectionReader(file, from, info.Size()-from))
}

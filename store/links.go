package store

import (
	"path"
	"strings"

	"kwic/scan/extract"
)

// A link's row holds where it leads. The destination as the document writes it
// is needed only when the document moves, and is kept only where it cannot be
// had back from target and anchor.

func packLink(file string, l *extract.Link) (target, anchor string, written any) {
	target, anchor = extract.Resolve(file, l.Destination)
	if usualDestination(file, target, anchor) == l.Destination {
		return target, anchor, nil
	}
	return target, anchor, l.Destination
}

// usualDestination is how most writers would write a link from file to a place.
func usualDestination(file, target, anchor string) string {
	destination := target
	switch {
	case target == file && anchor != "":
		destination = ""
	case !strings.Contains(target, ":"):
		destination = relative(path.Dir(file), target)
	}
	if anchor != "" {
		destination += "#" + anchor
	}
	return destination
}

// relative returns the slash path that leads from a folder to a target, both
// relative to the same root.
func relative(folder, target string) string {
	if folder == "." {
		return target
	}
	from, to := strings.Split(folder, "/"), strings.Split(target, "/")
	shared := 0
	for shared < len(from) && shared < len(to)-1 && from[shared] == to[shared] {
		shared++
	}
	return strings.Repeat("../", len(from)-shared) + strings.Join(to[shared:], "/")
}

func (c *conn) links(file int64, path string) ([]extract.Link, error) {
	var links []extract.Link
	err := c.each(`SELECT line, target, anchor, text, written FROM link WHERE file = ? ORDER BY ordinal`, func(r row) error {
		l := extract.Link{Line: int(r.int(0)), Destination: r.text(4), Text: r.text(3)}
		if r.isNull(4) {
			l.Destination = usualDestination(path, r.text(1), r.text(2))
		}
		links = append(links, l)
		return nil
	}, file)
	return links, err
}

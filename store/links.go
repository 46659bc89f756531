package store

import (
	"fmt"
	"path"
	"strings"

	"kwic/scan/extract"
)

// A link's row names what it leads to by a number. targets gives these numbers.
type targets struct {
	conn  *conn
	ids   map[string]int64   // of the last ones
	loose map[int64]struct{} // that have lost links
}

// heldTargets bounds the targets whose numbers are held in memory: 5 MB.
const heldTargets = 40_000

func newTargets(c *conn) *targets {
	return &targets{conn: c, ids: make(map[string]int64), loose: make(map[int64]struct{})}
}

// id returns the number of a target, a new one where it has none.
func (t *targets) id(target string) (int64, error) {
	if id, held := t.ids[target]; held {
		return id, nil
	}
	r, found, err := t.conn.first(`SELECT id FROM target WHERE target = ?`, target)
	if err == nil && !found {
		r, _, err = t.conn.first(`INSERT INTO target (target) VALUES (?) RETURNING id`, target)
	}
	if err != nil {
		return 0, err
	}
	if len(t.ids) == heldTargets {
		clear(t.ids)
	}
	t.ids[strings.Clone(target)] = r.int(0)
	return r.int(0), nil
}

// loosen notes the targets of a file whose links go.
func (t *targets) loosen(file int64) error {
	return t.conn.each(`SELECT target FROM link WHERE file = ?`, func(r row) error {
		t.loose[r.int(0)] = struct{}{}
		return nil
	}, file)
}

// flush deletes the targets that no link leads to any more.
func (t *targets) flush() error {
	for id := range t.loose {
		if err := t.conn.exec(`DELETE FROM target WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM link WHERE target = ?1)`, id); err != nil {
			return err
		}
	}
	return nil
}

// A link's row holds where it leads. The destination as the document writes it
// is needed only when the document moves, and is kept only where it cannot be
// had back from target and anchor in one of the ways in which writers write a
// link: the usual one (NULL), or one that a byte tells.
const (
	writtenHere  = 1 // the usual way, with "./" before it
	writtenRoot  = 2 // "/" and the target
	writtenUp    = 3 // so much less: how many folders up it goes, more than it must
	mostWrittens = 64
)

func packLink(file string, l *extract.Link) (target, anchor string, written any) {
	target, anchor = extract.Resolve(file, l.Destination)
	if usualDestination(file, target, anchor) == l.Destination {
		return target, anchor, nil
	}
	way := byte(0)
	switch ups := strings.Count(l.Destination, "../"); {
	case strings.HasPrefix(l.Destination, "./"):
		way = writtenHere
	case strings.HasPrefix(l.Destination, "/"):
		way = writtenRoot
	case ups > 0 && ups < mostWrittens:
		way = writtenUp + byte(ups)
	}
	if way != 0 && destinationBy(way, file, target, anchor) == l.Destination {
		return target, anchor, []byte{way}
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
		destination = relative(path.Dir(file), target, 0)
	}
	return withAnchor(destination, anchor)
}

// destinationBy is how a link is written in another way.
func destinationBy(way byte, file, target, anchor string) string {
	switch way {
	case writtenHere:
		return "./" + usualDestination(file, target, anchor)
	case writtenRoot:
		return "/" + withAnchor(target, anchor)
	}
	return withAnchor(relative(path.Dir(file), target, int(way)-writtenUp), anchor)
}

func withAnchor(destination, anchor string) string {
	if anchor != "" {
		destination += "#" + anchor
	}
	return destination
}

// relative returns the slash path that leads from a folder to a target, both
// relative to the same root. It goes up as far as it must, and least folders
// where there are so many.
func relative(folder, target string, least int) string {
	if folder == "." {
		return target
	}
	from, to := strings.Split(folder, "/"), strings.Split(target, "/")
	shared := 0
	for shared < len(from)-least && shared < len(to)-1 && from[shared] == to[shared] {
		shared++
	}
	return strings.Repeat("../", len(from)-shared) + strings.Join(to[shared:], "/")
}

func (c *conn) links(file int64, path string) ([]extract.Link, error) {
	var links []extract.Link
	err := c.each(`SELECT l.line, t.target, l.anchor, l.text, l.written FROM link l JOIN target t ON t.id = l.target WHERE l.file = ? ORDER BY l.ordinal`, func(r row) error {
		l := extract.Link{Line: int(r.int(0)), Text: r.text(3)}
		switch written := r.value(4).(type) {
		case nil:
			l.Destination = usualDestination(path, r.text(1), r.text(2))
		case []byte:
			if len(written) != 1 || written[0] == 0 {
				return fmt.Errorf("%w: a link is written in no known way", ErrDamaged)
			}
			l.Destination = destinationBy(written[0], path, r.text(1), r.text(2))
		default:
			l.Destination = r.text(4)
		}
		links = append(links, l)
		return nil
	}, file)
	return links, err
}

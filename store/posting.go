package store

import (
	"fmt"
	"math"
	"strconv"

	"kwic/scan/extract"
)

// A posting's flags hold kind, role and whether it is a definition.

func packFlags(k *Keyword) int64 {
	flags := int64(k.Kind) | int64(k.Role)<<4
	if k.Definition {
		flags |= 1 << 7
	}
	return flags
}

func flagKind(flags int64) Kind       { return Kind(flags & 15) }
func flagRole(flags int64) Role       { return Role(flags >> 4 & 7) }
func flagDefinition(flags int64) bool { return flags>>7 != 0 }

// packPlaces encodes a keyword's places as the schema says: the ordinal alone
// where there is one place, else a text.
func packPlaces(k *Keyword, buffer []byte) (any, []byte) {
	if len(k.Places) == 1 {
		return int64(k.Places[0].Section), buffer
	}
	b := appendPlaces(buffer[:0], k.Places)
	return string(b), b
}

// appendPlaces writes the text of several places.
func appendPlaces(b []byte, places []Place) []byte {
	for i, p := range places {
		if i > 0 {
			b = append(b, ';')
		}
		b = strconv.AppendInt(b, int64(p.Section), 10)
		b = strconv.AppendInt(append(b, ','), int64(p.Line), 10)
		mentioned := p.Role == extract.IsMention
		if p.Count != 1 || !mentioned {
			b = strconv.AppendInt(append(b, ','), int64(p.Count), 10)
		}
		if !mentioned {
			b = strconv.AppendInt(append(b, ','), int64(p.Role), 10)
		}
	}
	return b
}

// unpackPlaces appends what packPlaces wrote to the places of k, which has its
// line, count and role already.
func unpackPlaces(value any, k *Keyword) error {
	switch v := value.(type) {
	case int64:
		if v < 0 || v > math.MaxInt32 {
			break
		}
		k.Places = append(k.Places, Place{Section: int(v), Line: k.Line, Count: k.Count, Role: k.Role})
		return nil
	case string:
		return parsePlaces(v, k)
	}
	return fmt.Errorf("%w: places of a keyword are %T", ErrDamaged, value)
}

// parsePlaces reads the text that appendPlaces writes.
func parsePlaces(text string, k *Keyword) error {
	var numbers [4]int
	at, digits := 0, 0
	for i := 0; i <= len(text); i++ {
		c := byte(';') // behind the last one, too
		if i < len(text) {
			c = text[i]
		}
		switch {
		case c >= '0' && c <= '9' && numbers[at] < math.MaxInt/16:
			numbers[at] = numbers[at]*10 + int(c-'0')
			digits++
		case c == ',' && digits > 0 && at < 3:
			at, digits = at+1, 0
		case c == ';' && digits > 0 && at > 0 && numbers[3] < extract.Roles:
			p := Place{Section: numbers[0], Line: numbers[1], Count: 1, Role: extract.IsMention}
			if at > 1 {
				p.Count = numbers[2]
			}
			if at > 2 {
				p.Role = Role(numbers[3])
			}
			k.Places = append(k.Places, p)
			numbers, at, digits = [4]int{}, 0, 0
		default:
			return fmt.Errorf("%w: places of a keyword: %q", ErrDamaged, text)
		}
	}
	return nil
}

// document loads what the index holds of the file with the given id, as
// extraction gave it.
func (c *conn) document(id int64, path string) (*Document, error) {
	head, found, err := c.first(`SELECT title, lines, simple FROM file WHERE id = ?`, id)
	if err != nil || !found {
		return nil, err
	}
	d := &Document{Title: head.text(0), Lines: int(head.int(1))}
	d.Reading = 0
	if head.int(2) != 0 {
		d.Reading = 1
	}
	if d.Sections, err = c.sections(id); err != nil {
		return nil, err
	}
	err = c.each(`SELECT k.key, v.form, p.flags, p.line, p.count, p.places
		FROM posting p JOIN keyword k ON k.id = p.keyword JOIN variant v ON v.keyword = p.keyword AND v.ordinal = p.form
		WHERE p.file = ? ORDER BY p.rank`, func(r row) error {
		k := Keyword{Key: r.text(0), Form: r.text(1), Line: int(r.int(3)), Count: int(r.int(4))}
		k.Kind, k.Role, k.Definition = flagKind(r.int(2)), flagRole(r.int(2)), flagDefinition(r.int(2))
		if err := unpackPlaces(r.value(5), &k); err != nil {
			return err
		}
		if err := checkKeyword(&k, len(d.Sections)); err != nil {
			return err
		}
		d.Keywords = append(d.Keywords, k)
		return nil
	}, id)
	if err != nil {
		return nil, err
	}
	if d.Links, err = c.links(id, path); err != nil {
		return nil, err
	}
	err = c.each(`SELECT name FROM anchor WHERE file = ? ORDER BY name`, func(r row) error {
		d.Anchors = append(d.Anchors, r.text(0))
		return nil
	}, id)
	return d, err
}

func (c *conn) sections(file int64) ([]Section, error) {
	var sections []Section
	err := c.each(`SELECT parent, level, title, anchor, line, end_line FROM section WHERE file = ? ORDER BY ordinal`, func(r row) error {
		s := Section{Parent: -1, Level: int(r.int(1)), Title: r.text(2), Anchor: unpackAnchor(r, 2, 3), Line: int(r.int(4)), EndLine: int(r.int(5))}
		if !r.isNull(0) {
			s.Parent = int(r.int(0))
		}
		sections = append(sections, s)
		return nil
	}, file)
	if err == nil {
		err = checkSections(sections)
	}
	return sections, err
}

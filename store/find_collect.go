package store

import (
	"cmp"
	"errors"
	"maps"
	"slices"

	"kwic/scan/extract"
)

// widest is how many uses the keywords of a tier may have in all, so that their
// places are put in one order: reading and sorting these takes some
// milliseconds.
const widest = 3000

// Which places of a keyword are taken.
type portion uint8

const (
	everything portion = iota
	treating
	mentioning
)

// collect adds the places of a tier's keywords as far as they are needed. The
// keywords that a document treats are read first: where they have places enough,
// all others, which are most, need not be read.
func (f *finder) collect(t tier) error {
	before := maps.Clone(f.seen) // those of better tiers
	if t.few {
		return t.each(func(one answer) error { return f.take(one, everything) })
	}
	each, wide, err := f.measured(t.each)
	if err != nil {
		return err
	}
	for _, part := range []portion{treating, mentioning} {
		if !f.wants(part) {
			continue
		}
		f.order = 0
		sure := len(f.all) + len(f.tier) // places that stand before what is still to come
		err := each(func(one answer) error {
			if before[one.id] {
				return nil
			}
			f.seen[one.id] = true
			if part == treating && one.treated == 0 {
				return nil
			}
			start := len(f.tier)
			if wide {
				f.order++
			}
			if err := f.take(one, part); err != nil || !wide || len(f.tier) == start {
				return err
			}
			if err := f.bestFirst(f.tier[start:]); err != nil {
				return err
			}
			if sure++; f.enough(sure) {
				return errFound
			}
			return nil
		})
		if errors.Is(err, errFound) {
			// The other places of these keywords come behind best ones that have
			// not even been read, and need not be put in order.
			last := f.tier[len(f.tier)-1].level
			f.tier = slices.DeleteFunc(f.tier, func(c candidate) bool {
				return c.later && c.level == last && (c.role == extract.IsMention) == (part == mentioning)
			})
			break
		}
		if err != nil {
			return err
		}
		if f.enough(len(f.all) + len(f.tier)) {
			break
		}
	}
	f.order = 0
	return nil
}

// bestFirst tells the best of a keyword's places from the others: by role and
// rank, then by path and section.
func (f *finder) bestFirst(places []candidate) error {
	least := slices.MinFunc(places, byRoleRank)
	alike := make(map[int64]int32) // first section by file, of those that role and rank do not tell apart
	for i := range places {
		places[i].later = true
		if byRoleRank(places[i], least) == 0 {
			if section, known := alike[places[i].file]; !known || places[i].section < section {
				alike[places[i].file] = places[i].section
			}
		}
	}
	file, err := f.firstPath(alike)
	if err != nil {
		return err
	}
	for i := range places {
		if p := &places[i]; p.file == file && p.section == alike[file] && byRoleRank(*p, least) == 0 {
			p.later = false
			break
		}
	}
	return nil
}

func byRoleRank(a, b candidate) int {
	return cmp.Or(cmp.Compare(a.role, b.role), cmp.Compare(a.rank, b.rank))
}

// firstPath returns which of some files has the first path. Of many, one of the
// first files of all is likely to be it: as many of these are looked at as there
// are files, before each of them is looked up.
func (f *finder) firstPath(files map[int64]int32) (first int64, err error) {
	found := false
	if len(files) > 100 {
		passed := 0
		err := f.conn.each(`SELECT id FROM file ORDER BY path`, func(r row) error {
			first = r.int(0)
			_, found = files[first]
			if passed++; found || passed == len(files) {
				return errFound
			}
			return nil
		})
		if err != nil && !errors.Is(err, errFound) {
			return 0, err
		}
	}
	if found {
		return first, nil
	}
	least := ""
	for file := range files {
		path, err := f.path(file)
		if err != nil {
			return 0, err
		}
		if !found || path < least {
			found, first, least = true, file, path
		}
	}
	return first, nil
}

// wants reports whether Roles lets a portion through.
func (f *finder) wants(part portion) bool {
	mentions := f.Roles&(1<<extract.IsMention) != 0
	if part == mentioning {
		return f.Roles == 0 || mentions
	}
	return f.Roles == 0 || f.Roles != 1<<extract.IsMention
}

// measured reports whether the keywords of a tier have more than widest uses,
// and holds them where they do not.
func (f *finder) measured(each func(do func(answer) error) error) (again func(do func(answer) error) error, wide bool, err error) {
	var narrow []answer
	uses := int64(0)
	err = each(func(one answer) error {
		if f.seen[one.id] {
			return nil
		}
		if uses += one.files; uses > widest {
			return errFound
		}
		narrow = append(narrow, one)
		return nil
	})
	switch {
	case errors.Is(err, errFound):
		return each, true, nil
	case err != nil:
		return nil, false, err
	}
	return func(do func(answer) error) error { return eachOf(narrow, do) }, false, nil
}

// take adds the places of a keyword.
func (f *finder) take(one answer, part portion) error {
	if err := f.ctx.Err(); err != nil {
		return err
	}
	f.seen[one.id] = true
	if f.Kinds != 0 && one.kinds&f.Kinds == 0 {
		return nil
	}
	k := Keyword{}
	start, postings := len(f.tier), 0 // of the file at hand
	file := int64(-1)
	end := func() {
		if postings > 1 {
			f.tier = append(f.tier[:start], onePerSection(f.tier[start:])...)
		}
		if part != everything {
			f.tier = append(f.tier[:start], slices.DeleteFunc(f.tier[start:], func(c candidate) bool { return (c.role == extract.IsMention) != (part == mentioning) })...)
		}
	}
	err := f.conn.each(`SELECT file, rank, flags, places FROM posting WHERE keyword = ?`, func(r row) error {
		if one := r.int(0); one != file {
			end()
			file, start, postings = one, len(f.tier), 0
		}
		flags := r.int(2)
		kind := flagKind(flags)
		if !f.lets(kind, flagDefinition(flags)) {
			return nil
		}
		if inside, err := f.isInside(file); err != nil || !inside {
			return err
		}
		k.Kind, k.Role, k.Places = kind, flagRole(flags), k.Places[:0]
		if err := unpackPlaces(r.value(3), &k); err != nil {
			return err
		}
		postings++
		for _, p := range k.Places {
			if !f.letsRole(p.Role) {
				continue
			}
			f.tier = append(f.tier, candidate{
				keyword: one.id, file: file, rank: int32(r.int(1)), flags: int16(flags), section: int32(p.Section), line: int32(p.Line), order: f.order,
				level: one.level, role: p.Role, kind: kind, definition: flagDefinition(flags),
			})
		}
		return nil
	}, one.id)
	end()
	return err
}

// onePerSection leaves the best place of every section: a keyword of several
// kinds is one keyword to a reader.
func onePerSection(places []candidate) []candidate {
	slices.SortFunc(places, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.section, b.section), cmp.Compare(a.role, b.role), cmp.Compare(a.rank, b.rank))
	})
	return slices.CompactFunc(places, func(a, b candidate) bool { return a.section == b.section })
}

// isInside asks In, once a file.
func (f *finder) isInside(file int64) (bool, error) {
	if f.In == nil {
		return true, nil
	}
	inside, asked := f.inside[file]
	if !asked {
		path, err := f.path(file)
		if err != nil {
			return false, err
		}
		inside = f.In(path)
		f.inside[file] = inside
	}
	return inside, nil
}

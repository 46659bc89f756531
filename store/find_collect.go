package store

import (
	"bytes"
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
	if t.few || f.unordered() {
		return t.each(func(one answer) error {
			if f.seen[one.id] {
				return nil
			}
			return f.take(one, everything)
		})
	}
	before := maps.Clone(f.seen) // those of better tiers
	each, wide, err := f.measured(t.each)
	if err != nil {
		return err
	}
	if f.Limit == 0 {
		return f.collectAll(each, before, wide)
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

// collectAll adds all places of a tier's keywords.
func (f *finder) collectAll(each func(do func(answer) error) error, before map[int64]bool, wide bool) error {
	f.order = 0
	err := each(func(one answer) error {
		if before[one.id] {
			return nil
		}
		start := len(f.tier)
		if wide {
			f.order++
		}
		if err := f.take(one, everything); err != nil {
			return err
		}
		if !wide {
			return f.drain()
		}
		for start < len(f.tier) { // those that treat it, and those that mention it
			places := f.tier[start:]
			end := 0
			for i := range places {
				if (places[i].role == extract.IsMention) == (places[0].role == extract.IsMention) {
					places[i], places[end] = places[end], places[i]
					end++
				}
			}
			if err := f.bestFirst(places[:end]); err != nil {
				return err
			}
			start += end
		}
		return f.drain()
	})
	f.order = 0
	return err
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
	if err := f.readPaths(len(files)); err != nil {
		return 0, err
	}
	if f.every != nil {
		least := -1
		for file := range files {
			if at := f.orderOf(file); least < 0 || at < least {
				least, first = at, file
			}
		}
		return first, nil
	}
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
	if one.ruledOut {
		return nil
	}
	if f.In != nil {
		if err := f.askAll(int(one.files)); err != nil {
			return err
		}
	}
	if f.Documents && f.Roles == 0 {
		return f.takeDocuments(one, part)
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
	query := `SELECT file, rank, flags, places FROM posting WHERE keyword = ?`
	if f.Brief {
		query = `SELECT file, rank, flags, places, line FROM posting WHERE keyword = ?`
	}
	err := f.conn.each(query, func(r row) error {
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
		if f.Brief {
			k.Line = int(r.int(4))
		}
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

// takeDocuments adds places of each document that holds a keyword, one for what
// treats it and one for what mentions it. Where in the document these stand need
// not be read.
func (f *finder) takeDocuments(one answer, part portion) error {
	return f.conn.each(`SELECT file, rank, flags, places FROM posting WHERE keyword = ?`, func(r row) error {
		flags := r.int(2)
		role := flagRole(flags)
		mentions := role == extract.IsMention
		if !f.lets(flagKind(flags), flagDefinition(flags)) || part == treating && mentions {
			return nil
		}
		c := candidate{
			keyword: one.id, file: r.int(0), rank: int32(r.int(1)), flags: int16(flags), order: f.order,
			level: one.level, role: role, kind: flagKind(flags), definition: flagDefinition(flags),
		}
		if inside, err := f.isInside(c.file); err != nil || !inside {
			return err
		}
		if part != mentioning || mentions {
			f.tier = append(f.tier, c)
		}
		if !mentions && part != treating && alsoMentions(r.packed(3)) {
			c.role = extract.IsMention
			f.tier = append(f.tier, c)
		}
		return nil
	}, one.id)
}

// alsoMentions reports whether some of the packed places of a posting that treats
// its keyword mention it: their text tells no role then.
func alsoMentions(places []byte) bool {
	return len(places) > 0 && bytes.Count(places, []byte(",")) < 3*(bytes.Count(places, []byte(";"))+1)
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
	if f.In == nil || f.allInside {
		return true, nil
	}
	if file >= 0 && file < int64(len(f.within)) {
		return f.within[file], nil
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

// askAll asks In about all files at once, where so many uses are at hand that each
// of them would be asked about. A glob often lets all through, or files that lie
// side by side: a folder's were numbered one after the other.
func (f *finder) askAll(uses int) error {
	if f.within != nil {
		return nil
	}
	if err := f.readPaths(uses); err != nil || f.every == nil {
		return err
	}
	f.within, f.allInside = make([]bool, len(f.every)), true
	f.firstInside, f.lastInside = int64(len(f.every)), -1
	for id := range f.every {
		switch path := f.every[id].path; {
		case path == "":
		case f.In(path):
			f.within[id] = true
			f.firstInside, f.lastInside = min(f.firstInside, int64(id)), int64(id)
		default:
			f.allInside = false
		}
	}
	return nil
}

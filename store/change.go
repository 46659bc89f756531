package store

import (
	"encoding/binary"
	"hash/fnv"
	"path"
	"slices"
)

// fileState is what pages other than the file's own can show of a file.
type fileState struct {
	id       int64
	found    bool
	title    string
	best     []string // the most telling keywords' forms, for the folder's page
	keywords map[string]*keywordState
}

// keywordState is what they can show of one keyword of a file. Lines are not
// among it, so that an inserted line is seen by the file's own page only.
type keywordState struct {
	occurrences int64
	treated     int64 // 1 where its role is better than mention
	kinds       uint16
	forms       []string
	few         [1]string // what forms is made of, most often
	visible     uint64    // hash over kinds, roles, forms and sections
	tally       tally
	counted     fileTally
}

// BestOnFolder is the number of keywords that a folder's page shows of a file,
// chosen among the first ranks by MostTelling.
const (
	BestOnFolder   = 5
	ranksForFolder = 12
)

// stateOf derives the state of a document.
func stateOf(d *Document) *fileState {
	s := &fileState{title: d.Title, best: bestOf(d), keywords: make(map[string]*keywordState, len(d.Keywords))}
	states := make([]keywordState, len(d.Keywords)) // one allocation for all
	v := newVisibility(d)
	for i := range d.Keywords {
		k := &d.Keywords[i]
		state := s.keywords[k.Key]
		if state == nil {
			state = &states[i]
			state.forms = state.few[:0]
			s.keywords[k.Key] = state
		}
		state.occurrences += int64(k.Count)
		state.kinds |= 1 << k.Kind
		if Treats(k.Role) {
			state.treated = 1
		}
		if !slices.Contains(state.forms, k.Form) {
			state.forms = append(state.forms, k.Form)
		}
		state.counted.add(&state.tally, k)
		state.visible += v.of(k) // a sum, for the order of kinds is of no account
	}
	return s
}

// bestOf returns the forms of a document's most telling keywords.
func bestOf(d *Document) []string {
	forms := make([]string, 0, ranksForFolder)
	for i := range d.Keywords[:min(len(d.Keywords), ranksForFolder)] {
		forms = append(forms, d.Keywords[i].Form)
	}
	return telling(forms, BestOnFolder)
}

// visibility tells what index pages may show of a document's keywords.
type visibility struct {
	shown  []uint64 // a hash of each section's anchor and path, which may be long and those of many keywords
	buffer []byte
}

func newVisibility(d *Document) visibility {
	v := visibility{shown: make([]uint64, len(d.Sections))}
	top := TopHeading(d.Sections)
	for i := range d.Sections {
		h := fnv.New64a()
		h.Write([]byte(d.Sections[i].Anchor + "\x00" + SectionPath(d.Sections, top, i)))
		v.shown[i] = h.Sum64()
	}
	return v
}

// of returns a hash over what an index page may show of a keyword: where it is
// treated, or else the one section that mentions it most.
func (v *visibility) of(k *Keyword) uint64 {
	b := append(v.buffer[:0], byte(k.Kind), byte(k.Role))
	b = append(append(b, k.Form...), 0)
	best := BestPlace(k.Places)
	for i := range k.Places {
		p := &k.Places[i]
		if i == best || Treats(p.Role) {
			b = append(b, byte(p.Role))
			b = binary.LittleEndian.AppendUint64(b, v.shown[p.Section])
		}
	}
	v.buffer = b
	h := fnv.New64a()
	h.Write(b)
	return h.Sum64()
}

// known loads the state of a file in the index.
func (u *Update) known(file string) (*fileState, error) {
	if s := u.expected[file]; s != nil {
		delete(u.expected, file)
		return s, nil
	}
	r, found, err := u.conn.first(`SELECT id FROM file WHERE path = ?`, file)
	if err != nil || !found {
		return &fileState{}, err
	}
	d, err := u.conn.document(r.int(0), file)
	if err != nil {
		return nil, err
	}
	s := stateOf(d)
	s.id, s.found = r.int(0), true
	return s, nil
}

// Expect looks up what the index holds of a file that Put or Remove will be called
// for, and nothing that changes it before.
func (u *Update) Expect(file string) error {
	if u.bulk != nil {
		return nil
	}
	s, err := u.known(file)
	if err != nil {
		return asDamage(err)
	}
	for key := range s.keywords {
		if _, err := u.vocabulary.entry(key); err != nil {
			return asDamage(err)
		}
	}
	if u.expected == nil {
		u.expected = make(map[string]*fileState)
	}
	u.expected[file] = s
	return nil
}

// change brings the vocabulary from one state of a file to the next, and notes
// which keywords' entries show the difference.
func (u *Update) change(file string, folder *folder, old, now *fileState) error {
	retitled := old.title != now.title
	for key, o := range old.keywords {
		if _, stays := now.keywords[key]; stays {
			continue
		}
		e, err := u.vocabulary.entry(key)
		if err != nil {
			return err
		}
		e.doubtful |= o.kinds
		e.files--
		e.treated -= o.treated
		e.occurrences -= o.occurrences
		e.tally.add(&o.tally, -1)
		for _, form := range o.forms {
			e.count(form, -1)
		}
		e.touch(folder.id, -1)
		u.because(key, file)
	}
	for key, n := range now.keywords {
		e, err := u.vocabulary.entry(key)
		if err != nil {
			return err
		}
		e.kinds |= n.kinds
		o := old.keywords[key]
		if o == nil {
			e.files++
			e.treated += n.treated
			e.occurrences += n.occurrences
			e.tally.add(&n.tally, 1)
			for _, form := range n.forms {
				e.count(form, 1)
			}
			e.touch(folder.id, 1)
			u.because(key, file)
			continue
		}
		if o.occurrences != n.occurrences || o.treated != n.treated || !o.tally.equal(&n.tally) {
			e.tally.add(&o.tally, -1)
			e.tally.add(&n.tally, 1)
			e.occurrences += n.occurrences - o.occurrences
			e.treated += n.treated - o.treated
			e.dirty = true
		}
		if !slices.Equal(o.forms, n.forms) {
			for _, form := range o.forms {
				e.count(form, -1)
			}
			for _, form := range n.forms {
				e.count(form, 1)
			}
		}
		e.doubtful |= o.kinds &^ n.kinds
		if retitled || o.visible != n.visible {
			e.dirty = true // for its kinds
			e.touch(folder.id, 0)
			u.because(key, file)
		}
	}
	return nil
}

// markFile marks the file's own page and its entry on the folder's page.
func (u *Update) markFile(file string, folder *folder, old, now *fileState) {
	u.markStale(StaleFile, "", file)
	if old.found == now.found && old.title == now.title && slices.Equal(old.best, now.best) {
		return
	}
	u.markStale(StaleFolder, folder.path, path.Base(file))
	// A folder with one document goes by that document's title, and folders
	// come and go with their files.
	for f := folder; f.parent != nil; f = f.parent {
		u.markStale(StaleFolder, f.parent.path, path.Base(f.path))
	}
}

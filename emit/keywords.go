package emit

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"kwic/store"
)

func letterUnit(letter string, rare bool) string {
	if rare {
		return "rare " + letter
	}
	return "keywords " + letter
}

// letterList is the list of a letter of the keyword index: of the keywords that
// are treated somewhere or used by several files, or of the rare others.
func (re *renderer) letterList(letter string, rare bool, emit emitFunc) (*list, error) {
	has, err := re.letterOn(letter)
	if err != nil {
		return nil, err
	}
	l := &list{unit: letterUnit(letter, rare), kind: Keywords, emit: emit, site: re.site}
	l.page = func(prefix string) string { return letterPage(letter, prefix, rare) }
	l.entries = func(prefix string, do func(entry) error) error {
		if prefix == "" {
			return re.eachFirst(letter, func(first string) error { return re.letterEntries(first, l.page(prefix), rare, do) })
		}
		return re.letterEntries(prefix, l.page(prefix), rare, do)
	}
	l.next = func(prefix string) ([]string, error) {
		if prefix != "" {
			return re.reader.NextRunes(prefix, rare)
		}
		var firsts []string
		err := re.eachFirst(letter, func(first string) error {
			main, few, err := re.reader.Lists(first)
			if rare && few || !rare && main {
				firsts = append(firsts, first)
			}
			return err
		})
		return firsts, err
	}
	l.head = func(b []byte, prefix string) []byte {
		return re.dressHead(re.letterHead(b, l, has, prefix, rare), re.Marker)
	}
	return l, nil
}

// letterOn tells which lists of a letter hold anything.
func (re *renderer) letterOn(name string) (letter, error) {
	l := letter{letter: name}
	add := func(prefix string) error {
		main, rare, err := re.reader.Lists(prefix)
		l.main, l.rare = l.main || main, l.rare || rare
		return err
	}
	return l, re.eachFirst(name, add)
}

// eachFirst calls do for every first character of the keys of a letter, in the
// order of their bytes.
func (re *renderer) eachFirst(letter string, do func(string) error) error {
	firsts, err := re.firstsOf(letter)
	for i := 0; i < len(firsts) && err == nil; i++ {
		err = do(firsts[i])
	}
	return err
}

// firstsOf returns the first characters of the keys of a letter. They are looked
// up once: the index does not change while a renderer is used.
func (re *renderer) firstsOf(letter string) ([]string, error) {
	if re.firsts == nil {
		firsts, err := re.reader.FirstRunes()
		if err != nil {
			return nil, err
		}
		re.firsts = make(map[string][]string)
		for _, first := range firsts {
			of := letterOf(first)
			re.firsts[of] = append(re.firsts[of], first)
		}
	}
	return re.firsts[letter], nil
}

func (re *renderer) letterHead(b []byte, l *list, has letter, prefix string, rare bool) []byte {
	name := strings.ToUpper(has.letter)
	if has.letter == symbols {
		name = "Symbols and digits"
	}
	title := append([]byte("Keywords: "), appendText(nil, name)...)
	if prefix != "" {
		title = appendCode(append(title, ", "...), prefix)
		title = append(title, "…"...)
	}
	if rare {
		title = append(title, ", mentioned in one document"...)
	}
	b = re.begin(b, string(title))
	own := l.page(prefix)
	sep := ""
	link := func(text, to string) {
		b = re.appendLink(append(b, sep...), text, own, to)
		sep = " · "
	}
	if re.has(Landing) {
		link("All letters", landingPage)
	}
	if prefix != "" {
		link("all of "+name, l.page(""))
	}
	if rare && has.main {
		link("keywords with more to say", letterPage(has.letter, "", false))
	}
	if !rare && has.rare {
		link("keywords that one document merely mentions", letterPage(has.letter, "", true))
	}
	if sep == "" {
		return b
	}
	return append(b, "\n\n"...)
}

// letterEntries renders the entries of all keys with a prefix.
func (re *renderer) letterEntries(prefix, page string, rare bool, do func(entry) error) error {
	from, to := store.Range(prefix)
	var body []byte
	return re.reader.Entries(from, to, rare, func(e *store.Entry) (err error) {
		if rare {
			body = re.rareEntry(body[:0], e, page)
		} else if body, err = re.entry(body[:0], e, page); err != nil {
			return err
		}
		return do(entry{key: e.Key, body: body})
	})
}

// rareEntry is one line: the keyword and the section that mentions it.
func (re *renderer) rareEntry(b []byte, e *store.Entry, page string) []byte {
	b = append(b, "- "...)
	b = appendForm(b, e.Form)
	if len(e.Uses) > 0 { // of several kinds, the most telling one's
		use := slices.MinFunc(e.Uses, func(a, b store.Use) int { return cmp.Compare(a.Rank, b.Rank) })
		b = re.appendPlace(append(b, ": "...), page, use.File, &use.Places[0])
	}
	if len(e.See) > 0 {
		b = re.appendSee(append(b, "; see also "...), page, e.See)
	}
	return append(b, '\n')
}

// appendSee links the entries that one refers to, on their letters' pages.
func (re *renderer) appendSee(b []byte, page string, see []store.See) []byte {
	for i := range see {
		if i > 0 {
			b = append(b, ", "...)
		}
		b = appendForm(append(b, '['), see[i].Form)
		b = re.appendPageLink(append(b, "]("...), page, letterPage(letterOf(see[i].Key), "", see[i].Rare))
		b = append(b, ')')
	}
	return b
}

// placesPerFile is how many sections of one file an entry links; the file's
// page has the others.
const placesPerFile = 3

// entry says where a keyword is treated, best first, then who else uses it, and
// what else to look at.
func (re *renderer) entry(b []byte, e *store.Entry, page string) ([]byte, error) {
	b, err := re.entryPlaces(b, e, page)
	if err != nil || len(e.See) == 0 || e.Files == 0 {
		return b, err
	}
	return append(re.appendSee(append(b, "  - see also "...), page, e.See), '\n'), nil
}

func (re *renderer) entryPlaces(b []byte, e *store.Entry, page string) ([]byte, error) {
	b = appendForm(append(b, "- **"...), e.Form)
	b = append(b, "**"...)
	if e.Files == 0 {
		return append(re.appendSee(append(b, ": see "...), page, e.See), '\n'), nil
	}
	b = appendKinds(b, e.Kinds)
	b = append(b, '\n')
	files := usesByFile(e)
	room := store.FoldOver
	for _, p := range treatedPlaces(e, files) {
		if room == 0 || p.file.shown == placesPerFile {
			p.file.left++
			continue
		}
		b = re.appendPlace(append(b, "  - "...), page, p.file.use.File, p.place)
		b = append(b, '\n')
		p.file.shown++
		room--
	}
	if e.Folded() {
		return re.appendFolded(b, e, page)
	}
	sep := "  - also in "
	for i := range files {
		switch f := &files[i]; {
		case f.shown > 0 && f.left == 0:
			continue
		case f.shown > 0:
			b = re.appendMore(append(b, sep...), page, f.use.File, f.left)
		default:
			b = re.appendPlace(append(b, sep...), page, f.use.File, &f.use.Places[0])
		}
		sep = ", "
	}
	if sep == ", " {
		b = append(b, '\n')
	}
	return b, nil
}

// appendMore links a file's page for the sections that an entry leaves to it.
func (re *renderer) appendMore(b []byte, page string, f *store.FileHead, more int) []byte {
	b = strconv.AppendInt(b, int64(more), 10)
	b = append(b, " more in "...)
	return re.appendFileLink(b, page, f)
}

// appendKinds names the kinds, the plain ones left out.
func appendKinds(b []byte, kinds uint16) []byte {
	sep := " "
	for k := range store.Kind(store.Kinds) {
		if kinds&(1<<k) != 0 && k != store.Term && k != store.Identifier {
			b = append(append(b, sep...), k.String()...)
			sep = ", "
		}
	}
	return b
}

// fileUses is how one file uses a keyword, of whatever kinds.
type fileUses struct {
	uses  []store.Use
	use   *store.Use // the best of them
	shown int        // places linked
	left  int        // places not linked
}

// usesByFile returns the uses of an entry for each file, by path.
func usesByFile(e *store.Entry) []fileUses {
	slices.SortFunc(e.Uses, func(a, b store.Use) int {
		return cmp.Or(strings.Compare(a.File.Path, b.File.Path), cmp.Compare(a.Role, b.Role), cmp.Compare(a.Kind, b.Kind))
	})
	files := make([]fileUses, 0, len(e.Uses))
	for i := range e.Uses {
		if n := len(files); n > 0 && files[n-1].use.File.ID == e.Uses[i].File.ID {
			files[n-1].uses = e.Uses[i-len(files[n-1].uses) : i+1]
			continue
		}
		files = append(files, fileUses{uses: e.Uses[i : i+1], use: &e.Uses[i]})
	}
	return files
}

type treated struct {
	file  *fileUses
	place *store.UsePlace
	whole bool // its heading is the keyword and nothing else
}

// treatedPlaces returns where a keyword is treated, best first: by role, then
// documents whose whole title it is, then by path and position.
func treatedPlaces(e *store.Entry, files []fileUses) []treated {
	var all []treated
	for i := range files {
		f := &files[i]
		first := len(all)
		for j := range f.uses {
			for k := range f.uses[j].Places {
				place := &f.uses[j].Places[k]
				twice := func(t treated) bool { return t.place.Anchor == place.Anchor && t.place.Section == place.Section }
				if store.Treats(place.Role) && (len(f.uses) == 1 || !slices.ContainsFunc(all[first:], twice)) {
					all = append(all, treated{f, place, isWhole(f.use.File, place, e)})
				}
			}
		}
	}
	slices.SortStableFunc(all, func(a, b treated) int {
		switch {
		case a.place.Role != b.place.Role:
			return cmp.Compare(a.place.Role, b.place.Role)
		case a.whole != b.whole && a.whole:
			return -1
		case a.whole != b.whole:
			return 1
		}
		return strings.Compare(a.file.use.File.Path, b.file.use.File.Path)
	})
	return all
}

// isWhole reports whether a heading is the keyword and nothing else.
func isWhole(file *store.FileHead, place *store.UsePlace, e *store.Entry) bool {
	title := place.Section
	if title == "" {
		title = file.Title
	}
	if at := strings.LastIndex(title, " › "); at >= 0 {
		title = title[at+len(" › "):]
	}
	return strings.EqualFold(title, e.Form) || strings.EqualFold(title, e.Key)
}

// appendPlace links a section of a document: "condition_variable › wait_for".
func (re *renderer) appendPlace(b []byte, page string, file *store.FileHead, place *store.UsePlace) []byte {
	b = appendTitle(append(b, '['), file.Title)
	if place.Section != "" {
		b = appendTitle(append(b, " › "...), place.Section)
	}
	b = re.appendDocumentLink(append(b, "]("...), page, file.Path, place.Anchor)
	return append(b, ')')
}

// appendFolded lists the folders that hold the keyword, from the deepest one
// that holds all of them down.
func (re *renderer) appendFolded(b []byte, e *store.Entry, page string) ([]byte, error) {
	top, err := re.reader.Top(e.ID)
	if err != nil {
		return b, err
	}
	folder, err := re.reader.FolderByID(top)
	if err != nil {
		return b, err
	}
	branches, err := re.reader.Below(top, e.ID)
	if err != nil {
		return b, err
	}
	own, err := re.reader.Own(top, e.ID)
	if err != nil {
		return b, err
	}
	if len(branches) == 0 || len(branches) > store.FoldOver {
		branches, own = []store.Branch{{Folder: folder, Files: e.Files}}, nil
	}
	sortBranches(branches)
	for i, branch := range branches {
		if i == 0 {
			b = append(b, "  - all in "...)
		} else {
			b = append(b, ", "...)
		}
		b = re.appendBranch(b, page, e.Key, branch)
	}
	if len(own) > 0 {
		b = append(b, "; the folder itself: "...)
		b = re.appendBranch(b, page, e.Key, store.Branch{Folder: folder, Files: int64(len(own))})
	}
	return append(b, '\n'), nil
}

func sortBranches(branches []store.Branch) {
	slices.SortFunc(branches, func(a, b store.Branch) int { return strings.Compare(branchPath(a), branchPath(b)) })
}

func branchPath(b store.Branch) string {
	if b.File != nil {
		return b.File.Path
	}
	return b.Folder
}

// appendBranch links the entry of a keyword in a folder's subtree index, with
// the number of files, or the one file.
func (re *renderer) appendBranch(b []byte, page, key string, branch store.Branch) []byte {
	if branch.File != nil {
		return re.appendFileLink(b, page, branch.File)
	}
	b = appendText(append(b, '['), folderLabel(branch.Folder))
	b = append(b, "]("...)
	if re.has(Subtree) {
		b = re.appendPageLink(b, page, subtreePage(branch.Folder, ""))
		b = re.appendLetterAnchor(b, key)
	} else {
		b = re.appendDocumentLink(b, page, inTree(branch.Folder), "")
	}
	b = append(b, ") ("...)
	return append(strconv.AppendInt(b, branch.Files, 10), ')')
}

// appendFileLink links a file's page, or the file where there are no such pages.
func (re *renderer) appendFileLink(b []byte, page string, f *store.FileHead) []byte {
	b = appendTitle(append(b, '['), f.Title)
	b = append(b, "]("...)
	if re.has(FilePage) {
		b = re.appendPageLink(b, page, filePage(f.Path, 0))
	} else {
		b = re.appendDocumentLink(b, page, f.Path, "")
	}
	return append(b, ')')
}

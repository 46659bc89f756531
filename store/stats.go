package store

// Stats counts what the index holds.
type Stats struct {
	Files, Lines, Size, Keywords, Uses, Sections, Links, Skipped int64 // Uses are rows of keyword_files, Size is in bytes

	Languages []LanguageCount // by files
	Kinds     [Kinds]int64    // uses by kind
	Roles     []int64         // uses by role
	Folders   []FolderCount   // by path
}

// LanguageCount counts the documents of one language.
type LanguageCount struct {
	Language, Class    string
	Files, Lines, Size int64
}

// FolderCount counts what is in a folder and below it.
type FolderCount struct {
	Path            string
	Files, Keywords int64
}

// Stats counts what the index holds. Folders are those of a depth, 0 being the
// root; of a negative depth those of the first with more than one.
func (q *Query) Stats(depth int) (*Stats, error) {
	s := &Stats{Roles: make([]int64, roles)}
	for _, step := range []func(*Stats) error{q.countTotals, q.countLanguages, q.countUses, func(s *Stats) error { return q.countFolders(s, depth) }} {
		if err := step(s); err != nil {
			return nil, asDamage(err)
		}
	}
	return s, nil
}

func (q *Query) countTotals(s *Stats) error {
	m, err := q.Meta()
	if err != nil {
		return err
	}
	r, _, err := q.conn.first(`SELECT (SELECT count(*) FROM section), (SELECT count(*) FROM link), (SELECT count(*) FROM skip)`)
	s.Keywords, s.Sections, s.Links, s.Skipped = m.Keywords, r.int(0), r.int(1), r.int(2)
	return err
}

func (q *Query) countLanguages(s *Stats) error {
	return q.conn.each(`SELECT language, class, count(*), sum(lines), sum(size) FROM file GROUP BY language, class ORDER BY 3 DESC, 1, 2`, func(r row) error {
		one := LanguageCount{r.text(0), r.text(1), r.int(2), r.int(3), r.int(4)}
		s.Languages = append(s.Languages, one)
		s.Files, s.Lines, s.Size = s.Files+one.Files, s.Lines+one.Lines, s.Size+one.Size
		return nil
	})
}

// countUses reads the index on flags alone.
func (q *Query) countUses(s *Stats) error {
	return q.conn.each(`SELECT flags, sum(postings) FROM file_flag GROUP BY flags`, func(r row) error {
		flags, n := r.int(0), r.int(1)
		if err := checkKeyword(&Keyword{Kind: flagKind(flags), Role: flagRole(flags), Places: []Place{{}}}, 1); err != nil {
			return err
		}
		s.Kinds[flagKind(flags)] += n
		s.Roles[flagRole(flags)] += n
		s.Uses += n
		return nil
	})
}

func (q *Query) countFolders(s *Stats, depth int) error {
	if depth < 0 {
		r, found, err := q.conn.first(`SELECT depth FROM folder GROUP BY depth HAVING count(*) > 1 ORDER BY depth LIMIT 1`)
		if err != nil {
			return err
		}
		depth = 0
		if found {
			depth = int(r.int(0))
		}
	}
	return q.conn.each(`SELECT path, files, keywords FROM folder WHERE depth = ? ORDER BY path`, func(r row) error {
		s.Folders = append(s.Folders, FolderCount{r.text(0), r.int(1), r.int(2)})
		return nil
	}, int64(depth))
}

package store

// Names of settings, which hold what is known of the index as a whole.
const (
	SettingRepo       = "repo"       // where the repository comes from, without credentials
	SettingCommit     = "commit"     // the commit that was checked out
	SettingExceptions = "exceptions" // a commit that the index is of, and the paths that may be indexed otherwise; "" where none is known
	SettingSourceURL  = "source_url" // the configured pattern
	SettingConfig     = "config"     // hash of the whole configuration
	SettingInclude    = "include"    // hash of the patterns that lift what is left out by content
	SettingExtract    = "extract"    // extraction's version and options: other ones make every document parsed anew
	SettingEmit       = "emit"       // the pages' version and options: other ones make every page stale
	SettingOut        = "out"        // the output folder, relative to the root unless it is on another drive
	SettingKeywords   = "keywords"   // how many distinct keys there are, kept by Commit
	SettingSkipped    = "skipped"    // hash of the files left out by the walk
	SettingSynonyms   = "synonyms"   // hash of the synonyms, "" for none
	SettingRules      = "rules"      // hash of what decides which kinds of keywords are kept of a file, "" for nothing
)

// Settings are the index's settings by name; a missing one is "".
type Settings map[string]string

// Snapshot is what a build must know of the last one before it looks at the
// tree.
type Snapshot struct {
	Settings Settings
	Tree     Records // files that were read, indexed or not
	Pages    Records // pages, by path below the output folder
	Stale    bool    // pages are still owed
}

// Snapshot loads the state of the last build.
func (s *Store) Snapshot() (*Snapshot, error) {
	snapshot, err := s.snapshot()
	return snapshot, asDamage(err)
}

// Settings loads what is known of the index as a whole.
func (s *Store) Settings() (Settings, error) {
	settings := make(Settings)
	err := s.write.each(`SELECT name, value FROM setting`, func(r row) error {
		settings[r.text(0)] = r.text(1)
		return nil
	})
	return settings, asDamage(err)
}

func (s *Store) snapshot() (*Snapshot, error) {
	settings, err := s.Settings()
	if err != nil {
		return nil, err
	}
	snapshot := &Snapshot{Settings: settings}
	if snapshot.Tree, snapshot.Pages, err = s.write.allRecords(); err != nil {
		return nil, err
	}
	_, snapshot.Stale, err = s.write.first(`SELECT 1 FROM stale LIMIT 1`)
	return snapshot, err
}

// Keywords returns the number of distinct keys in the index.
func (s *Store) Keywords() (int, error) {
	r, found, err := s.write.first(`SELECT CAST(value AS INTEGER) FROM setting WHERE name = ?`, SettingKeywords)
	if err != nil || !found {
		return 0, asDamage(err)
	}
	return int(r.int(0)), nil
}

package main

import (
	"iter"
	"slices"
	"strings"

	"kwic/scan"
	"kwic/store"
)

// fileRecords are the records of a tree's files, as a build leaves them. Nearly all
// say of a file what the walk saw, and take a byte; a record in full takes 70, and
// a build holds one for every file of the tree.
type fileRecords struct {
	files []scan.File
	marks []recordMark
	other map[int]store.Record // those of markOther, by the file's place in the tree
	fresh []int                // files whose record was set, in no order, some twice; of many, the first ones
}

// recordMark says what the record of a file is.
type recordMark uint8

const (
	markNone    recordMark = iota // there is none: the file was not read
	markSettled                   // an indexed file with the stat that the walk saw
	markRacy                      // the same, too young to be trusted
	markOther                     // any other
)

func newFileRecords(files []scan.File) fileRecords {
	return fileRecords{files: files, marks: make([]recordMark, len(files)), other: make(map[int]store.Record)}
}

// set gives a file another record than the last build left, maybe.
func (r *fileRecords) set(file int, record store.Record) {
	if len(r.fresh) <= fewRecords { // more are not told one by one
		r.fresh = append(r.fresh, file)
	}
	r.keep(file, record)
}

// keep gives a file the record that the last build left.
func (r *fileRecords) keep(file int, record store.Record) {
	if r.marks[file] == markOther {
		delete(r.other, file)
	}
	switch {
	case record.Reason != "" || scan.Stat(record.Stat) != r.files[file].Stat:
		r.marks[file], r.other[file] = markOther, record
	case record.Racy:
		r.marks[file] = markRacy
	default:
		r.marks[file] = markSettled
	}
}

// at returns the record of a file, or false where there is none.
func (r *fileRecords) at(file int) (store.Record, bool) {
	switch f := &r.files[file]; r.marks[file] {
	case markSettled, markRacy:
		return store.Record{Path: f.Path, Stat: store.Stat(f.Stat), Racy: r.marks[file] == markRacy}, true
	case markOther:
		return r.other[file], true
	}
	return store.Record{}, false
}

// place returns where a path is among the tree's files, and whether it is there.
func (r *fileRecords) place(path string) (int, bool) {
	return slices.BinarySearchFunc(r.files, path, func(f scan.File, path string) int { return strings.Compare(f.Path, path) })
}

// lists reports whether a path is one of the tree's files.
func (r *fileRecords) lists(path string) bool {
	_, found := r.place(path)
	return found
}

// of returns the record of the file at a path, or false where there is none.
func (r *fileRecords) of(path string) (store.Record, bool) {
	if file, found := r.place(path); found {
		return r.at(file)
	}
	return store.Record{}, false
}

// all yields the records by path, each with its file's place in the tree.
func (r *fileRecords) all() iter.Seq2[int, store.Record] {
	return func(yield func(int, store.Record) bool) {
		for file := range r.marks {
			if record, found := r.at(file); found && !yield(file, record) {
				return
			}
		}
	}
}

// some is all without the records that say of an indexed file what the walk saw,
// and can be trusted.
func (r *fileRecords) some() iter.Seq2[int, store.Record] {
	return func(yield func(int, store.Record) bool) {
		for file, mark := range r.marks {
			if mark != markRacy && mark != markOther {
				continue
			}
			if record, _ := r.at(file); !yield(file, record) {
				return
			}
		}
	}
}

// changes returns the records that were set and the paths that have other ones than
// the last build left, gone ones among them, each sorted; or false where they are
// many, or one path is a folder of another.
func (r *fileRecords) changes(gone []string) (records []store.Record, paths []string, few bool) {
	if len(r.fresh)+len(gone) > fewRecords {
		return nil, nil, false
	}
	fresh := slices.Clone(r.fresh)
	slices.Sort(fresh)
	paths = append([]string{}, gone...) // nil would be all
	for _, file := range slices.Compact(fresh) {
		paths = append(paths, r.files[file].Path)
		if record, found := r.at(file); found {
			records = append(records, record)
		}
	}
	slices.Sort(paths)
	for _, path := range paths {
		for cut := strings.LastIndexByte(path, '/'); cut > 0; cut = strings.LastIndexByte(path[:cut], '/') {
			if _, above := slices.BinarySearch(paths, path[:cut]); above {
				return nil, nil, false
			}
		}
	}
	return records, paths, true
}

// fewRecords is up to how many records are replaced one by one.
const fewRecords = 64

// with yields the records together with those of files that are not in the tree,
// which are sorted too, all by path.
func (r *fileRecords) with(absent []store.Record) iter.Seq[store.Record] {
	return func(yield func(store.Record) bool) {
		rest := absent
		for _, record := range r.all() {
			for ; len(rest) > 0 && rest[0].Path < record.Path; rest = rest[1:] {
				if !yield(rest[0]) {
					return
				}
			}
			if !yield(record) {
				return
			}
		}
		for _, record := range rest {
			if !yield(record) {
				return
			}
		}
	}
}

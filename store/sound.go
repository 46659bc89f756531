package store

import (
	"errors"
	"fmt"

	"kwic/scan/extract"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// A damaged file can hold rows that no Update wrote and that SQLite has no
// reason to refuse. What is read from rows and then used as an index, or
// followed from row to row, is checked here, so that damage ends in ErrDamaged
// and never in a panic or an endless loop.

// checkSections makes sure that every section lies in an earlier one.
func checkSections(sections []Section) error {
	for i := range sections {
		if p := sections[i].Parent; p >= i || p < -1 {
			return fmt.Errorf("%w: a section lies in one that does not stand before it", ErrDamaged)
		}
	}
	return nil
}

// checkKeyword makes sure that a keyword's kind and role exist, and that it has
// places, in sections of its document.
func checkKeyword(k *Keyword, sections int) error {
	if int(k.Kind) >= Kinds || k.Role > extract.IsMention || len(k.Places) == 0 {
		return fmt.Errorf("%w: a keyword of no kind, role or place", ErrDamaged)
	}
	for i := range k.Places {
		if s := k.Places[i].Section; s < 0 || s >= sections || k.Places[i].Role > extract.IsMention {
			return fmt.Errorf("%w: a keyword stands in section %d of %d", ErrDamaged, s, sections)
		}
	}
	return nil
}

// checkFolder makes sure that a folder that rows name is there.
func checkFolder(f *folder) error {
	if f == nil {
		return fmt.Errorf("%w: rows name a folder that is not there", ErrDamaged)
	}
	return nil
}

// asDamage marks the errors by which SQLite says that a file is no sound
// database. A violated constraint is one of them: nobody but an Update writes,
// and it knows what is there.
func asDamage(err error) error {
	if err == nil || errors.Is(err, ErrDamaged) {
		return err
	}
	switch sqliteCode(err) & 0xff {
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_MISMATCH:
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return err
}

// sqliteCode returns the result code of an error of SQLite's, ours or the
// driver's, or 0 for other errors.
func sqliteCode(err error) int {
	var own *Error
	if errors.As(err, &own) {
		return own.Code
	}
	var syntax *SyntaxError
	if errors.As(err, &syntax) {
		return syntax.Code
	}
	var driver *sqlite.Error
	if errors.As(err, &driver) {
		return driver.Code()
	}
	return 0
}

// asDamagedSchema marks the errors of compiling our own statements: tables and
// columns are missing that the schema's steps have made.
func asDamagedSchema(err error) error {
	if sqliteCode(err)&0xff == sqlite3.SQLITE_ERROR {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return asDamage(err)
}

// IsFull reports whether SQLite could not write because the disk is full, or
// had no room for the index of its log.
func IsFull(err error) bool {
	code := sqliteCode(err)
	return code&0xff == sqlite3.SQLITE_FULL || code == sqlite3.SQLITE_IOERR_SHMSIZE
}

// IsIO reports whether SQLite could not read or write a file although it may.
func IsIO(err error) bool { return sqliteCode(err)&0xff == sqlite3.SQLITE_IOERR }

// IsReadOnly reports whether SQLite was not allowed to write, or to make the
// files that it needs.
func IsReadOnly(err error) bool {
	code := sqliteCode(err) & 0xff
	return code == sqlite3.SQLITE_READONLY || code == sqlite3.SQLITE_CANTOPEN || code == sqlite3.SQLITE_PERM
}

// OfDatabase reports whether an error is about the database itself, so that its
// message should name the file.
func OfDatabase(err error) bool {
	for _, one := range []error{ErrForeign, ErrNewer, ErrOlder, ErrDamaged, ErrUnfinished} {
		if errors.Is(err, one) {
			return true
		}
	}
	var syntax *SyntaxError
	return sqliteCode(err) != 0 && !errors.As(err, &syntax)
}

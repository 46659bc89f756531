package store

import (
	"strings"
	"unsafe"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"
)

// readingPragmas are the pragmas that anybody's SQL may use: they tell something
// and change nothing, whatever value they are given.
var readingPragmas = map[string]bool{
	"collation_list": true, "compile_options": true, "database_list": true, "foreign_key_list": true, "function_list": true,
	"index_info": true, "index_list": true, "index_xinfo": true, "integrity_check": true, "module_list": true, "pragma_list": true,
	"quick_check": true, "table_info": true, "table_list": true, "table_xinfo": true,
}

// tellingPragmas tell something unless they are given a value, which would set it.
var tellingPragmas = map[string]bool{
	"application_id": true, "encoding": true, "freelist_count": true, "page_count": true, "page_size": true, "schema_version": true, "user_version": true,
}

// closedFunctions reach beyond the database.
var closedFunctions = map[string]bool{"load_extension": true, "fts3_tokenizer": true}

// LongestValue is the length, in bytes, of the longest text or blob that a query
// may make: its memory is bounded so, and the time of one call of a function,
// which SQLite does not interrupt.
const LongestValue = 16 << 20

// mostColumns is how many columns a result may have; the views have some ninety.
const mostColumns = 300

// onlyRead makes a connection one that can do nothing but read, for good.
func (c *conn) onlyRead() error {
	for option, value := range map[int32]int32{
		sqlite3.SQLITE_DBCONFIG_DEFENSIVE:             1,
		sqlite3.SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION: 0,
		sqlite3.SQLITE_DBCONFIG_DQS_DML:               0, // "x" is a name, and a wrong one is told
		sqlite3.SQLITE_DBCONFIG_DQS_DDL:               0,
	} {
		list := libc.NewVaList(value, uintptr(0))
		rc := sqlite3.Xsqlite3_db_config(c.tls, c.db, option, list)
		libc.Xfree(c.tls, list)
		if rc != sqlite3.SQLITE_OK {
			return c.failure(rc)
		}
	}
	for limit, most := range map[int32]int32{
		sqlite3.SQLITE_LIMIT_ATTACHED: 0, // ATTACH and VACUUM INTO would make files elsewhere
		sqlite3.SQLITE_LIMIT_LENGTH:   LongestValue,
		sqlite3.SQLITE_LIMIT_COLUMN:   mostColumns,
	} {
		sqlite3.Xsqlite3_limit(c.tls, c.db, limit, most)
	}
	if rc := sqlite3.Xsqlite3_set_authorizer(c.tls, c.db, authorizePointer, 0); rc != sqlite3.SQLITE_OK {
		return c.failure(rc)
	}
	return nil
}

// authorizePointer is authorize as C code calls it: the address of a function's
// value, which for a declared function lies in read-only memory.
var authorizePointer = *(*uintptr)(unsafe.Pointer(&struct {
	f func(*libc.TLS, uintptr, int32, uintptr, uintptr, uintptr, uintptr) int32
}{authorize}))

// authorize is asked by SQLite for everything that a statement would do while it
// is compiled. It lets reading through, and nothing else that there is or that
// a later SQLite may bring.
func authorize(_ *libc.TLS, _ uintptr, action int32, first, second, _, _ uintptr) int32 {
	switch action {
	case sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_RECURSIVE:
		return sqlite3.SQLITE_OK
	case sqlite3.SQLITE_FUNCTION:
		if !closedFunctions[strings.ToLower(libc.GoString(second))] {
			return sqlite3.SQLITE_OK
		}
	case sqlite3.SQLITE_PRAGMA:
		name := strings.ToLower(libc.GoString(first))
		if readingPragmas[name] || tellingPragmas[name] && second == 0 {
			return sqlite3.SQLITE_OK
		}
	}
	return sqlite3.SQLITE_DENY
}

// TooLong reports whether a value became longer than LongestValue.
func (e *SyntaxError) TooLong() bool { return e.Code&0xff == sqlite3.SQLITE_TOOBIG }

// Refused reports whether SQLite did not take a statement because it would do
// something else than read.
func (e *SyntaxError) Refused() bool {
	return e.Code&0xff == sqlite3.SQLITE_AUTH || strings.HasPrefix(e.Message, "not authorized") ||
		strings.HasPrefix(e.Message, "cannot modify ") || strings.HasSuffix(e.Message, " may not be modified")
}

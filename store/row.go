package store

import (
	"bytes"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"
)

// row is a row of a result: the one on which a statement stands, or a copy.
// The zero row is one of NULLs. What it returns is the caller's, memory aside.
type row struct {
	stmt   *stmt
	values []any // of a copy
}

// columns returns how many there are.
func (r row) columns() int {
	if r.stmt == nil {
		return len(r.values)
	}
	return int(sqlite3.Xsqlite3_column_count(r.stmt.conn.tls, r.stmt.p))
}

// clone returns a copy, which is valid for ever.
func (r row) clone() row {
	values := make([]any, r.columns())
	for i := range values {
		values[i] = r.value(i)
	}
	return row{values: values}
}

// value returns a column as nil, int64, float64, string or []byte.
func (r row) value(i int) any {
	if r.stmt == nil {
		if i < len(r.values) {
			return r.values[i]
		}
		return nil
	}
	switch sqlite3.Xsqlite3_column_type(r.stmt.conn.tls, r.stmt.p, int32(i)) {
	case sqlite3.SQLITE_INTEGER:
		return r.int(i)
	case sqlite3.SQLITE_FLOAT:
		return sqlite3.Xsqlite3_column_double(r.stmt.conn.tls, r.stmt.p, int32(i))
	case sqlite3.SQLITE_TEXT:
		return r.text(i)
	case sqlite3.SQLITE_BLOB:
		return r.blob(i)
	}
	return nil
}

func (r row) isNull(i int) bool {
	if r.stmt == nil {
		return r.value(i) == nil
	}
	return sqlite3.Xsqlite3_column_type(r.stmt.conn.tls, r.stmt.p, int32(i)) == sqlite3.SQLITE_NULL
}

// int returns an integer; NULL counts as 0.
func (r row) int(i int) int64 {
	if r.stmt == nil {
		n, _ := r.value(i).(int64)
		return n
	}
	return sqlite3.Xsqlite3_column_int64(r.stmt.conn.tls, r.stmt.p, int32(i))
}

// text returns a text; NULL counts as "".
func (r row) text(i int) string {
	if r.stmt == nil {
		s, _ := r.value(i).(string)
		return s
	}
	p := sqlite3.Xsqlite3_column_text(r.stmt.conn.tls, r.stmt.p, int32(i))
	return string(bytesAt(p, sqlite3.Xsqlite3_column_bytes(r.stmt.conn.tls, r.stmt.p, int32(i))))
}

// blob returns bytes; NULL counts as none.
func (r row) blob(i int) []byte {
	if r.stmt == nil {
		return r.memory(i)
	}
	return bytes.Clone(r.memory(i))
}

// memory returns the bytes of a blob where they lie: they are gone when the
// statement moves on.
func (r row) memory(i int) []byte {
	if r.stmt == nil {
		b, _ := r.value(i).([]byte)
		return b
	}
	p := sqlite3.Xsqlite3_column_blob(r.stmt.conn.tls, r.stmt.p, int32(i))
	return bytesAt(p, sqlite3.Xsqlite3_column_bytes(r.stmt.conn.tls, r.stmt.p, int32(i)))
}

// bytesAt returns n bytes of SQLite's memory, which stay there until the
// statement moves on.
func bytesAt(p uintptr, n int32) []byte {
	if p == 0 || n <= 0 {
		return nil
	}
	return libc.GoBytes(p, int(n))
}

//go:build linux && (amd64 || arm64)

package store

import (
	"bytes"
	"testing"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"
)

// The memory of a page lies in a slot, keeps what is written to it when it is
// resized, and is handed out again; everything else is SQLite's own.
func TestPageMemory(t *testing.T) {
	s := openTest(t)
	if pages.next == 0 {
		t.Fatal("an open database has no page in a slot")
	}
	tls := s.write.tls
	first, second := sqlite3.Xsqlite3_malloc(tls, pageSlot), sqlite3.Xsqlite3_malloc(tls, 4096)
	small, large := sqlite3.Xsqlite3_malloc(tls, 100), sqlite3.Xsqlite3_malloc(tls, pageSlot+1)
	if !pages.holds(first) || !pages.holds(second) || pages.holds(small) || pages.holds(large) {
		t.Errorf("in a slot: page %v, block %v, small %v, large %v", pages.holds(first), pages.holds(second), pages.holds(small), pages.holds(large))
	}
	if distance := max(first, second) - min(first, second); distance < pageSlot {
		t.Errorf("two slots %d bytes apart", distance)
	}
	for _, p := range []uintptr{first, second} {
		if n := sqlite3.Xsqlite3_msize(tls, p); n != pageSlot {
			t.Errorf("a slot has %d bytes, want %d", n, pageSlot)
		}
	}
	content := bytes.Repeat([]byte("kwic"), pageSlot/4)
	copy(libc.GoBytes(first, pageSlot), content)
	grown := sqlite3.Xsqlite3_realloc(tls, first, 3*pageSlot)
	if pages.holds(grown) || !bytes.Equal(libc.GoBytes(grown, pageSlot), content) {
		t.Error("a slot that grew lost what it held")
	}
	shrunk := sqlite3.Xsqlite3_realloc(tls, grown, 4096)
	if !bytes.Equal(libc.GoBytes(shrunk, 4096), content[:4096]) {
		t.Error("what shrank lost what it held")
	}
	sqlite3.Xsqlite3_free(tls, second)
	if again := sqlite3.Xsqlite3_malloc(tls, pageSlot); again != second {
		t.Error("a slot given back is not handed out next")
	}
	for _, p := range []uintptr{second, shrunk, small, large} {
		sqlite3.Xsqlite3_free(tls, p)
	}
}

// Where all slots are in use, memory comes from elsewhere.
func TestPageMemoryFull(t *testing.T) {
	s := openTest(t)
	tls := s.write.tls
	var taken []uintptr
	defer func() {
		for _, p := range taken {
			sqlite3.Xsqlite3_free(tls, p)
		}
	}()
	const most = pageRegion/pageSlot + 100
	for len(taken) < most {
		p := sqlite3.Xsqlite3_malloc(tls, pageSlot)
		if p == 0 {
			t.Fatalf("no memory after %d pages", len(taken))
		}
		if taken = append(taken, p); !pages.holds(p) {
			return
		}
	}
	t.Errorf("%d slots in a region of %d bytes", most, pageRegion)
}

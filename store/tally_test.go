package store

import (
	"fmt"
	"reflect"
	"testing"

	"kwic/scan/extract"
)

// checkTallies makes sure that the keywords' numbers of places are those of their
// postings.
func checkTallies(t interface {
	Helper()
	Fatal(...any)
	Errorf(string, ...any)
}, c *conn) {
	t.Helper()
	want := make(map[int64]*tally)
	sections := make(map[string]bool)
	err := c.each(`SELECT keyword, file, flags, places FROM posting`, func(r row) error {
		k := Keyword{Kind: flagKind(r.int(2)), Role: flagRole(r.int(2)), Definition: flagDefinition(r.int(2))}
		if err := unpackPlaces(r.value(3), &k); err != nil {
			return err
		}
		one := want[r.int(0)]
		if one == nil {
			one = &tally{}
			want[r.int(0)] = one
		}
		for _, p := range k.Places {
			one.count(cellFlags(&k, p.Role), 1)
			if at := fmt.Sprint(r.int(0), r.int(1), p.Section); !sections[at] {
				sections[at] = true
				one.places++
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	err = c.each(`SELECT id, key, places, cells, kinds FROM keyword`, func(r row) error {
		var got tally
		if err := got.unpack(r.int(2), r.value(3), uint16(r.int(4))); err != nil {
			return fmt.Errorf("%q: %w", r.text(1), err)
		}
		if one := want[r.int(0)]; one == nil || !got.equal(one) {
			t.Errorf("%q has places %v, not %v", r.text(1), got, one)
		} else if packed := one.packed(); !reflect.DeepEqual(packed, r.value(3)) {
			t.Errorf("%q has places packed as %#v, not %#v", r.text(1), r.value(3), packed)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestDamagedTallies(t *testing.T) {
	for _, packed := range []any{
		nil, "", "1,2;3,4", int64(-1), int64(256), 1.5, []byte{1}, []byte{1, 0x80}, []byte{1, 2, 1, 3}, []byte{9, 1, 8, 1}, []byte{1, 0}, []byte{1, 2, 3},
		[]byte("\x01\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"), []byte("\x01\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f"),
	} {
		var got tally
		if err := got.unpack(3, packed, 0); err == nil {
			t.Errorf("%#v is read as %v", packed, got)
		}
	}
	plain := tally{3, []cell{{packFlags(&Keyword{Kind: extract.Term, Role: extract.IsMention}), 3}}}
	var got tally
	if err := got.unpack(3, plain.packed(), 1<<extract.Term); err != nil || !got.equal(&plain) {
		t.Errorf("%v comes back as %v: %v", plain, got, err)
	}
}

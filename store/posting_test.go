package store

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"

	"kwic/scan/extract"

	"pgregory.net/rapid"
)

func drawPlaces(t *rapid.T, sections int) []Place {
	var places []Place
	for section := range sections {
		if len(places) > 0 && !rapid.Bool().Draw(t, "also here") {
			continue
		}
		places = append(places, Place{
			Section: section, Line: rapid.IntRange(1, 1<<31).Draw(t, "line"), Count: rapid.IntRange(1, 1<<31).Draw(t, "count"),
			Role: Role(rapid.IntRange(0, extract.Roles-1).Draw(t, "role")),
		})
	}
	return places
}

func TestPlacesComeBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		places := drawPlaces(t, rapid.IntRange(1, 6).Draw(t, "sections"))
		in := Keyword{Line: places[0].Line, Count: places[0].Count, Role: places[0].Role, Places: places}
		value, _ := packPlaces(&in, []byte("old content"))
		out := Keyword{Line: in.Line, Count: in.Count, Role: in.Role}
		if err := unpackPlaces(value, &out); err != nil || !reflect.DeepEqual(in, out) {
			t.Fatalf("%v is packed as %v and comes back as %v: %v", in.Places, value, out.Places, err)
		}
		if text, isText := value.(string); isText {
			var rows [][]int // as the views make it
			if err := json.Unmarshal([]byte("[["+strings.ReplaceAll(text, ";", "],[")+"]]"), &rows); err != nil || len(rows) != len(places) {
				t.Fatalf("the views cannot read %q: %v", text, err)
			}
		}
	})
}

func TestDamagedPlaces(t *testing.T) {
	t.Parallel()
	for _, value := range []any{nil, 1.5, []byte("1,2,3,4"), "", ",", ";", "1", "1;", "1,2;", ";1,2", "1,2;;1,2", "1,2,3,5", "1,2,3,4,5", "1,2,3,-4", "1,2,3,4x", "1,,3,4", "1,2,3,", "a,2,3,4", "99999999999999999999999,1,1,1", "[[1,2,3,4]]", " 1,2"} {
		var k Keyword
		if err := unpackPlaces(value, &k); !errors.Is(err, ErrDamaged) {
			t.Errorf("places %#v: %v, %v", value, k.Places, err)
		}
	}
}

func TestFlagsComeBack(t *testing.T) {
	t.Parallel()
	for kind := range Kind(Kinds) {
		for role := range Role(extract.Roles) {
			for _, definition := range []bool{false, true} {
				flags := packFlags(&Keyword{Kind: kind, Role: role, Definition: definition})
				if flagKind(flags) != kind || flagRole(flags) != role || flagDefinition(flags) != definition {
					t.Errorf("%v, %v, %v come back as %v, %v, %v", kind, role, definition, flagKind(flags), flagRole(flags), flagDefinition(flags))
				}
			}
		}
	}
}

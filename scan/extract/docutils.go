package extract

import (
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// docutilsIDs gives the places of a reStructuredText document the ids that
// docutils gives them: made of their names, and "id1", "id2", … where a name
// leaves nothing or is taken. Everything that docutils numbers counts, footnote
// references too, in the order of the document.
type docutilsIDs struct {
	taken map[string]bool
	last  int // the last number given
}

func (d *docutilsIDs) reset() {
	if d.taken == nil || len(d.taken) > 1<<12 {
		d.taken = make(map[string]bool)
	} else {
		clear(d.taken)
	}
	d.last = 0
}

// id returns the id of the next place, named by a title or a target.
func (d *docutilsIDs) id(name string) string {
	id := docutilsID(name)
	if id == "" || d.taken[id] || d.given(id) {
		return "id" + strconv.Itoa(d.number())
	}
	d.taken[id] = true
	return id
}

// number takes the next number, for a place without a name.
func (d *docutilsIDs) number() int {
	for d.last++; len(d.taken) > 0 && d.taken["id"+strconv.Itoa(d.last)]; {
		d.last++
	}
	return d.last
}

// given reports whether a name makes an id that was given as a number before.
func (d *docutilsIDs) given(id string) bool {
	digits, ok := strings.CutPrefix(id, "id")
	if !ok || digits == "" || !isDigit(digits[0]) {
		return false
	}
	n, err := strconv.Atoi(digits)
	return err == nil && digits[0] != '0' && n > 0 && n <= d.last
}

// docutilsID makes an id of a name as docutils does: lower case, accents
// dropped, each run of other characters than a-z and 0-9 one hyphen, no digits
// or hyphens in front, no hyphens at the end.
func docutilsID(name string) string {
	ascii := true
	for i := 0; i < len(name) && ascii; i++ {
		ascii = name[i] < 0x80
	}
	name = strings.ToLower(name)
	if !ascii {
		name = norm.NFKD.String(unstruck.Replace(name))
	}
	id := make([]byte, 0, len(name))
	gap := false
	for i := 0; i < len(name); i++ {
		switch c := name[i]; {
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9' && len(id) > 0:
			if gap && len(id) > 0 {
				id = append(id, '-')
			}
			id, gap = append(id, c), false
		case c < 0x80:
			gap = true
		}
	}
	return string(id)
}

// unstruck gives letters that Unicode does not decompose their plain form.
var unstruck = strings.NewReplacer("ø", "o", "đ", "d", "ħ", "h", "ı", "i", "ł", "l", "ŧ", "t", "ß", "sz", "æ", "ae", "œ", "oe")

package emit

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"kwic/store"
)

// landingFolders is the number of folders that the landing page lists; the
// root folder's page has all of them.
const landingFolders = 100

// Letters beyond ASCII stand on the landing page, as long as they are few. Those
// of scripts with thousands of letters get pages of their own, one for each
// block of code points.
const (
	landingLetters = 500  // letters on the landing page
	blockOver      = 5    // fewer letters of a block are no page, however many there are
	blockSize      = 1024 // code points
)

// landing renders the page where readers start, and those of the letters that
// are too many for it.
func (re *renderer) landing(emit emitFunc) error {
	b := re.begin(nil, "Keyword index")
	letters, err := re.letters()
	if err != nil {
		return err
	}
	if re.has(Keywords) && len(letters) > 0 {
		b = append(b, "## Keywords by letter\n\n"...)
		if b, err = re.landingLetters(b, letters, emit); err != nil {
			return err
		}
		b = append(b, "\n\n"...)
	}
	if re.has(Folder) {
		if b, err = re.landingFolders(b); err != nil {
			return err
		}
	}
	return emit(store.Page{Path: landingPage, Kind: Landing, Unit: Landing}, re.dressHead(append(b, howToRead...), re.Marker))
}

func (re *renderer) landingLetters(b []byte, letters []letter, emit emitFunc) ([]byte, error) {
	for i := 0; i < len(letters); {
		switch {
		case i == 0:
		case scriptOf(letters[i-1].letter) != scriptOf(letters[i].letter):
			b = append(b, "\n\n"...) // each script is a paragraph
		default:
			b = append(b, " · "...)
		}
		end := i + 1
		for end < len(letters) && letters[end].block() == letters[i].block() {
			end++
		}
		if letters[i].block() == 0 || len(letters) <= landingLetters || end-i <= blockOver {
			b = re.appendLetter(b, landingPage, letters[i])
			i++
			continue
		}
		page := blockPage(letters[i].block())
		span := letters[i].letter + "–" + letters[end-1].letter
		b = re.appendLink(b, span, landingPage, page)
		content := re.begin(nil, "Letters "+span)
		content = append(re.appendLink(content, "All letters", page, landingPage), "\n\n"...)
		for j := i; j < end; j++ {
			if j > i {
				content = append(content, " · "...)
			}
			content = re.appendLetter(content, page, letters[j])
		}
		if err := emit(store.Page{Path: page, Kind: Landing, Unit: Landing}, re.dressHead(append(content, '\n'), re.Marker)); err != nil {
			return b, err
		}
		i = end
	}
	return b, nil
}

// appendLetter links the pages of a letter.
func (re *renderer) appendLetter(b []byte, page string, l letter) []byte {
	name := strings.ToUpper(l.letter)
	if l.letter == symbols {
		name = "Symbols and digits"
	}
	if !l.main {
		return re.appendLink(b, name, page, letterPage(l.letter, "", true))
	}
	b = re.appendLink(b, name, page, letterPage(l.letter, "", false))
	if l.rare {
		b = re.appendLink(append(b, " ("...), "rare", page, letterPage(l.letter, "", true))
		b = append(b, ')')
	}
	return b
}

const howToRead = `## How to read it

- An entry of a letter first links the sections where the keyword is treated (a title, a heading, a definition, a tag), then the documents that mention it. A keyword of many documents goes on folder by folder.
- "rare" lists the keywords that a single document merely mentions.
- Every document has a page with its most telling keywords, what each of its sections is about, and every keyword with its line.

## How to search it

- ` + "`kwic sql \"SELECT path, role, line FROM keyword_files WHERE key = 'word'\"`" + ` asks the index behind these pages.
- Any full-text search over this folder works too: each keyword stands on its letter's page.
`

func (re *renderer) landingFolders(b []byte) ([]byte, error) {
	root, found, err := re.reader.Folder(".")
	if err != nil || !found {
		return b, err
	}
	subfolders, err := re.reader.SubfoldersOf(root.ID)
	if err != nil {
		return b, err
	}
	b = append(b, "## Folders\n\n"...)
	b = append(re.appendLink(append(b, "- "...), folderLabel("."), landingPage, folderPage(".", "")), '\n')
	if len(subfolders) <= landingFolders {
		for i := range subfolders {
			b = re.subfolderEntry(append(b, "  "...), landingPage, &subfolders[i])
		}
	}
	return append(b, '\n'), nil
}

// letter is a letter of the keyword index and which of its lists hold anything.
type letter struct {
	letter     string
	main, rare bool
}

// block returns the first code point of the letter's block, 0 for ASCII and
// symbols.
func (l letter) block() rune {
	if l.letter < "\x80" {
		return 0
	}
	r, _ := utf8.DecodeRuneInString(l.letter)
	return max(r/blockSize*blockSize, 1)
}

// scriptOf tells the scripts of letters apart. Symbols go with Latin.
func scriptOf(letter string) *unicode.RangeTable {
	r, _ := utf8.DecodeRuneInString(letter)
	for _, table := range []*unicode.RangeTable{unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Hebrew, unicode.Arabic, unicode.Devanagari, unicode.Thai, unicode.Hangul, unicode.Hiragana, unicode.Han} {
		if unicode.Is(table, r) {
			return table
		}
	}
	return nil
}

// letters returns the letters of the keyword index, symbols first, then in the
// order of Unicode.
func (re *renderer) letters() ([]letter, error) {
	if _, err := re.firstsOf(""); err != nil {
		return nil, err
	}
	var all []letter
	for name := range re.firsts {
		one, err := re.letterOn(name)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	slices.SortFunc(all, func(a, b letter) int { return strings.Compare(letterRank(a.letter), letterRank(b.letter)) })
	return all, nil
}

// letterRank is what letters are ordered by: symbols first, then those of ASCII,
// then the others by collation.
func letterRank(letter string) string {
	switch {
	case letter == symbols:
		return ""
	case letter < "\x80":
		return letter
	}
	return "\x7f" + string(newOrder().sortKey(letter)) + letter
}

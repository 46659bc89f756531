package emit

import (
	"strings"

	"kwic/store"
)

// landingFolders is the number of folders that the landing page lists; the
// root folder's page has all of them.
const landingFolders = 100

// landing renders the page where readers start.
func (re *renderer) landing() (store.Page, []byte, error) {
	b := re.begin(nil, "Keyword index")
	letters, err := re.letters()
	if err != nil {
		return store.Page{}, nil, err
	}
	if re.has(Keywords) && len(letters) > 0 {
		b = append(b, "## Keywords by letter\n\n"...)
		for i, l := range letters {
			if i > 0 {
				b = append(b, " · "...)
			}
			name := strings.ToUpper(l.letter)
			if l.letter == symbols {
				name = "Symbols and digits"
			}
			if !l.main {
				b = appendLink(b, name, landingPage, letterPage(l.letter, "", true))
				continue
			}
			b = appendLink(b, name, landingPage, letterPage(l.letter, "", false))
			if l.rare {
				b = appendLink(append(b, " ("...), "rare", landingPage, letterPage(l.letter, "", true))
				b = append(b, ')')
			}
		}
		b = append(b, "\n\n"...)
	}
	if re.has(Folder) {
		if b, err = re.landingFolders(b); err != nil {
			return store.Page{}, nil, err
		}
	}
	b = append(b, howToRead...)
	return store.Page{Path: landingPage, Kind: Landing, Unit: Landing}, b, nil
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
	b = append(appendLink(append(b, "- "...), folderLabel("."), landingPage, folderPage(".", "")), '\n')
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

// letters returns the letters of the keyword index, symbols first.
func (re *renderer) letters() ([]letter, error) {
	firsts, err := re.reader.FirstRunes()
	if err != nil {
		return nil, err
	}
	var all []letter
	symbol := letter{letter: symbols}
	for _, first := range firsts {
		main, rare, err := re.reader.Lists(first)
		if err != nil {
			return nil, err
		}
		if letterOf(first) == symbols {
			symbol.main, symbol.rare = symbol.main || main, symbol.rare || rare
			continue
		}
		all = append(all, letter{first, main, rare})
	}
	if symbol.main || symbol.rare {
		all = append([]letter{symbol}, all...)
	}
	return all, nil
}

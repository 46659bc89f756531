package emit

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"kwic/store"
)

func folderUnit(folder string) string { return "folder " + folder }

// folderList is a folder's page: its subfolders, then its files with their
// titles and most telling keywords.
func (re *renderer) folderList(folder store.Folder, emit emitFunc) (*list, error) {
	subfolders, err := re.reader.SubfoldersOf(folder.ID)
	if err != nil {
		return nil, err
	}
	files, err := re.reader.FilesIn(folder.ID)
	if err != nil {
		return nil, err
	}
	l := &list{unit: folderUnit(folder.Path), kind: Folder, emit: emit, site: re.site}
	l.page = func(prefix string) string { return folderPage(folder.Path, prefix) }
	children := childrenOf(subfolders, files)
	names := make([]string, len(children))
	for i := range children {
		names[i] = children[i].name
	}
	l.next = func(prefix string) ([]string, error) { return nextRunes(names, prefix), nil }
	l.entries = func(prefix string, do func(entry) error) error {
		var body []byte
		for i := range children {
			if !strings.HasPrefix(names[i], prefix) {
				continue
			}
			c := &children[i]
			in := group{"2", "Files"}
			if body = body[:0]; c.folder != nil {
				in = group{"1", "Folders"}
				body = re.subfolderEntry(body, l.page(prefix), c.folder)
			} else {
				body = re.fileEntry(body, l.page(prefix), c.file)
			}
			if err := do(entry{c.name, in, body}); err != nil {
				return err
			}
		}
		return nil
	}
	l.group = func(string) group { return group{"0", "By name"} }
	l.head = func(b []byte, prefix string) []byte {
		return re.dressHead(re.folderHead(b, l, folder, prefix), re.Marker)
	}
	return l, nil
}

// child is a subfolder or a file of a folder.
type child struct {
	name   string // lower case: what a long page is split by
	folder *store.Subfolder
	file   *store.FolderFile
}

// childrenOf merges a folder's subfolders and files by name.
func childrenOf(subfolders []store.Subfolder, files []store.FolderFile) []child {
	children := make([]child, 0, len(subfolders)+len(files))
	for i := range subfolders {
		children = append(children, child{name: strings.ToLower(path.Base(subfolders[i].Path)), folder: &subfolders[i]})
	}
	for i := range files {
		children = append(children, child{name: strings.ToLower(path.Base(files[i].Path)), file: &files[i]})
	}
	slices.SortStableFunc(children, func(a, b child) int { return strings.Compare(a.name, b.name) })
	return children
}

func (re *renderer) folderHead(b []byte, l *list, folder store.Folder, prefix string) []byte {
	title := append([]byte("Folder "), appendCode(nil, folderLabel(folder.Path))...)
	if prefix != "" {
		title = append(appendCode(append(title, ", "...), prefix), "…"...)
	}
	b = re.begin(b, string(title))
	own := l.page(prefix)
	if re.has(Landing) {
		b = append(re.appendLink(b, "Index", own, landingPage), " · "...)
	}
	if folder.Path != "." {
		for at := path.Dir(folder.Path); ; at = path.Dir(at) {
			b = append(re.appendLink(b, folderLabel(at), own, folderPage(at, "")), " · "...)
			if at == "." {
				break
			}
		}
	}
	if prefix != "" {
		b = append(re.appendLink(b, "all names", own, l.page("")), " · "...)
	}
	if re.has(Subtree) && folder.Branches {
		b = append(re.appendLink(b, "keywords of many files", own, subtreePage(folder.Path, "")), " · "...)
	}
	if re.SourceURL != "" || re.folders {
		b = append(b, "[source]("...)
		b = re.appendDocumentLink(b, own, inTree(folder.Path), "")
		return append(b, ")\n"...)
	}
	return append(bytes.TrimSuffix(b, []byte(" · ")), '\n')
}

func (re *renderer) subfolderEntry(b []byte, page string, s *store.Subfolder) []byte {
	b = append(b, "- "...)
	if s.Title != "" {
		b = re.appendLink(b, shortened(s.Title, longestTitle), page, folderPage(s.Path, ""))
		b = appendCode(append(b, " ("...), path.Base(s.Path)+"/")
		return append(b, ")\n"...)
	}
	b = re.appendLink(b, path.Base(s.Path)+"/", page, folderPage(s.Path, ""))
	return append(b, '\n')
}

func (re *renderer) fileEntry(b []byte, page string, f *store.FolderFile) []byte {
	b = re.appendFileLink(append(b, "- "...), page, &store.FileHead{Path: f.Path, Title: f.Title})
	if f.Title != path.Base(f.Path) {
		b = appendCode(append(b, " ("...), path.Base(f.Path))
		b = append(b, ')')
	}
	for i, form := range f.Best {
		if i == 0 {
			b = append(b, ": "...)
		} else {
			b = append(b, ", "...)
		}
		b = appendForm(b, form)
	}
	return append(b, '\n')
}

package emit

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"kwic/store"
)

func fileUnit(document string) string { return "file " + document }

// tellingOnPage is the number of most telling keywords that stand at the top of
// a file's page.
const tellingOnPage = 10

// kindHeadings are the headings of Keywords Extracted, by kind.
var kindHeadings = [store.Kinds]string{"Classes", "Functions", "Macros", "Constants", "Namespaces", "Imports", "Commands", "Identifiers", "Terms", "Tags"}

// filePageOf renders the page of one document, and further pages where one
// cannot hold it.
func (re *renderer) filePageOf(document string, d *store.Document, emit emitFunc) error {
	p := &filePart{re: re, document: document, d: d, top: store.TopHeading(d.Sections), emit: emit}
	p.source = re.lines && re.IsSource != nil && re.IsSource(document)
	return p.render()
}

// filePart writes a document's page part by part. A part ends when it is full;
// the first links the others.
type filePart struct {
	re       *renderer
	document string
	d        *store.Document
	top      int  // the document's only top heading, which stands for section 0 too
	source   bool // program text on a host that shows it by lines
	emit     emitFunc

	parts      [][]byte
	b          []byte
	references map[int]int // section -> number of its reference on this part
	urls       []byte      // what the references stand for
}

func (p *filePart) render() error {
	p.begin()
	p.information()
	p.companion()
	p.telling()
	p.sectionMap()
	p.extracted()
	p.end()
	return p.write()
}

func (p *filePart) page(part int) string { return filePage(p.document, part) }

func (p *filePart) begin() {
	p.references, p.urls = make(map[int]int), p.urls[:0]
	title := appendCode([]byte("Keyword Index: "), p.document)
	if n := len(p.parts); n > 0 {
		title = strconv.AppendInt(append(title, ", part "...), int64(n+1), 10)
	}
	p.b = p.re.begin(make([]byte, 0, 8<<10), string(title))
}

// end closes a part with the URLs that its links refer to.
func (p *filePart) end() {
	if len(p.urls) > 0 {
		p.b = append(append(p.b, '\n'), p.urls...)
	}
	p.parts = append(p.parts, p.b)
}

// isFull leaves room for a site whose escapes are three times as long.
func (p *filePart) isFull() bool {
	if p.re.python {
		return len(p.b)+len(p.urls) > splitOver/3
	}
	return len(p.b)+len(p.urls) > splitOver
}

// full starts a new part when this one is full, under the same heading.
func (p *filePart) full(heading string) {
	if p.isFull() {
		p.end()
		p.begin()
		p.b = append(append(p.b, heading...), "\n\n"...)
	}
}

func (p *filePart) write() error {
	for i, b := range p.parts {
		if i == 0 && len(p.parts) > 1 {
			b = append(b, "\nThis page goes on: "...)
			for part := 1; part < len(p.parts); part++ {
				if part > 1 {
					b = append(b, ", "...)
				}
				b = p.re.appendLink(b, "part "+strconv.Itoa(part+1), p.page(0), p.page(part))
			}
			b = append(b, '\n')
		}
		b = p.re.dressHead(b, p.re.Marker)
		page := store.Page{Path: p.page(i), Kind: FilePage, Unit: fileUnit(p.document), Prefix: strconv.Itoa(i), Bytes: int64(len(b))}
		if err := p.emit(page, b); err != nil {
			return err
		}
	}
	return nil
}

func (p *filePart) information() {
	p.b = append(p.b, "## File Information\n\n"...)
	if p.d.Title != "" {
		p.b = appendTitle(append(p.b, "- **Title**: "...), p.d.Title)
		p.b = append(p.b, '\n')
	}
	p.b = appendText(append(p.b, "- **Original File**: ["...), p.document)
	p.b = p.re.appendDocumentLink(append(p.b, "]("...), p.page(0), p.document, "")
	p.b = append(p.b, ")\n"...)
}

// companion links the page that documents this file, and the folder.
func (p *filePart) companion() {
	label, target := path.Base(p.document), p.document
	if other := CompanionOf(p.re.Companion, p.document); other != "" && p.re.IsFile(other) {
		label, target = path.Base(other), other
	}
	p.b = appendText(append(p.b, "- **Documentation**: ["...), label)
	p.b = p.re.appendDocumentLink(append(p.b, "]("...), p.page(0), target, "")
	p.b = append(p.b, ")\n- **Folder**: "...)
	folder := path.Dir(p.document)
	if p.re.has(Folder) {
		p.b = p.re.appendLink(p.b, folderLabel(folder), p.page(0), folderPage(folder, ""))
	} else {
		p.b = appendText(p.b, folderLabel(folder))
	}
	if p.re.has(Landing) {
		p.b = p.re.appendLink(append(p.b, "\n- **Index**: "...), "all keywords", p.page(0), landingPage)
	}
	p.b = append(p.b, '\n')
}

// CompanionOf returns the path of a document's companion page by a pattern of
// {path}, {folder}, {name} and {stem}, or "" where there is no pattern.
func CompanionOf(pattern, document string) string {
	if pattern == "" {
		return ""
	}
	name := path.Base(document)
	return path.Clean(strings.NewReplacer("{path}", document, "{folder}", path.Dir(document), "{name}", name,
		"{stem}", strings.TrimSuffix(name, path.Ext(name))).Replace(pattern))
}

func (p *filePart) telling() {
	if len(p.d.Keywords) == 0 {
		return
	}
	p.b = append(p.b, "\nMost telling: "...)
	forms := make([]string, len(p.d.Keywords))
	for i := range p.d.Keywords {
		forms[i] = p.d.Keywords[i].Form
	}
	for i, at := range store.MostTelling(forms, tellingOnPage) {
		k := &p.d.Keywords[at]
		if i > 0 {
			p.b = append(p.b, ", "...)
		}
		p.b = p.appendReference(p.b, appendForm(nil, k.Form), k.Places[store.BestPlace(k.Places)].Section)
	}
	p.b = append(p.b, '\n')
}

// appendReference writes a reference-style link to a section.
func (p *filePart) appendReference(b, label []byte, section int) []byte {
	section = p.shown(section)
	n := p.references[section]
	if n == 0 {
		n = len(p.references) + 1
		p.references[section] = n
		p.urls = strconv.AppendInt(append(p.urls, '['), int64(n), 10)
		s := &p.d.Sections[section]
		p.urls = p.re.appendDocumentLink(append(p.urls, "]: "...), p.page(len(p.parts)), p.document, s.Anchor)
		if s.Anchor == "" && section > 0 && p.source {
			p.urls = strconv.AppendInt(append(p.urls, "#L"...), int64(s.Line), 10)
		}
		p.urls = append(p.urls, '\n')
	}
	b = append(append(append(b, '['), label...), "]["...)
	return append(strconv.AppendInt(b, int64(n), 10), ']')
}

// appendLine names a line, and links it where the host shows lines.
func (p *filePart) appendLine(b []byte, line int) []byte {
	if !p.source {
		return strconv.AppendInt(append(b, "line "...), int64(line), 10)
	}
	b = strconv.AppendInt(append(b, "[line "...), int64(line), 10)
	b = p.re.appendDocumentLink(append(b, "]("...), p.page(len(p.parts)), p.document, "")
	return append(strconv.AppendInt(append(b, "#L"...), int64(line), 10), ')')
}

// shown returns the section under which a section's keywords are listed.
func (p *filePart) shown(section int) int {
	if section == 0 {
		return p.top
	}
	return section
}

// sectionLabel is a section's title with its parents', or the document's.
func (p *filePart) sectionLabel(section int) []byte {
	if title := store.SectionPath(p.d.Sections, p.top, section); title != "" {
		return appendTitle(nil, title)
	}
	if p.d.Title != "" {
		return appendTitle(nil, p.d.Title)
	}
	return appendText(nil, path.Base(p.document))
}

// sectionMap lists, in document order, what each section is about.
func (p *filePart) sectionMap() {
	const heading = "## Keyword → Section Map"
	bySection := p.formsBySection()
	started := false
	for section, forms := range bySection {
		if len(forms) == 0 {
			continue
		}
		if !started {
			p.b = append(append(append(p.b, '\n'), heading...), "\n\n"...)
			started = true
		}
		p.full(heading)
		s := &p.d.Sections[section]
		p.b = append(p.b, "- **"...)
		p.b = p.appendReference(p.b, p.sectionLabel(section), section)
		p.b = strconv.AppendInt(append(p.b, "** (line "...), int64(s.Line), 10)
		p.b = append(p.b, "): "...)
		for i, form := range forms {
			switch {
			case i == 0:
			case p.isFull():
				p.b = append(p.b, '\n')
				p.full(heading)
				p.b = append(p.b, "- **"...)
				p.b = p.appendReference(p.b, p.sectionLabel(section), section)
				p.b = append(p.b, "** (continued): "...)
			default:
				p.b = append(p.b, ", "...)
			}
			p.b = appendForm(p.b, form)
		}
		p.b = append(p.b, '\n')
	}
}

// formsBySection returns the keywords of each section, most telling first. A
// form of two kinds counts once.
func (p *filePart) formsBySection() [][]string {
	bySection := make([][]string, len(p.d.Sections))
	first := make(map[string]int, len(p.d.Keywords))
	for i := range p.d.Keywords {
		k := &p.d.Keywords[i]
		before, twice := first[k.Form]
		if !twice {
			first[k.Form] = i
		}
		for j, place := range k.Places {
			at := p.shown(place.Section)
			if twice && slices.ContainsFunc(p.d.Keywords[before].Places, func(o store.Place) bool { return p.shown(o.Section) == at }) ||
				j > 0 && p.shown(k.Places[j-1].Section) == at {
				continue
			}
			bySection[at] = append(bySection[at], k.Form)
		}
	}
	return bySection
}

// extracted lists every keyword by kind, each with its best section and line.
func (p *filePart) extracted() {
	const heading = "## Keywords Extracted"
	if len(p.d.Keywords) == 0 {
		return
	}
	p.b = append(append(append(p.b, '\n'), heading...), '\n')
	for kind := range store.Kind(store.Kinds) {
		var keywords []*store.Keyword
		for i := range p.d.Keywords {
			if p.d.Keywords[i].Kind == kind {
				keywords = append(keywords, &p.d.Keywords[i])
			}
		}
		if len(keywords) == 0 {
			continue
		}
		slices.SortStableFunc(keywords, func(a, b *store.Keyword) int { return strings.Compare(a.Key, b.Key) })
		p.b = append(append(append(p.b, "\n### "...), kindHeadings[kind]...), "\n\n"...)
		for _, k := range keywords {
			p.full("### " + kindHeadings[kind])
			place := k.Places[store.BestPlace(k.Places)]
			p.b = appendForm(append(p.b, "- **"...), k.Form)
			p.b = p.appendReference(append(p.b, "**: "...), p.sectionLabel(place.Section), place.Section)
			p.b = p.appendLine(append(p.b, ", "...), place.Line)
			p.b = append(p.b, '\n')
		}
	}
}

package extract

import "bytes"

// rstRole returns the role in :role:`…, nil for none.
func rstRole(text []byte) []byte {
	const longest = 40
	for i := 1; i < len(text) && i < longest; i++ {
		c := text[i]
		if c == ':' && i > 1 && i+1 < len(text) && text[i+1] == '`' {
			return text[1:i]
		}
		if !isWordByte(c) && (i == 1 || c != ':' && c != '-' && c != '.' && c != '+') {
			return nil
		}
	}
	return nil
}

// rstInterpreted reads the text between the backtick at i and its end, with
// the role that stands before it or behind it. All of it starts at start.
func (r *reader) rstInterpreted(start, i, plain int, role []byte, m mark) int {
	s := &r.rst
	text := s.text
	if role == nil && !r.rstOpens(i, 1) || i+1 >= len(text) || isSpace(text[i+1]) {
		return start
	}
	end := r.rstFindEnd(i+1, rstInterpreted)
	if end < 0 {
		return start
	}
	r.blockPut(plain, start, m)
	from, to := i+1, end
	end++
	if role == nil && end < len(text) && text[end] == '_' {
		anonymous := end+1 < len(text) && text[end+1] == '_'
		r.rstPhrase(from, to, anonymous, m)
		if anonymous {
			end++
		}
		return end + 1
	}
	if role == nil && end < len(text) && text[end] == ':' {
		for k := end + 1; k < len(text) && k < end+40 && (isWordByte(text[k]) || text[k] == '-' || text[k] == ':'); k++ {
			if text[k] == ':' && k > end+1 && r.rstCloses(k+1, rstEmphasis) {
				role, end = text[end+1:k], k+1
				break
			}
		}
	}
	if role == nil {
		r.rstDefaultRole(from, to, m)
	} else {
		r.rstRoleText(role, from, to, m)
	}
	return end
}

// rstDefaultRole reads `text` without a role: most writers mean code, those
// who write words mean a title.
func (r *reader) rstDefaultRole(from, to int, m mark) {
	if text := r.rst.text[from:to]; bytes.IndexByte(text, ' ') > 0 && !bytes.ContainsAny(text, "=(){}[]<>$/") {
		r.blockPut(from, to, m|markEmph)
	} else {
		r.blockPut(from, to, m|markCode)
	}
}

// rstPhrase reads `text <destination>`_ and `name`_.
func (r *reader) rstPhrase(from, to int, anonymous bool, m mark) {
	s := &r.rst
	title, target, embedded := rstSplitTitle(s.text[from:to])
	if !embedded {
		at := len(r.arena)
		r.blockPut(from, to, m|markLink)
		r.rstReferTo(from, s.text[from:to], string(r.arena[at:]), anonymous)
		return
	}
	at, src := len(r.arena), r.blockSrc(from)
	r.blockPut(from, from+len(title), m|markLink)
	shown := string(r.arena[at:])
	url := string(bytes.ReplaceAll(bytes.Join(bytes.Fields(target), nil), []byte("\\"), nil))
	if len(url) > 1 && url[len(url)-1] == '_' && target[len(target)-1] == '_' {
		r.rstLink(src, string(rstByName)+rstName(target[:len(target)-1]), shown)
		return // another name for a target takes no id
	}
	r.rstLink(src, url, shown)
	if anonymous {
		return
	}
	if name := rstName(title); name != "" {
		s.ids.id(name)
		if s.names.targets[name] == "" {
			s.names.targets[name] = url
		}
	}
}

// rstSplitTitle splits "title <target>".
func rstSplitTitle(text []byte) (title, target []byte, ok bool) {
	if len(text) < 3 || text[len(text)-1] != '>' {
		return text, text, false
	}
	open := bytes.LastIndexByte(text, '<')
	if open < 0 || open > 0 && !isSpace(text[open-1]) || open > 1 && text[open-2] == '\\' || open+2 == len(text) {
		return text, text, false
	}
	return bytes.TrimRight(text[:open], " \t\n"), text[open+1 : len(text)-1], true
}

// rstRoleText reads the text of a role between two places of the block.
func (r *reader) rstRoleText(role []byte, from, to int, m mark) {
	s := &r.rst
	if i := bytes.LastIndexByte(role, ':'); i >= 0 {
		role = role[i+1:]
	}
	row, known := rstRoles[string(bytes.ToLower(role))]
	title, target, split := rstSplitTitle(s.text[from:to])
	titleTo := from + len(title)
	nameFrom, nameTo := from, to
	if split {
		nameFrom, nameTo = to-1-len(target), to-1
	}
	switch row.act {
	case rstObject, rstData, rstCommand:
		r.rstNameRole(row.act, row.kind, nameFrom, nameTo, from, titleTo, split, m)
	case rstCode:
		r.blockPut(from, to, m|markCode)
	case rstTerm:
		r.blockPut(from, titleTo, m|markLink)
	case rstDefine:
		r.blockPut(from, to, m|markDefined)
	case rstIgnore:
		r.blockPut(from, to, m|markSkip)
	case rstRef:
		r.rstLabelRole(from, titleTo, split, target, m)
	case rstDoc:
		r.rstDocRole(string(role) == "doc", from, titleTo, split, target, m)
	case rstPEP, rstRFC:
		r.rstNumberRole(row.act, from, titleTo, split, target, m)
	case rstIndexed:
		r.blockPut(from, titleTo, m)
		r.rstIndexEntry(target, r.lineAt(r.blockSrc(from)))
	default:
		if known || bytes.IndexByte(s.text[from:to], ' ') >= 0 {
			if string(role) == "strong" || string(role) == "abbr" {
				m |= markStrong
			}
			r.blockPut(from, titleTo, m|markEmph)
		} else {
			r.blockPut(from, to, m|markCode)
		}
	}
}

// rstNameRole reads a role that names an object: the name that it means, and
// the title that it may show instead.
func (r *reader) rstNameRole(act rstAct, kind Kind, nameFrom, nameTo, from, titleTo int, split bool, m mark) {
	text := r.rst.text
	a, b, last := rstRoleName(text, nameFrom, nameTo, kind)
	if act == rstData {
		kind = dataKind(text[a:b])
	}
	heading := m&markHeading != 0
	switch {
	case a == b:
		r.blockPut(from, titleTo, m)
		return
	case split && heading:
		r.blockPut(from, titleTo, m)
		return
	case split:
		r.blockPut(from, titleTo, m|markLink)
		r.pieces = append(r.pieces, piece{at: len(r.arena), src: r.blockSrc(a), mark: m | markSkip})
		r.arena = append(r.arena, ' ')
	case heading && last:
		// ~a.b shows b, and the title's anchor is made of what is shown.
		if dot := bytes.LastIndexAny(text[a:b], ".:"); dot >= 0 {
			a += dot + 1
		}
	}
	r.blockPut(a, b, m|kindMark(kind))
}

// rstRoleName cuts the text of a role down to the name it means. last says
// that only its last part is shown.
func rstRoleName(text []byte, from, to int, kind Kind) (a, b int, last bool) {
	for from < to && bytes.IndexByte([]byte("~!.*&@ \n"), text[from]) >= 0 {
		last = last || text[from] == '~'
		from++
	}
	name := text[from:to]
	if kind == Command {
		// An option is named by its last word: "python -c command" is -c.
		if i := bytes.Index(name, []byte(" -")); i >= 0 {
			from += i + 1
			name = text[from:to]
		}
		if i := bytes.IndexAny(name, "=[<{\n"); i > 0 {
			name = bytes.TrimRight(name[:i], " ")
		}
		if i := bytes.IndexByte(name, ' '); i > 0 && (name[0] == '-' || len(name) > 40) {
			name = name[:i]
		}
		return from, from + len(name), last
	}
	if i := bytes.IndexAny(name, "([{=<,;"); i > 0 {
		name = bytes.TrimRight(name[:i], " ")
	}
	for _, tag := range []string{"struct ", "union ", "enum "} {
		if bytes.HasPrefix(name, []byte(tag)) {
			from += len(tag)
			name = name[len(tag):]
		}
	}
	if len(name) > maxName || len(name) == 0 {
		return from, from, last
	}
	return from, from + len(name), last
}

// dataKind says what the name of data is by its letters.
func dataKind(name []byte) Kind {
	if i := bytes.LastIndexByte(name, '.'); i >= 0 {
		name = name[i+1:]
	}
	upper := false
	for _, c := range name {
		if c >= 'a' && c <= 'z' {
			return Identifier
		}
		upper = upper || isUpper(c)
	}
	if upper && len(name) > 1 {
		return Constant
	}
	return Identifier
}

// rstLabelRole reads :ref:`title <label>` or :ref:`label`, whose title is not
// known here.
func (r *reader) rstLabelRole(from, titleTo int, split bool, target []byte, m mark) {
	label := rstName(bytes.TrimLeft(target, "!"))
	if label == "" {
		return
	}
	src := r.blockSrc(from)
	if !split {
		r.blockPut(from, titleTo, m|markSkip)
		r.rstLink(src, string(rstByLabel)+label, label)
		return
	}
	at := len(r.arena)
	r.blockPut(from, titleTo, m|markLink)
	r.rstLink(src, string(rstByLabel)+label, string(r.arena[at:]))
}

// rstDocRole reads :doc:`title <document>`, a document without its extension.
func (r *reader) rstDocRole(document bool, from, titleTo int, split bool, target []byte, m mark) {
	at, src := len(r.arena), r.blockSrc(from)
	set := m | markLink
	if !split {
		set = m | markSkip
	}
	r.blockPut(from, titleTo, set)
	if destination := string(bytes.TrimSpace(target)); document {
		r.rstLink(src, rstDocument(destination), string(r.arena[at:]))
	} else {
		r.rstLink(src, destination, string(r.arena[at:]))
	}
}

// rstDocument returns the file of a document that is named without extension.
func rstDocument(name string) string {
	dot := -1
	for i := range len(name) {
		switch name[i] {
		case '.':
			dot = i
		case '/':
			dot = -1
		}
	}
	if name == "" || dot >= 0 && (name[dot:] == ".rst" || name[dot:] == ".md" || name[dot:] == ".txt") {
		return name
	}
	return name + ".rst"
}

// rstNumberRole reads :pep:`8` as PEP 8.
func (r *reader) rstNumberRole(act rstAct, from, titleTo int, split bool, target []byte, m mark) {
	if split {
		r.blockPut(from, titleTo, m|markLink)
	}
	number, _, _ := bytes.Cut(bytes.TrimSpace(target), []byte("#"))
	if len(number) == 0 || len(number) > 8 {
		return
	}
	name := "PEP "
	if act == rstRFC {
		name = "RFC "
	}
	r.pieces = append(r.pieces, piece{at: len(r.arena), src: r.blockSrc(from), mark: m | kindMark(Identifier)})
	r.arena = append(append(r.arena, name...), number...)
}

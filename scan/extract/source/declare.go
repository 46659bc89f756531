package source

// declare reads a statement, or the header of a block, of a language that
// declares functions as C does: type, name, parameters.
func (s *Scanner) declare(h []token, end byte) block {
	b := block{symbol: -1, body: Code}
	i := s.prefix(h)
	if i == len(h) {
		if end == '{' && len(h) > 0 && h[len(h)-1].kind == tokenString {
			b.body = Space // extern "C" {
		}
		return b
	}
	if role, keyword := s.role(&h[i]); keyword {
		switch role {
		case Plain:
			if end == ';' && s.g.Modules {
				s.moduleLine(h, i)
			}
			return b
		case Importer:
			if end != '{' {
				s.imported(h, i, &s.g.words[h[i].word-1].word)
			}
			return b
		}
	}
	declares := s.scopes[s.top].body != Code
	if s.g.exporter != nil && end == ';' && s.exports(h[i:]) {
		return b
	}
	d := s.declarator(h, i)
	switch {
	case end == '{' && d.equals:
		return block{symbol: -1, body: Data, keep: true}
	case d.keyword >= 0 && d.function == d.keyword+1 && s.g.words[h[d.keyword].word-1].word.form&Typed != 0: // record Name(…)
		if end == '{' {
			return s.classBody(h, d)
		}
		s.defineName(Class, &h[d.function], &h[d.function])
		return b
	case end == '{' && d.function >= 0:
		return s.functionBody(h, d, declares)
	case end == '{' && d.keyword >= 0:
		return s.classBody(h, d)
	case end == '{' && d.open && declares:
		return b // a block behind parentheses: a macro, an operator
	case end == '{':
		if len(h) > i {
			b.body, b.keep = Data, s.g.Declares&BlocksEnd == 0 // x{1}, a property
		}
		return b
	}
	switch {
	case d.keyword == i && end == ';' && s.g.words[h[i].word-1].word.kind == Namespace:
		s.packageLine(h, i)
	case s.typedef(h) && (declares || s.g.Declares&BlocksEnd == 0):
		s.typeNames(h)
	case s.alias(h, i):
	case declares && d.function >= 0 && d.typed && !d.equals && s.parameters(h, d.params):
		s.member(h, d)
	case declares && d.function < 0 && s.constantMemory(h[:i]):
		s.lastName(h[i:])
	case declares && d.equals && d.constant >= 0 && (s.g.Declares&ScreamingConstants == 0 || screams(s.text(&h[d.constant]))):
		s.defineName(Constant, &h[d.constant], &h[d.constant])
		s.furtherConstants(h[d.constant+1:])
	}
	return b
}

// packageLine defines the package, or the namespace of the whole file, that
// the keyword h[i] names. Another name for a namespace is none.
func (s *Scanner) packageLine(h []token, i int) {
	if i+1 >= len(h) || !s.name(&h[i+1]) {
		return
	}
	if last := s.pathEnd(h, i+1); last+1 == len(h) {
		s.defineName(Namespace, &h[i+1], &h[last])
	}
}

// moduleLine reads C++'s module name; and import name; whose keyword is h[i].
// They are names elsewhere.
func (s *Scanner) moduleLine(h []token, i int) {
	if s.scopes[s.top].body != Space || i+1 >= len(h) {
		return
	}
	next, last := &h[i+1], &h[len(h)-1]
	switch string(s.text(&h[i])) {
	case "module":
		if end := s.pathEnd(h, i+1); next.kind == tokenWord && (end+1 == len(h) || h[end+1].is(':')) {
			s.defineName(Namespace, next, &h[end])
		}
	case "import":
		switch {
		case next.is('<') && last.is('>'):
			s.importName(next.end, last.at, next.line)
		case next.kind == tokenString && last == next:
			s.importName(next.at, next.end, next.line)
		case next.kind == tokenWord && s.pathEnd(h, i+1)+1 == len(h):
			s.importName(next.at, last.end, next.line)
		}
	}
}

// constantMemory reports whether one of the modifiers puts a variable where a
// device may only read it (CUDA).
func (s *Scanner) constantMemory(h []token) bool {
	for i := range h {
		if h[i].kind == tokenWord && string(s.text(&h[i])) == "__constant__" {
			return true
		}
	}
	return false
}

// lastName defines the constant whose name stands last, before its size or its
// value.
func (s *Scanner) lastName(h []token) {
	name := -1
	for i := range h {
		if h[i].is('[') || h[i].is('=') || h[i].kind == tokenBlock {
			break
		}
		if s.name(&h[i]) {
			name = i
		}
	}
	if name > 0 {
		s.defineName(Constant, &h[name], &h[name])
	}
}

// furtherConstants defines the names behind the first: const int A = 1, B = 2.
func (s *Scanner) furtherConstants(h []token) {
	for i := 0; i+2 < len(h); i++ {
		switch {
		case h[i].is('('), h[i].is('['):
			i = closing(h, i)
		case h[i].is('<'):
			i = closingAngle(h, i)
		case h[i].is(',') && s.name(&h[i+1]) && h[i+2].is('=') && (s.g.Declares&ScreamingConstants == 0 || screams(s.text(&h[i+1]))):
			s.defineName(Constant, &h[i+1], &h[i+1])
		}
	}
}

// declarator is what a header of C's kind says.
type declarator struct {
	first    int  // the name of the function, qualifiers included
	function int  // its last part; -1 for no function
	pieces   bool // there is more in between than what joins them: A<int>::f
	params   int  // its parentheses
	end      int  // where they, or those around them, close
	typed    bool // a type stands before it
	guessed  bool // which may have been the call of a macro
	open     bool // there are parentheses, whoever they belong to
	equals   bool // there is an = outside of parentheses
	keyword  int  // the class, struct, enum, namespace; -1 for none
	constant int  // what a constant is called; -1 for none
}

// declarator reads a header from i on.
func (s *Scanner) declarator(h []token, i int) declarator {
	d := declarator{function: -1, keyword: -1, constant: -1}
	types, fixed, automatic := 0, s.fixed(h[:i]), s.automatic(h[:i])
	for i < len(h) {
		t := &h[i]
		if t.kind == tokenWord {
			role, keyword := s.role(t)
			switch {
			case keyword && role == Define && !d.open:
				if d.keyword < 0 || d.keyword == i-1 && s.g.words[t.word-1].word.form&Typed != 0 { // record struct
					d.keyword = i
				}
				types++
				i++
				continue
			case keyword && role == Attribute:
				if i++; i < len(h) && h[i].is('(') {
					i = closing(h, i) + 1
				}
				continue
			case keyword && role == Operator:
				d.open = true
				return d
			case keyword && (role == Modifier || role == Plain):
				fixed = fixed || s.isConst(t)
				i++
				continue
			case keyword && role == Template:
				if i++; i < len(h) && h[i].is('<') {
					i = closingAngle(h, i) + 1
				}
				continue
			}
			types++
			i++
			continue
		}
		if t.kind != tokenPunct {
			i++
			continue
		}
		switch t.op {
		case '=':
			if i+1 < len(h) && d.function >= 0 && d.typed && (h[i+1].kind == tokenNumber || s.has(&h[i+1], Plain)) {
				return d // = 0, = default, = delete
			}
			d.equals = true
			if fixed && i > 0 && s.name(&h[i-1]) && !isReserved(s.text(&h[i-1])) {
				d.constant = i - 1
			}
			return d
		case '<':
			i = closingAngle(h, i)
		case '[':
			i = closing(h, i)
		case ':':
			if d.open || d.keyword >= 0 {
				return d // initialisers of a constructor, bases of a class
			}
		case '(':
			tuple := s.g.Declares&BlocksEnd != 0 && types == 0
			if i = s.parenthesis(h, i, types, &d); tuple && d.function < 0 {
				types++ // (int a, int b) Name(
			} else if !d.typed || d.guessed {
				types = 0 // what stood before was a macro
			}
			continue
		case opFat:
			return d // what it returns
		case opArrow:
			if d.function >= 0 && automatic {
				d.typed = true // auto f() -> int
				return d
			}
		}
		i++
	}
	return d
}

// parenthesis looks at the parentheses at i for those of a function's
// parameters, and returns where to go on.
func (s *Scanner) parenthesis(h []token, i, types int, d *declarator) int {
	end := closing(h, i)
	d.open = true
	name := i - 1
	if name >= 0 && h[name].is('>') {
		name = angleBefore(h, name)
	}
	// The name in parentheses of its own: int (name)(int), void (*name(int))(int).
	if i+2 < len(h) && end+1 < len(h) && h[end+1].is('(') && (name < 0 || !s.name(&h[name]) || h[i+1].is('*')) {
		k := i + 1
		for k < end && (h[k].is('*') || s.has(&h[k], Modifier)) {
			k++
		}
		if k < end && s.name(&h[k]) && (k+1 == end && k == i+1 || h[k+1].is('(')) && d.function < 0 {
			d.first, d.function, d.params, d.typed = k, k, end+1, true
		}
		return closing(h, end+1) + 1
	}
	if name < 0 || !s.name(&h[name]) {
		return end + 1
	}
	if name > 0 && i+1 < end && h[i+1].is('(') && closing(h, i+1)+1 == end && s.name(&h[name-1]) && d.function < 0 {
		i, name = i+1, name-1 // int name OF((int a))
		types--
	}
	first := name
	parts, pieces := 0, false
	for first >= 2 && h[first-1].is(opScope) {
		before := first - 2
		if h[before].is('>') {
			before = angleBefore(h, before)
			pieces = pieces || before < first-2
		}
		if h[before].kind != tokenWord {
			break
		}
		first = before
		parts++
	}
	if first > 0 && h[first-1].is('~') {
		return end + 1 // a destructor has no name of its own
	}
	// A name without a type before it is that of a macro, if another has one.
	before, guessed := types-1-parts, false
	if before == 0 && d.function >= 0 && !d.typed && d.end+1 == first && !screams(s.text(&h[name])) && hasCapital(s.text(&h[d.function])) {
		before, guessed = 1, true // PyAPI_FUNC(int) name(…)
	}
	if d.function < 0 || (!d.typed || d.guessed) && before > 0 {
		d.guessed, d.end = guessed, end
		d.first, d.function, d.params, d.typed = first, name, i, before > 0 || first < name
		d.pieces = pieces
	}
	return end + 1
}

// hasCapital reports whether a name holds a capital letter, as that of a macro does.
func hasCapital(name []byte) bool {
	for _, c := range name {
		if c >= 'A' && c <= 'Z' {
			return true
		}
	}
	return false
}

// angleBefore returns the token before the angle brackets that end at i, i if
// there are none.
func angleBefore(h []token, i int) int {
	depth := 0
	for n := i; n > 0 && n > i-maxAngles; n-- {
		if h[n].is('>') {
			depth++
		} else if h[n].is('<') {
			if depth--; depth == 0 {
				return n - 1
			}
		}
	}
	return i
}

func (s *Scanner) isConst(t *token) bool {
	switch string(s.text(t)) {
	case "const", "constexpr", "final":
		return true
	}
	return false
}

// fixed reports whether one of the modifiers makes a constant.
func (s *Scanner) fixed(h []token) bool {
	for i := range h {
		if h[i].kind == tokenWord && s.isConst(&h[i]) {
			return true
		}
	}
	return false
}

// automatic reports whether one of the modifiers is auto, which a type behind
// the parameters belongs to.
func (s *Scanner) automatic(h []token) bool {
	for i := range h {
		if h[i].kind == tokenWord && string(s.text(&h[i])) == "auto" {
			return true
		}
	}
	return false
}

// functionBody defines the function whose block opens.
func (s *Scanner) functionBody(h []token, d declarator, declares bool) block {
	b := block{symbol: -1, body: Code}
	if last := &h[len(h)-1]; s.initialised(h, d) && (s.name(last) || last.is('>')) {
		return block{symbol: -1, body: Data, keep: true} // a member, initialised with braces
	}
	if names := s.wrapped(h, d); declares && names > d.params {
		b.symbol = s.definePieces(Function, h, d.params+1, names, ".")
	} else if declares {
		b.symbol = s.member(h, d)
	}
	return b
}

// wrapped returns where the name ends that the arguments of a macro give the
// function, 0 if the header has no such macro.
func (s *Scanner) wrapped(h []token, d declarator) int {
	if len(s.g.wrappers) == 0 || d.typed || d.first < d.function || !screams(s.text(&h[d.function])) {
		return 0
	}
	end := 0
	for k, left := d.params+1, s.g.wrappers[string(s.text(&h[d.function]))]; left > 0 && k < len(h) && h[k].kind == tokenWord; left-- {
		end = k
		if k+1 < len(h) && !h[k+1].is(',') && !h[k+1].is(')') {
			return 0 // a type
		}
		if k += 2; h[k-1].is(')') {
			break
		}
	}
	return end
}

// member defines a function, which is the member of a class if one qualifies
// its name.
func (s *Scanner) member(h []token, d declarator) int32 {
	if d.first == d.function {
		return s.defineName(Function, &h[d.function], &h[d.function])
	}
	owner := d.function - 2
	if !d.pieces {
		symbol := s.defineName(Function, &h[d.first], &h[d.function])
		s.ownedBy(symbol, &h[owner])
		return symbol
	}
	if h[owner].is('>') {
		owner = angleBefore(h, owner)
	}
	symbol := s.definePieces(Function, h, d.first, d.function, "::")
	s.ownedBy(symbol, &h[owner])
	return symbol
}

// initialised reports whether the list of initialisers of a constructor has
// started behind its parameters.
func (s *Scanner) initialised(h []token, d declarator) bool {
	n := closing(h, d.params) + 1
	return n < len(h) && h[n].is(':')
}

// classBody defines the class, enum or namespace whose block opens.
func (s *Scanner) classBody(h []token, d declarator) block {
	w := &s.g.words[h[d.keyword].word-1].word
	b := block{symbol: -1, body: w.body, keep: s.g.Declares&BlocksEnd == 0 && w.kind != Namespace}
	name := -1
	for i := d.keyword + 1; i < len(h); i++ {
		t := &h[i]
		if s.name(t) {
			visibility := w.kind == Namespace && name == i-1 // namespace a VISIBLE {
			if name < 0 || !isReserved(s.text(t)) && !visibility {
				name = i
			}
			continue
		}
		if t.is('(') || t.is('[') {
			i = closing(h, i)
			continue
		}
		if t.is('<') {
			if end := closingAngle(h, i); end+1 < len(h) && h[end+1].is(opScope) {
				i = end // struct A<int>::B
				continue
			}
		}
		if role, keyword := s.role(t); keyword && role != Plain || t.is(opScope) || w.kind == Namespace && t.is('.') {
			if keyword && role == Attribute && i+1 < len(h) && h[i+1].is('(') {
				i = closing(h, i+1)
			}
			continue
		}
		break
	}
	if name < 0 {
		return b
	}
	first, pieces := name, false
	for first >= 2 {
		before := first - 1
		if inner := s.has(&h[before], Modifier) && before >= 2 && h[before-1].is(opScope); inner {
			before, pieces = before-1, true // a::inline b
		}
		if !h[before].is(opScope) && !h[before].is('.') || h[before-1].kind != tokenWord {
			break
		}
		first = before - 1
	}
	if pieces {
		b.symbol = s.definePieces(w.kind, h, first, name, "::")
	} else {
		b.symbol = s.defineName(w.kind, &h[first], &h[name])
	}
	return b
}

// isReserved reports whether a name is one that compilers keep for
// themselves, as macros for attributes use it.
func isReserved(name []byte) bool {
	return len(name) > 2 && name[0] == '_' && name[1] == '_'
}

// parameters reports whether parentheses hold parameters rather than the
// arguments of a call: no literals, no dereferenced members.
func (s *Scanner) parameters(h []token, open int) bool {
	if open+1 < len(h) {
		first := &h[open+1]
		if first.kind == tokenNumber || first.kind == tokenString || first.is('&') || first.is('-') || first.is('*') {
			return false
		}
	}
	return true
}

// typedef reports whether a statement defines types by their use.
func (s *Scanner) typedef(h []token) bool {
	for i := range min(len(h), 4) {
		if s.has(&h[i], Typedef) {
			return true
		}
	}
	return false
}

// typeNames defines what a typedef names: the last name of each part that
// commas separate, or the one in parentheses of its own.
func (s *Scanner) typeNames(h []token) {
	name := -1
	inner := false
	put := func() {
		if name >= 0 {
			s.defineName(Class, &h[name], &h[name])
		}
		name, inner = -1, false
	}
	for i := 1; i < len(h); i++ {
		t := &h[i]
		switch {
		case s.name(t) && !inner:
			if name < 0 || !isReserved(s.text(t)) || isReserved(s.text(&h[name])) {
				name = i
			}
		case t.is('['):
			i = closing(h, i)
		case t.is('<'):
			i = closingAngle(h, i)
		case s.has(t, Attribute) && i+1 < len(h) && h[i+1].is('('):
			i = closing(h, i+1)
		case t.is('('):
			end := closing(h, i)
			for k := i + 1; k < end && !inner && (h[i+1].is('*') || h[i+1].is('^') || end+1 < len(h) && h[end+1].is('(')); k++ {
				if s.name(&h[k]) && (k+1 == end || !s.name(&h[k+1]) && !h[k+1].is(opScope) && !h[k+1].is('*')) {
					name, inner = k, true
				}
			}
			macro := i == 2 && name == 1 && end+1 < len(h) && s.name(&h[end+1]) // typedef STACK_OF(a) b
			i, inner = end, inner || name >= 0 && i > 0 && name == i-1 && !macro
		case t.is(','):
			put()
		}
	}
	put()
}

// alias defines the type of C++'s using name = type, concept name = condition.
func (s *Scanner) alias(h []token, i int) bool {
	if word := string(s.text(&h[i])); word != "using" && (word != "concept" || i+1 == len(h) || !s.has(&h[i], Type)) {
		return false
	}
	if i+2 < len(h) && s.name(&h[i+1]) && h[i+2].is('=') && s.nestedDefinitions() {
		s.defineName(Class, &h[i+1], &h[i+1])
	}
	return true
}

// anonymousClass reports whether a block is that of a class without a name:
// new Name(arguments) stands before it.
func (s *Scanner) anonymousClass(h []token) bool {
	if s.g.Declares&AnonymousClasses == 0 || len(h) == 0 {
		return false
	}
	for i := len(h) - 1; i >= 0 && i > len(h)-maxAngles && h[i].kind != tokenBlock && h[i].kind != tokenString; i-- {
		if h[i].kind == tokenWord && h[i].word != 0 && s.g.words[h[i].word-1].text == "object" {
			return i+1 == len(h) || h[i+1].is(':') // Kotlin
		}
	}
	if len(h) < 4 || !h[len(h)-1].is(')') {
		return false
	}
	i := opening(h, len(h)-1) - 1
	if i > 0 && h[i].is('>') {
		i = angleBefore(h, i)
	}
	for i > 1 && h[i].kind == tokenWord && h[i-1].is('.') {
		i -= 2
	}
	return i > 0 && h[i].kind == tokenWord && h[i-1].kind == tokenWord && string(s.text(&h[i-1])) == "new"
}

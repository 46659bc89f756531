package source

// Classes that calls define, as R has them: setClass("Name", …), and
// Name <- R6::R6Class("Name", public = list(method = function() {…})).

// classCall returns where the word stands by which the statement that starts
// with h defines a class with a call, as far as it goes; -1 if it does not.
func (s *Scanner) classCall(h []token) int {
	if s.g.Declares&FunctionValues == 0 {
		return -1
	}
	i := 0
	if i+1 < len(h) && h[i].kind != tokenPunct && (h[i+1].is(opLeft) || h[i+1].is('=')) {
		i += 2
	}
	if i+1 < len(h) && h[i].kind == tokenWord && h[i+1].is(opScope) {
		i += 2
	}
	if i >= len(h) || !s.has(&h[i], Define) {
		return -1
	}
	if w := &s.g.words[h[i].word-1].word; w.kind != Class || w.form&Argument == 0 {
		return -1
	}
	return i
}

// ownedByClass notes that a function is a member of the class that the call
// h[class] defines.
func (s *Scanner) ownedByClass(symbol int32, h []token, class int) {
	if class+2 < len(h) && h[class+1].is('(') && h[class+2].kind == tokenString {
		s.ownedBy(symbol, &h[class+2])
	}
}

// shortMethods defines the functions without a block among the arguments of the
// call h[class] that defines a class: name = function(x) x. Others are known
// since their blocks opened.
func (s *Scanner) shortMethods(h []token, class int) {
	for i := class + 2; i+3 < len(h); i++ {
		if h[i].kind == tokenPunct || !h[i+1].is('=') || !s.functionFollows(h[i+2:]) {
			continue
		}
		open := i + 3 // behind "function", or the backslash that stands for it
		if body := closing(h, open) + 1; h[open].is('(') && body < len(h) && h[body].kind != tokenBlock {
			s.ownedByClass(s.defineName(Function, &h[i], &h[i]), h, class)
			i = body - 1
		}
	}
}

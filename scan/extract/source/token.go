package source

// token is one piece of program text.
type token struct {
	kind tokenKind
	op   byte   // of punctuation: its byte, or one of the op constants
	word uint16 // of a word: the keyword that it is, as Grammar.lookup says
	line int32
	at   int32 // of a string: its contents
	end  int32
	// first: nothing but white space and comments stands before it on its line.
	first bool
}

type tokenKind uint8

const (
	tokenEnd tokenKind = iota
	tokenWord
	tokenNumber
	tokenString
	tokenPunct
	tokenBlock // stands in a header for a block that was read
)

// Punctuation of more than one byte.
const (
	opScope  = iota + 1 // ::
	opArrow             // ->
	opFat               // =>
	opDefine            // :=
	opLeft              // <-
	opOther             // == += && and others that neither assign nor declare
)

// opCount is the number of values of token.op.
const opCount = 128

func (t *token) is(op byte) bool { return t.kind == tokenPunct && t.op == op }

// name reports whether the token is a word that may be a name.
func (s *Scanner) name(t *token) bool {
	return t.kind == tokenWord && (t.word == 0 || s.g.words[t.word-1].word.role == Common)
}

// role returns the role of a keyword; Plain for what is none, and false.
func (s *Scanner) role(t *token) (Role, bool) {
	if t.kind != tokenWord || t.word == 0 {
		return Plain, false
	}
	return s.g.words[t.word-1].word.role, true
}

func (s *Scanner) has(t *token, r Role) bool {
	got, ok := s.role(t)
	return ok && got == r
}

func (s *Scanner) text(t *token) []byte { return s.src[t.at:t.end] }

// closing returns the index of the parenthesis or bracket that closes the one
// at i, len(h) if none does.
func closing(h []token, i int) int {
	depth := 0
	for ; i < len(h); i++ {
		if h[i].kind != tokenPunct {
			continue
		}
		switch h[i].op {
		case '(', '[':
			depth++
		case ')', ']':
			if depth--; depth <= 0 {
				return i
			}
		}
	}
	return i
}

// maxAngles is how many tokens angle brackets may hold to be taken for those
// of type parameters.
const maxAngles = 200

// closingAngle returns the index of the angle bracket that closes the one at
// i, or i if there is none near that could.
func closingAngle(h []token, i int) int {
	depth := 0
	for n := i; n < len(h) && n < i+maxAngles; n++ {
		if h[n].kind != tokenPunct {
			continue
		}
		switch h[n].op {
		case '<':
			depth++
		case '>':
			if depth--; depth == 0 {
				return n
			}
		case '(', '[':
			n = closing(h[:min(len(h), i+maxAngles)], n)
		case ')', ']', ';', '{':
			return i
		}
	}
	return i
}

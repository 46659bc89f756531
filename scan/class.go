package scan

import "strings"

// byteSet is a set of bytes: what a bracket expression matches.
type byteSet [4]uint64

func (s *byteSet) has(b byte) bool { return s[b>>6]&(1<<(b&63)) != 0 }
func (s *byteSet) add(b byte)      { s[b>>6] |= 1 << (b & 63) }

// addRange adds low to high. A range that is the wrong way round is empty.
// With fold, a lower-case letter is in where its capital is, as in git.
func (s *byteSet) addRange(low, high byte, fold bool) {
	for b := int(low); b <= int(high); b++ {
		s.add(byte(b))
		if fold {
			s.add(foldByte(byte(b)))
		}
	}
}

// parseClass reads the bracket expression that starts at pattern[at] and
// returns what it matches and where its closing bracket stands. It is false
// for one that is not closed or names an unknown [:class:].
func parseClass(pattern string, at int, fold bool) (set *byteSet, end int, ok bool) {
	set = new(byteSet)
	at++
	negated := at < len(pattern) && (pattern[at] == '!' || pattern[at] == '^')
	if negated {
		at++
	}
	// previous is the byte that could start a range, 0 for none: a range and a
	// named class start none. A bracket that comes first is a member.
	var previous byte
	for first := true; ; first = false {
		if at >= len(pattern) {
			return nil, 0, false
		}
		b := pattern[at]
		switch {
		case b == ']' && !first:
			if negated {
				for i := range set {
					set[i] = ^set[i]
				}
			}
			return set, at, true
		case b == '\\':
			at++
			if at == len(pattern) {
				return nil, 0, false
			}
			previous = pattern[at]
			set.add(previous)
		case b == '-' && previous != 0 && at+1 < len(pattern) && pattern[at+1] != ']':
			at++
			if pattern[at] == '\\' {
				at++
				if at == len(pattern) {
					return nil, 0, false
				}
			}
			set.addRange(previous, pattern[at], fold)
			previous = 0
		case b == '[' && at+1 < len(pattern) && pattern[at+1] == ':':
			closing := strings.IndexByte(pattern[at+2:], ']')
			if closing < 0 {
				return nil, 0, false
			}
			name := pattern[at+2 : at+2+closing]
			if !strings.HasSuffix(name, ":") {
				set.add('[') // no ":]": an ordinary member
				previous = '['
				break
			}
			if !set.addNamed(name[:len(name)-1], fold) {
				return nil, 0, false
			}
			at += 2 + closing
			previous = 0
		default:
			set.add(b)
			previous = b
		}
		at++
	}
}

// addNamed adds the members of [:name:] in the C locale as git has it, where
// white space has neither form feed nor vertical tab.
func (s *byteSet) addNamed(name string, fold bool) bool {
	is, ok := namedClasses[name]
	if !ok {
		return false
	}
	for b := range 128 {
		if is(byte(b)) || fold && name == "upper" && isLower(byte(b)) {
			s.add(byte(b))
		}
	}
	return true
}

func isLower(b byte) bool { return 'a' <= b && b <= 'z' }
func isUpper(b byte) bool { return 'A' <= b && b <= 'Z' }
func isDigit(b byte) bool { return '0' <= b && b <= '9' }
func isAlpha(b byte) bool { return isLower(b) || isUpper(b) }
func isAlnum(b byte) bool { return isAlpha(b) || isDigit(b) }
func isSpace(b byte) bool { return b == ' ' || b == '\t' || b == '\n' || b == '\r' }
func isPrint(b byte) bool { return ' ' <= b && b <= '~' }

// namedClasses says what each [:class:] holds; it is only read.
var namedClasses = map[string]func(byte) bool{
	"alnum":  isAlnum,
	"alpha":  isAlpha,
	"blank":  func(b byte) bool { return b == ' ' || b == '\t' },
	"cntrl":  func(b byte) bool { return b < ' ' || b == 127 },
	"digit":  isDigit,
	"graph":  func(b byte) bool { return isPrint(b) && !isSpace(b) },
	"lower":  isLower,
	"print":  isPrint,
	"punct":  func(b byte) bool { return isPrint(b) && b != ' ' && !isAlnum(b) },
	"space":  isSpace,
	"upper":  isUpper,
	"xdigit": func(b byte) bool { return isDigit(b) || 'a' <= b && b <= 'f' || 'A' <= b && b <= 'F' },
}

// foldByte lowers an ASCII letter: where the repository says that its file
// system is blind to case, git folds ASCII alone.
func foldByte(b byte) byte {
	if isUpper(b) {
		return b + 'a' - 'A'
	}
	return b
}

// foldASCII lowers the ASCII letters of s, and returns s itself where it has
// no capitals.
func foldASCII(s string) string {
	for i := range len(s) {
		if isUpper(s[i]) {
			folded := []byte(s)
			for j := i; j < len(folded); j++ {
				folded[j] = foldByte(folded[j])
			}
			return string(folded)
		}
	}
	return s
}

func foldIf(s string, fold bool) string {
	if fold {
		return foldASCII(s)
	}
	return s
}

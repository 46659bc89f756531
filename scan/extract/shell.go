package extract

import "bytes"

// shell reads a block of commands: the programs, their --flags, and the
// subcommands of programs that are known to have them. Lines without a prompt
// are output if any line has one.
func (r *reader) shell(text []byte) {
	s := &r.lex
	prompted := false
	for line := range bytes.Lines(text) {
		if _, ok := cutPrompt(line); ok {
			prompted = true
			break
		}
	}
	goesOn := false
	for line := range bytes.Lines(text) {
		command, ok := cutPrompt(line)
		command = bytes.TrimSpace(command)
		if (ok || !prompted || goesOn) && len(command) > 0 && len(command) < 2000 && command[0] != '#' {
			r.commandLine(command, goesOn)
		}
		goesOn = (ok || !prompted || goesOn) && bytes.HasSuffix(command, []byte("\\"))
		s.line++
	}
}

// cutPrompt takes a shell's prompt off a line.
func cutPrompt(line []byte) (rest []byte, ok bool) {
	line = bytes.TrimLeft(line, " \t")
	for _, prompt := range []string{"$ ", "% ", "> ", "❯ ", "~$ "} {
		if bytes.HasPrefix(line, []byte(prompt)) {
			return line[len(prompt):], true
		}
	}
	if i := bytes.IndexByte(line[:min(len(line), 60)], '>'); i > 2 && (bytes.HasPrefix(line, []byte("PS ")) || line[1] == ':' && line[2] == '\\') {
		return line[i+1:], true
	}
	return line, false
}

// commandLine reads one command line. goesOn says that the line before it
// ended in a backslash, so that its first word is an argument.
func (r *reader) commandLine(line []byte, goesOn bool) {
	s := &r.lex
	program := !goesOn // the next word is a program
	tool := -1         // where a program with subcommands starts, just read
	for i := 0; i < len(line); {
		c := line[i]
		switch {
		case c == ' ' || c == '\t':
			i++
			continue
		case c == '|' || c == ';' || c == '&' || c == '(' || c == '{':
			program, tool = true, -1
			i++
			continue
		case c == '#':
			return
		case c == '"' || c == '\'':
			end := bytes.IndexByte(line[i+1:], c)
			if end < 0 {
				return
			}
			i += end + 2
			program, tool = false, -1
			continue
		}
		end := i
		for end < len(line) && bytes.IndexByte([]byte(" \t|;&()\"'"), line[end]) < 0 {
			end++
		}
		end = max(end, i+1)
		word := line[i:end]
		switch {
		case word[0] == '-' || word[0] == '/' && !program:
			r.shellFlag(word)
		case program && bytes.IndexByte(word, '=') > 0, program && commandPrefix[string(word)]:
			i = end
			continue
		case program:
			program = false
			if isProgram(word) {
				r.sightName(word, s.line, markFence|markCall, Command, false)
				if toolWithSubcommands[string(word)] {
					tool = i
				}
			}
			i = end
			continue
		case tool >= 0 && isProgram(word) && end-tool <= 40:
			r.sight(line[tool:end], s.line, markFence|markCall, Command, false)
		}
		tool = -1
		i = end
	}
}

// shellFlag records --flag, -flag and /flag; one letter says too little.
func (r *reader) shellFlag(word []byte) {
	if i := bytes.IndexAny(word, "=<>[{,"); i > 0 {
		word = word[:i]
	}
	word = bytes.TrimRight(word, ".:\\`^")
	name := bytes.TrimLeft(word, "-/")
	if len(name) < 2 || len(word) > 40 || !isLetter(name[0]) || bytes.ContainsAny(name, "/\\.$") || len(word)-len(name) > 2 {
		return
	}
	r.sight(word, r.lex.line, markFence, Command, false)
}

// isProgram reports whether a word looks like a program's name.
func isProgram(word []byte) bool {
	if len(word) < 2 || len(word) > 30 || !isLetter(word[0]) || shellKeywords[string(word)] {
		return false
	}
	for _, c := range word {
		if !isWordByte(c) && c != '-' && c != '.' && c != '+' {
			return false
		}
	}
	return true
}

var (
	shellKeywords = words(`if then else elif fi for while until do done case esac in function select return exit set unset local true false
		break continue shift rem REM goto call ECHO echo endlocal setlocal`)
	commandPrefix       = words("sudo time env nohup exec command then do else export")
	toolWithSubcommands = words(`git docker npm yarn pnpm go pip pip3 cargo kubectl apt apt-get brew dotnet conda helm systemctl gem bundle
		terraform aws gcloud az gh hg svn dnf yum snap rustup poetry uv deno bun vcpkg cmake flutter oc podman ansible vagrant gradle mvn composer nuget`)
)

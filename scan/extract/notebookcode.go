package extract

import (
	"bytes"
	"strings"

	"kwic/scan/extract/source"
)

// notebookAnchor returns the id that nbconvert, nbviewer and JupyterLab give a
// heading: its text with hyphens for spaces. They do not tell equal headings
// apart, so that a link would lead to the first: the others get none.
func (r *reader) notebookAnchor(text string) string {
	id := strings.ReplaceAll(strings.TrimSpace(text), " ", "-")
	if _, taken := r.slugs.taken[id]; taken {
		return ""
	}
	r.slugs.taken[id] = 0
	return id
}

// kernelLanguages are names that kernels give themselves, or their language,
// and which are not those of the table.
var kernelLanguages = map[string]string{
	"ipython": "python", "python2": "python", "python3": "python", "xpython": "python", "sagemath": "python", "pyspark": "python",
	"ir": "r", "xr": "r", "gophernotes": "go", "gonb": "go", "ijavascript": "javascript", "tslab": "typescript", "xcpp": "c++",
	"c++11": "c++", "c++14": "c++", "c++17": "c++", "c++20": "c++", "octave": "matlab",
}

// language returns the language of a cell of code, as fences name it.
func (nb *notebook) languageOf(cell *notebookCell) string {
	language := cell.language
	if language == "" {
		language = nb.language
	}
	language = strings.ToLower(language)
	if known, ok := kernelLanguages[language]; ok {
		return known
	}
	for _, prefix := range []string{"xcpp", "python", "julia"} { // xcpp17, python3.9, julia-1.6
		if strings.HasPrefix(language, prefix) {
			return strings.Replace(prefix, "xcpp", "c++", 1)
		}
	}
	if language == "" && cell.kind == "code" {
		return "python" // what a notebook is that does not say
	}
	return language
}

// cellMagics are the languages of cells that start with %%, "" for those that
// hold none to be read. Of others the first line is no code, the rest is what
// the notebook's language is.
var cellMagics = map[string]string{
	"bash": "bash", "sh": "sh", "script": "sh", "system": "sh", "sx": "sh", "cmd": "cmd", "html": "html", "svg": "", "latex": "",
	"javascript": "javascript", "js": "javascript", "perl": "perl", "ruby": "ruby", "r": "r", "sql": "sql", "bigquery": "sql", "cython": "python", "pypy": "python",
	"python": "python", "python2": "python", "python3": "python", "cpp": "c++", "c": "c", "cu": "cuda", "julia": "julia", "rust": "rust", "markdown": "",
}

// code reads a cell of code, or raw text. Lines for the shell are read as
// such, other lines that start with % are left out.
func (nb *notebook) code(cell *notebookCell) {
	r := nb.r
	if cell.kind == "raw" {
		if cell.format == "text/x-python" {
			r.code(nb.text[cell.from:cell.to], cell.first+1, []byte("python"))
		}
		return
	}
	if cell.kind != "code" {
		return
	}
	language, magic := nb.languageOf(cell), ""
	body, line := nb.text[cell.from:cell.to], cell.first+1
	if bytes.HasPrefix(bytes.TrimLeft(body, " \t\n"), []byte("%%")) {
		first := bytes.Index(body, []byte("%%"))
		end := len(body)
		if n := bytes.IndexByte(body[first:], '\n'); n >= 0 {
			end = first + n
		}
		fields := strings.Fields(string(body[first+2 : end]))
		if len(fields) > 0 {
			magic = strings.ToLower(fields[0])
		}
		switch known, ok := cellMagics[magic]; {
		case ok && known == "":
			return
		case magic == "script" && len(fields) > 1:
			language = fields[1][strings.LastIndexByte(fields[1], '/')+1:]
		case ok:
			language = known
		case (magic == "writefile" || magic == "file") && len(fields) > 1:
			name := fields[len(fields)-1]
			language = strings.ToLower(name[strings.LastIndexByte(name, '.')+1:])
		}
		blank(body[:end])
	} else if name, is := shebang(body); is {
		language = name
	}
	if bytes.Contains(body, []byte("kwic:")) {
		known, _ := LanguageByAlias(fenceAlias([]byte(language)))
		r.ignoreInCode(source.ByName(string(known)), cell.first+1, cell.last)
	}
	if language == "python" {
		nb.lineMagics(body, line)
	}
	r.ctx.parens = 0
	r.code(body, line, []byte(language))
}

// shebang returns the language that a cell of .NET's notebooks names in its first
// line, as in "#!pwsh".
func shebang(body []byte) (language string, is bool) {
	rest, is := bytes.CutPrefix(body, []byte("#!"))
	if !is {
		return "", false
	}
	name, _, _ := bytes.Cut(rest, []byte("\n"))
	language = strings.ToLower(strings.TrimSpace(string(name)))
	_, is = LanguageByAlias(language)
	return language, is
}

// lineMagics reads the lines of a cell that are no Python: !command, %pip and
// their kind as commands, %magic not at all. They are blanked.
func (nb *notebook) lineMagics(body []byte, line int) {
	for at := 0; at < len(body); line++ {
		end := len(body)
		if n := bytes.IndexByte(body[at:], '\n'); n >= 0 {
			end = at + n + 1
		}
		text := bytes.TrimSpace(body[at:end])
		if len(text) > 1 && (text[0] == '!' || text[0] == '%') {
			command := bytes.TrimLeft(text, "!%")
			name, _, _ := bytes.Cut(command, []byte(" "))
			switch string(name) {
			case "pip", "conda", "mamba", "micromamba", "uv", "cd", "ls", "mkdir", "cp", "mv", "rm", "cat":
				nb.r.code(command, line, []byte("sh"))
			default:
				if text[0] == '!' {
					nb.r.code(command, line, []byte("sh"))
				}
			}
			blank(body[at:end])
		}
		at = end
	}
}

// blank makes spaces of text, but for its line ends.
func blank(text []byte) {
	for i, c := range text {
		if c != '\n' {
			text[i] = ' '
		}
	}
}

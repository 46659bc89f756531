package extract

import (
	"bytes"
	"strings"

	"golang.org/x/net/html/atom"
)

// htmlPart says what a part of a page is to its reader.
type htmlPart uint8

const (
	partText     htmlPart = iota
	partContents          // a table of contents: its links count, its words do not
	partHidden            // neither words nor links: not shown, or the site's furniture
)

// hiddenElements hold no text of the document. Their content may not even be
// markup.
var hiddenElements = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Template: true, atom.Noscript: true, atom.Head: true, atom.Nav: true, atom.Footer: true,
	atom.Iframe: true, atom.Object: true, atom.Canvas: true, atom.Svg: true, atom.Math: true, atom.Noembed: true, atom.Noframes: true,
	atom.Select: true, atom.Textarea: true, atom.Button: true, atom.Datalist: true, atom.Plaintext: true, atom.Audio: true, atom.Video: true,
	atom.Rp: true, atom.Rt: true, atom.Menu: true,
}

// voidElements have no end tag.
var voidElements = map[atom.Atom]bool{
	atom.Area: true, atom.Base: true, atom.Br: true, atom.Col: true, atom.Embed: true, atom.Hr: true, atom.Img: true, atom.Input: true,
	atom.Link: true, atom.Meta: true, atom.Param: true, atom.Source: true, atom.Track: true, atom.Wbr: true,
}

// blockElements part the text before them from the text after them.
var blockElements = map[atom.Atom]bool{
	atom.Address: true, atom.Article: true, atom.Aside: true, atom.Blockquote: true, atom.Body: true, atom.Caption: true, atom.Center: true,
	atom.Dd: true, atom.Details: true, atom.Dialog: true, atom.Dir: true, atom.Div: true, atom.Dl: true, atom.Dt: true, atom.Fieldset: true,
	atom.Figcaption: true, atom.Figure: true, atom.Footer: true, atom.Form: true, atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true,
	atom.H5: true, atom.H6: true, atom.Head: true, atom.Header: true, atom.Hgroup: true, atom.Hr: true, atom.Html: true, atom.Legend: true,
	atom.Li: true, atom.Listing: true, atom.Main: true, atom.Menu: true, atom.Nav: true, atom.Ol: true, atom.P: true, atom.Pre: true,
	atom.Section: true, atom.Summary: true, atom.Table: true, atom.Tbody: true, atom.Td: true, atom.Tfoot: true, atom.Th: true,
	atom.Thead: true, atom.Title: true, atom.Tr: true, atom.Ul: true, atom.Xmp: true,
}

// inlineMarks are what elements say of the text in them.
var inlineMarks = map[atom.Atom]mark{
	atom.Code: markCode, atom.Kbd: markCode, atom.Samp: markCode, atom.Tt: markCode,
	atom.Em: markEmph, atom.I: markEmph, atom.Cite: markEmph, atom.B: markStrong, atom.Strong: markStrong,
	atom.Dfn: markDefined, atom.Dt: markDefined, atom.A: markLink,
}

// closedBy lists, for elements whose end tag may be left out, the start tags
// that end them, and the elements beyond which they are not looked for.
var closedBy = map[atom.Atom]struct{ closes, within []atom.Atom }{
	atom.Li:    {[]atom.Atom{atom.Li}, []atom.Atom{atom.Ul, atom.Ol, atom.Menu, atom.Dir}},
	atom.Dt:    {[]atom.Atom{atom.Dt, atom.Dd}, []atom.Atom{atom.Dl}},
	atom.Dd:    {[]atom.Atom{atom.Dt, atom.Dd}, []atom.Atom{atom.Dl}},
	atom.Td:    {[]atom.Atom{atom.Td, atom.Th}, []atom.Atom{atom.Tr, atom.Table}},
	atom.Th:    {[]atom.Atom{atom.Td, atom.Th}, []atom.Atom{atom.Tr, atom.Table}},
	atom.Tr:    {[]atom.Atom{atom.Tr}, []atom.Atom{atom.Table}},
	atom.Tbody: {[]atom.Atom{atom.Thead, atom.Tbody, atom.Tfoot}, []atom.Atom{atom.Table}},
	atom.Thead: {[]atom.Atom{atom.Thead, atom.Tbody, atom.Tfoot}, []atom.Atom{atom.Table}},
	atom.Tfoot: {[]atom.Atom{atom.Thead, atom.Tbody, atom.Tfoot}, []atom.Atom{atom.Table}},
	atom.A:     {[]atom.Atom{atom.A}, []atom.Atom{atom.Td, atom.Th, atom.Table, atom.Li, atom.Dd, atom.Dt}},
}

// hiddenClasses and hiddenIDs are what the common generators of pages call
// furniture: what stands on every page and belongs to none, and what points
// at the text rather than being it.
var (
	hiddenClasses = words(`sphinxsidebar related navbar nav-bar navigation breadcrumb breadcrumbs topNav bottomNav subNav top-nav sub-nav skip-nav skipNav
		navheader navfooter navpath nav-path navrow tabs tabs2 tabs3 site-nav site-footer site-header rst-footer-buttons wy-nav-side wy-nav-top
		bd-sidebar bd-header md-header md-sidebar md-footer md-tabs prev-next-area prev-next-footer headerlink header-anchor heading-anchor anchorjs-link
		hash-link permalink viewcode-link copyright sr-only screen-reader-text visually-hidden skip-link linenos lineno linenumber gutter section-number
		sig-paren line-numbers-rows edit-this-page searchbox search-results footnote-back reversefootnote page-footer legal-copy footer`)
	hiddenIDs = words(`sidebar nav navbar navigation navrow1 navrow2 nav-path nav-tree side-nav footer header-search searchbox topbar titlearea main-nav
		MSearchBox MSearchSelectWindow MSearchResultsWindow site-navigation projectname breadcrumbs`)
	contentsClasses = words("inherited-list toc table-of-contents toctree-wrapper toc-list TableOfContents")
	contentsIDs     = words("toc table-of-contents TableOfContents toc-container contents-list")
	contentsTopics  = words("topic local")
)

// partOf says what part of the page an element starts.
func partOf(tag atom.Atom, a *htmlAttributes) htmlPart {
	part := partText
	switch {
	case hiddenElements[tag], a.hidden, hiddenIDs[string(a.id)]:
		return partHidden
	case contentsIDs[string(a.id)]:
		part = partContents
	}
	switch string(a.role) {
	case "navigation", "search", "contentinfo", "tooltip":
		return partHidden
	}
	contents, topic := false, false
	for class := range bytes.FieldsSeq(a.class) {
		switch {
		case hiddenClasses[string(class)]:
			return partHidden
		case contentsClasses[string(class)]:
			part = partContents
		case string(class) == "summary" && tag == atom.Div: // Doxygen's list of its sections
			part = partContents
		case string(class) == "contents":
			contents = true
		case contentsTopics[string(class)]:
			topic = true
		}
	}
	if contents && topic {
		part = partContents
	}
	return part
}

// htmlObjects are the kinds of what Sphinx describes in definition lists, by
// the second class of the list: <dl class="py function">.
var htmlObjects = map[string]Kind{
	"function": Function, "method": Function, "classmethod": Function, "staticmethod": Function, "decorator": Function, "decoratormethod": Function,
	"coroutinefunction": Function, "coroutinemethod": Function, "abstractmethod": Function, "opcode": Constant, "pdbcommand": Command,
	"class": Class, "exception": Class, "type": Class, "struct": Class, "union": Class, "enum": Class, "enum-class": Class, "enum-struct": Class,
	"concept": Class, "alias": Class, "macro": Macro, "enumerator": Constant, "data": Identifier, "attribute": Identifier, "property": Identifier,
	"member": Identifier, "var": Identifier, "module": Namespace, "namespace": Namespace, "option": Command, "cmdoption": Command,
	"program": Command, "envvar": Identifier, "directive": Identifier, "role": Identifier, "object": Identifier, "describe": Identifier,
	"confval": Identifier, "token": Identifier, "setting": Identifier,
}

// objectOf returns what a definition list describes by its classes.
func objectOf(class []byte) (Kind, bool) {
	for c := range bytes.FieldsSeq(class) {
		if kind, ok := htmlObjects[string(c)]; ok {
			return kind, true
		}
	}
	return 0, false
}

// htmlInfo returns the language that an element's classes give code in it, in
// one of the ways in which highlighters write it, or nil.
func htmlInfo(tag atom.Atom, class []byte) []byte {
	code := tag == atom.Pre || tag == atom.Code
	if !code && tag != atom.Div && tag != atom.Figure {
		return nil
	}
	brush := false
	for c := range bytes.FieldsSeq(class) {
		if brush {
			return bytes.TrimRight(c, ";")
		}
		for _, prefix := range []string{"language-", "lang-", "highlight-source-", "highlight-", "brush:"} {
			rest, ok := bytes.CutPrefix(c, []byte(prefix))
			if !ok {
				continue
			}
			if brush = len(rest) == 0; !brush {
				return bytes.TrimRight(rest, ";")
			}
		}
		// <pre class="sourceCode python">, <code class="cpp">
		if _, known := LanguageByAlias(string(c)); code && (known || commandFences[string(c)]) {
			return c
		}
	}
	return nil
}

// labelLists are classes of definition lists, of several generators, that name
// the parts of a description: its parameters, what it returns.
var labelLists = words("notes params tparams templparams exception retval section field-list docinfo fields remark")

func labelsOf(class []byte) bool {
	for c := range bytes.FieldsSeq(class) {
		if labelLists[string(c)] {
			return true
		}
	}
	return false
}

// htmlLabels are such names where Javadoc gives the list no class.
var htmlLabels = map[string]bool{
	"all implemented interfaces": true, "direct known subclasses": true, "all superinterfaces": true, "all known implementing classes": true,
	"all known subinterfaces": true, "enclosing class": true, "enclosing interface": true, "functional interface": true, "specified by": true,
	"overrides": true, "version": true, "author": true, "type parameters": true, "api note": true, "implementation note": true,
}

// memberHeadings are the headings of Javadoc and Doxygen under which each
// heading names what is defined, and its kind.
var memberHeadings = map[string]Kind{
	"method detail": Function, "method details": Function, "constructor detail": Function, "constructor details": Function,
	"field detail": Identifier, "field details": Identifier, "property details": Identifier, "enum constant detail": Constant,
	"enum constant details": Constant, "element detail": Identifier, "element details": Identifier,
	"function documentation": Function, "member function documentation": Function, "constructor & destructor documentation": Function,
	"friends and related function documentation": Function, "macro definition documentation": Macro, "typedef documentation": Class,
	"member typedef documentation": Class, "enumeration type documentation": Class, "member enumeration documentation": Class,
	"variable documentation": Identifier, "member data documentation": Identifier, "field documentation": Identifier,
	"property documentation": Identifier,
}

// memberOf returns the name that a heading gives as that of a member, by the
// heading above it, and its kind.
func memberOf(above, title string) (name []byte, kind Kind, is bool) {
	if kind, is = memberHeadings[plainHeading(above)]; !is {
		return nil, 0, false
	}
	title, _, _ = strings.Cut(title, " [") // one of several of its name
	title = strings.TrimSuffix(title, "()")
	if title == "" || len(title) > maxName || strings.ContainsAny(title, " \t") {
		return nil, 0, false
	}
	return []byte(title), kind, true
}

package scan

import (
	"strings"

	"kwic/scan/extract"
)

// vendoredFolders are folders, by their name, whose files other people wrote
// and a package manager or a maintainer copied in.
var vendoredFolders = set(
	"node_modules", "bower_components", "jspm_packages", "web_modules",
	"vendor", "vendored", "third_party", "third-party", "thirdparty", "3rdparty", "3rd_party",
	"Godeps", "Pods", "Carthage", "site-packages", "venv", ".venv", "__pycache__", ".tox", ".nox",
	".eggs", ".bundle", ".yarn", ".gradle",
)

// dataExtensions are of files that hold data, not prose.
var dataExtensions = set(
	".json", ".jsonl", ".ndjson", ".json5", ".jsonc", ".geojson", ".topojson", ".yaml", ".yml", ".toml",
	".xml", ".xsd", ".xsl", ".xslt", ".plist", ".csv", ".tsv", ".psv", ".lock", ".lockb", ".sum",
	".ini", ".cfg", ".conf", ".properties", ".env", ".po", ".pot", ".mo", ".svg", ".map", ".snap",
)

// dataNames are such files without a telling extension.
var dataNames = set("go.sum", "npm-shrinkwrap.json", "Pipfile.lock", "flake.lock", "poetry.lock", "Cargo.lock")

// generatedEndings are the ends of names that generators of code give.
var generatedEndings = []string{
	".pb.go", ".pb.gw.go", ".pb.cc", ".pb.h", ".pb.validate.go", "_pb2.py", "_pb2_grpc.py", "_pb2.pyi", "_pb.js", "_pb.d.ts",
	".g.dart", ".freezed.dart", ".g.cs", ".g.i.cs", ".designer.cs", ".generated.cs", ".generated.go", ".generated.ts", ".generated.js",
	"_generated.go", "_generated.h", "_string.go", ".gen.go", ".gen.ts",
}

func set(keys ...string) map[string]bool {
	m := make(map[string]bool, len(keys))
	for _, k := range keys {
		m[k] = true
	}
	return m
}

// classify tells a file's language from its name, or why it has none that
// counts. The reason is one of the defaults (data, minified, generated), which
// a configuration can lift, or UnknownType. Where the language is one that
// only the content tells, asks is true and there is none.
func classify(name string) (language extract.Language, asks bool, reason Reason) {
	language, naming := extract.LanguageOf(name)
	if naming == extract.NamesLanguage && language.Class() == extract.ClassDoc {
		return language, false, ""
	}
	extension := ""
	if dot := strings.LastIndexByte(name, '.'); dot >= 0 {
		extension = foldASCII(name[dot:])
	}
	switch {
	case dataExtensions[extension] || dataNames[name]:
		reason = DataFile
	case isMinified(name[:len(name)-len(extension)]):
		reason = Minified
	case isGenerated(name):
		reason = Generated
	case naming == extract.NamesNone:
		reason = UnknownType
	}
	return language, naming == extract.NamesNothing, reason
}

// isMinified judges a name without its extension.
func isMinified(stem string) bool {
	return strings.HasSuffix(stem, ".min") || strings.HasSuffix(stem, "-min") || strings.HasSuffix(stem, ".bundle")
}

func isGenerated(name string) bool {
	if strings.HasPrefix(name, "zz_generated") {
		return true
	}
	for _, end := range generatedEndings {
		if strings.HasSuffix(name, end) {
			return true
		}
	}
	return false
}

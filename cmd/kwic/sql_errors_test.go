package main

import (
	"strings"
	"testing"
)

// A mistake in SQL is shown where it stands, before ‸; without one it is enough
// that there is an error.
func TestSQLErrorPlaces(t *testing.T) {
	root := t.TempDir()
	writeTree(t, root, map[string]string{"a.md": "# Quay\n"})
	mustBuild(t, buildOptions{Root: root})
	t.Chdir(root)
	for _, query := range []string{
		"SELECT ‸nosuch FROM files",
		"SELECT 1; SELECT path,\n\t‸nosuch FROM files",
		"SELECT f.path FROM files f JOIN sections s ON ‸s.file = f.path",
		"SELECT 's.file' /* s.file */ FROM files f JOIN sections s -- s.file\n ON f.path = ‸s.file",
		"SELECT fil FROM files JOIN ‸fil",
		"SELECT path AS file_s FROM ‸file_s",
		"SELECT 'tabel' FROM files, ‸tabel",
		"SELECT 漢 FROM main . fils",
		"SELECT path FROM files ‸)",
	} {
		text, wanted := strings.Replace(query, "‸", "", 1), strings.Contains(query, "‸")
		var out, errOut strings.Builder
		if code := run(t.Context(), []string{"sql", text}, strings.NewReader(""), &out, &errOut); code != exitFailure {
			t.Errorf("%s: code %d", query, code)
		}
		if !wanted {
			continue
		}
		lines := strings.Split(errOut.String(), "\n")
		before, _, _ := strings.Cut(query, "‸")
		line := oneLine(before[strings.LastIndexByte(before, '\n')+1:])
		if want := strings.Repeat(" ", len("1 | ")+displayWidth(line)) + "^"; len(lines) < 3 || lines[2] != want {
			t.Errorf("%s:\n%s", query, errOut.String())
		}
	}
}

func TestSQLReservedColumn(t *testing.T) {
	root := t.TempDir()
	writeTree(t, root, map[string]string{"a.md": "# Quay\n"})
	mustBuild(t, buildOptions{Root: root})
	t.Chdir(root)
	for query, hint := range map[string]string{
		"SELECT commit FROM meta":       `hint: COMMIT is a word of SQL: the column of "meta" is written "commit"`,
		"SELECT commit FROM files":      `hint: "kwic sql --schema" lists the views and their columns`,
		"SELECT path path p FROM files": `hint: "kwic sql --schema" lists the views and their columns`,
	} {
		var out, errOut strings.Builder
		if code := run(t.Context(), []string{"sql", query}, strings.NewReader(""), &out, &errOut); code != exitFailure || !strings.HasSuffix(errOut.String(), hint+"\n") {
			t.Errorf("%s: code %d, %s", query, code, errOut.String())
		}
	}
}

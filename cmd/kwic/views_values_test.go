package main

import (
	"strings"
	"testing"

	"kwic/scan"
	"kwic/store"
)

// What a column can hold stands beside it, for those who have the schema alone.
func TestSchemaListsValues(t *testing.T) {
	reasons := []scan.Reason{
		scan.UnknownType, scan.DataFile, scan.Vendored, scan.Minified, scan.Generated, scan.TooLarge, scan.SymbolicLink, scan.NotRegular, scan.NestedRepository,
		scan.Submodule, scan.NameNotUTF8, scan.OutputFolder, scan.Unreadable, scan.Binary, scan.NotUTF8, scan.LFSPointer, scan.KwicPage,
	}
	values := map[string][]string{"kind": kindNames(), "role": roleNames(), "reason": nil}
	for _, reason := range reasons {
		values["reason"] = append(values["reason"], string(reason))
	}
	for _, view := range store.PublicViews() {
		for _, c := range view.Columns {
			if strings.Contains(" "+c.About+" ", " see ") {
				t.Errorf("%s.%s points elsewhere: %s", view.Name, c.Name, c.About)
			}
			if view.Name == "pages" {
				continue // of another sort
			}
			for _, value := range values[c.Name] {
				if !strings.Contains(c.About, value) {
					t.Errorf("%s.%s does not list %q", view.Name, c.Name, value)
				}
			}
		}
	}
}

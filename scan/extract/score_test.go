package extract

import "testing"

// TestSignals holds what each document says of a keyword: a signal counts, or
// it does not.
func TestSignals(t *testing.T) {
	const (
		list  = "# Weft\n\nIt crosses the threads; see `Bobbin`.\n\n## Related\n\n- [`Heddle`](h.md)\n\n## See also\n\n- [`Bobbin`](b.md)\n- [`Pirnle`](p.md)\n"
		table = "# Reed rows\n\n| Name | Sense |\n|---|---|\n| `reed_a` | `far` |\n| `reed_b` | near |\n| `reed_c` | near |\n"
		yarn  = "# Twisting yarn\n\nMind the **twister**, the **twin**, and the **plying**.\n"
	)
	x, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		text, key string
		signal    signal
		counts    bool
	}{
		{list, "Bobbin", signalNext, true},
		{list, "Pirnle", signalNext, false},
		{list, "Heddle", signalNext, false}, // the last list says what the document is a part of
		{list, "weft", signalNext, false},
		{table, "reed_b", signalRows, true},
		{table, "far", signalRows, false},
		{table, "reed rows", signalRowsTitle, true},
		{table + "\n## One\n\n## Two\n\n## Three\n", "reed_b", signalRows, false},
		{yarn, "twister", signalKin, true},
		{yarn, "plying", signalKin, false},
		{yarn, "twin", signalKin, false},
		{yarn, "twisting", signalKin, false}, // the title's own
	} {
		found := x.Explain(Markdown, []byte(c.text)).Find(c.key)
		if len(found) == 0 || found[0].Rank == 0 {
			t.Errorf("%q is no keyword of %q", c.key, c.text)
			continue
		}
		counts := false
		for _, s := range found[0].Signals {
			counts = counts || s.Name == signalNames[c.signal] && s.Value != 0
		}
		if counts != c.counts {
			t.Errorf("%q: %s counts: %v, want %v, in %q", c.key, signalNames[c.signal], counts, c.counts, c.text)
		}
	}
}

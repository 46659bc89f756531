package main

import (
	"fmt"
	"io"
	"iter"
	"maps"
	"math"
	"os"
	"slices"
	"strings"

	"kwic/scan/extract"

	"golang.org/x/term"
)

// leadingSignals is how many signals the list of a file's keywords shows of each.
const leadingSignals = 4

// writeText writes an explanation for people.
func (x *explanation) writeText(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", printable(x.path))
	if x.left != "" {
		fmt.Fprintf(&b, "not indexed: %s\n", x.left)
		_, err := io.WriteString(w, b.String())
		return err
	}
	if x.asked == "" {
		x.writeReading(&b)
	}
	if _, err := io.WriteString(w, b.String()); err != nil {
		return err
	}
	if x.asked == "" {
		return x.writeRanks(w)
	}
	for i := range x.answers {
		if err := x.writeAnswer(w, &x.answers[i]); err != nil {
			return err
		}
	}
	return nil
}

// writeReading tells how the file was read.
func (x *explanation) writeReading(b *strings.Builder) {
	rows := [][2]string{{"language", string(x.language) + ", " + languageFrom(x.path, x.language)}}
	reading := x.why.Document.Reading.String()
	if x.why.Simple != "" {
		reading += ": " + x.why.Simple
	}
	rows = append(rows, [2]string{"reading", reading})
	if x.rules.Kinds != 0 {
		rows = append(rows, [2]string{"kinds kept", strings.Join(kindsKept(x.rules.Kinds), ", ")})
	}
	for i, lines := range x.why.Ignored {
		text := fmt.Sprintf("lines %d to %d", lines.From, lines.To)
		if x.why.Unclosed && i == len(x.why.Ignored)-1 {
			text = fmt.Sprintf("from line %d to the end: no \"kwic: end\" follows", lines.From)
		}
		rows = append(rows, [2]string{"ignored", text})
	}
	for _, odd := range x.why.Oddities {
		rows = append(rows, [2]string{"mistake", fmt.Sprintf("line %d: %s", odd.Line, odd.Problem)})
	}
	left := 0
	reasons := x.why.LeftOut()
	for _, n := range reasons {
		left += n
	}
	rows = append(rows, [2]string{"keywords", fmt.Sprintf("%s of %s words and phrases", number(x.kept), number(x.kept+x.other+left))})
	if x.other > 0 {
		rows = append(rows, [2]string{"left out", fmt.Sprintf("%s of kinds that are not kept", number(x.other))})
	}
	for _, reason := range slices.SortedFunc(maps.Keys(reasons), func(a, b string) int {
		if reasons[a] != reasons[b] {
			return reasons[b] - reasons[a]
		}
		return strings.Compare(a, b)
	}) {
		rows = append(rows, [2]string{"left out", fmt.Sprintf("%s: %s", number(reasons[reason]), reason)})
	}
	for _, row := range rows {
		fmt.Fprintf(b, "  %-10s  %s\n", row[0], row[1])
	}
	b.WriteByte('\n')
}

// languageFrom says what told the language of a file.
func languageFrom(path string, language extract.Language) string {
	if named, naming := extract.LanguageOf(path); naming == extract.NamesLanguage && named == language {
		return "by its name"
	}
	return "by what it holds"
}

// writeRanks lists the keywords with what counts most for and against each.
func (x *explanation) writeRanks(w io.Writer) error {
	next, stop := iter.Pull(x.keywords())
	defer stop()
	return writeTableFrom(w, []string{"rank", "score", "kind", "keyword", "why"}, func() ([]any, error) {
		k, more := next()
		if !more {
			return nil, io.EOF
		}
		score := any(rounded(k.Score))
		if k.Kind == extract.Tag {
			score = nil // tags come first
		}
		return []any{int64(k.Rank), score, k.Kind.String(), k.Form, leading(k.Signals)}, nil
	})
}

// leading writes the signals that count most.
func leading(signals []extract.Signal) string {
	var parts []string
	for _, s := range signals[:min(len(signals), leadingSignals)] {
		parts = append(parts, fmt.Sprintf("%s %+.1f", s.Name, s.Contribution))
	}
	return strings.Join(parts, ", ")
}

// rounded cuts a figure to three decimal places.
func rounded(f float32) float64 { return math.Round(float64(f)*1000) / 1000 }

// writeAnswer tells all of one key of one kind.
func (x *explanation) writeAnswer(w io.Writer, one *extract.Explained) error {
	var b strings.Builder
	switch {
	case one.Rank == 0:
		fmt.Fprintf(&b, "\n%q is no keyword: %s\n", one.Form, one.Reason)
	case one.Kind == extract.Tag:
		fmt.Fprintf(&b, "\n%s %q: rank %d of %d, named by the document itself\n", one.Kind, one.Form, one.Rank, x.kept)
	default:
		fmt.Fprintf(&b, "\n%s %q: rank %d of %d, score %.2f\n", one.Kind, one.Form, one.Rank, x.kept, one.Score)
	}
	fmt.Fprintf(&b, "key: %s\n", printable(one.Key))
	if votes := votesOf(one); votes != "" {
		fmt.Fprintf(&b, "seen as: %s\n", votes)
	}
	if _, err := io.WriteString(w, b.String()+"\n"); err != nil {
		return err
	}
	if err := x.writeSightings(w, one); err != nil {
		return err
	}
	if len(one.Signals) == 0 {
		return nil
	}
	var rows [][]any
	for _, s := range one.Signals {
		rows = append(rows, []any{s.Name, rounded(s.Value), rounded(s.Weight), rounded(s.Contribution)})
	}
	if _, err := io.WriteString(w, "\n"); err != nil {
		return err
	}
	return writeTableOf(w, []string{"signal", "value", "weight", "adds"}, rows)
}

// writeSightings lists the occurrences of one key of one kind, if there are any.
func (x *explanation) writeSightings(w io.Writer, one *extract.Explained) error {
	if one.Sightings == nil {
		return nil
	}
	sections := x.why.Document.Sections
	next, stop := iter.Pull(one.Sightings)
	defer stop()
	return writeTableFrom(w, []string{"line", "section", "form", "as", "marks"}, func() ([]any, error) {
		s, more := next()
		if !more {
			return nil, io.EOF
		}
		marks := strings.Join(s.Marks, ", ")
		if s.Ignored {
			marks = strings.TrimSuffix("ignored, "+marks, ", ")
		}
		return []any{int64(s.Line), sections[s.Section].Title, s.Form, s.Kind.String(), marks}, nil
	})
}

// votesOf tells as which kinds a keyword was seen, the kind with most first.
func votesOf(one *extract.Explained) string {
	kinds := make([]extract.Kind, 0, extract.Kinds)
	for kind, n := range one.Votes {
		if n > 0 {
			kinds = append(kinds, extract.Kind(kind))
		}
	}
	slices.SortStableFunc(kinds, func(a, b extract.Kind) int { return one.Votes[b] - one.Votes[a] })
	parts := make([]string, len(kinds))
	for i, kind := range kinds {
		parts[i] = fmt.Sprintf("%s %d", kind, one.Votes[kind])
	}
	return strings.Join(parts, ", ")
}

// writeTableOf writes rows as a table that fits the screen.
func writeTableOf(w io.Writer, columns []string, rows [][]any) error {
	return writeTableFrom(w, columns, func() ([]any, error) {
		if len(rows) == 0 {
			return nil, io.EOF
		}
		row := rows[0]
		rows = rows[1:]
		return row, nil
	})
}

// writeTableFrom is writeTableOf of rows that are made as they are written.
func writeTableFrom(w io.Writer, columns []string, next nextRow) error {
	options := formatOptions{}
	if file, ok := w.(*os.File); ok && term.IsTerminal(int(file.Fd())) {
		if width, _, err := term.GetSize(int(file.Fd())); err == nil {
			options.Width = width
		}
	}
	return writeRows(w, "table", columns, next, options)
}

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"

	"kwic/store"
)

type sqlInput struct {
	Query      string         `json:"query" jsonschema:"one SELECT; :name stands for a parameter"`
	Parameters map[string]any `json:"parameters,omitempty" jsonschema:"values of :name in the query: texts, numbers, true, false or null. One called key, or with a name that ends in _key, is folded as keys are"`
	answerPart
	Seconds float64 `json:"timeout_seconds,omitempty" jsonschema:"how long the query may take, 30 if not given, 600 at most"`
}

type sqlAnswer struct {
	Schema     int64    `json:"schema"`
	Commit     *string  `json:"commit"`
	Behind     bool     `json:"behind" jsonschema:"another commit has been checked out since: the answer may be stale"`
	Built      bool     `json:"built" jsonschema:"false while the first build has not ended: nothing is in the index yet"`
	Columns    []string `json:"columns"`
	NextOffset *int     `json:"next_offset" jsonschema:"the offset of the rows that follow, null for none"`
	Cut        bool     `json:"cut" jsonschema:"values of the row were shortened, to fit in max_bytes"`
	Rows       []sqlRow `json:"rows" jsonschema:"by the names of their columns; blobs are hexadecimal digits"`
}

// sqlRow is a row as an object, its columns in their order.
type sqlRow []byte

// MarshalJSON returns the object.
func (r sqlRow) MarshalJSON() ([]byte, error) { return r, nil }

// sql runs one statement and tells as many rows as there is room for.
func (t *tools) sql(ctx context.Context, in *sqlInput) (*sqlAnswer, error) {
	parameters, err := valuesFrom(in.Parameters)
	if err != nil {
		return nil, err
	}
	var a *sqlAnswer
	err = withIndex(ctx, t.db, io.Discard, func(x *index) error {
		o := sqlOptions{text: in.Query, parameters: parameters}
		if err := o.foldKeys(ctx, x); err != nil {
			return err
		}
		if err := o.checkParameters(x); err != nil {
			return err
		}
		script, err := x.Script(in.Query)
		if err != nil {
			return explainSQL(x, err)
		}
		defer script.Close()
		rows, err := script.Next(ctx, o.parameters)
		if errors.Is(err, io.EOF) {
			return usageError{"the query is empty", ""}
		}
		if err != nil {
			return explainSQL(x, err)
		}
		defer rows.Close()
		if !script.Ended() {
			return usageError{"the query holds more than one statement", "ask one question a call"}
		}
		a, err = someRows(x, rows.Columns(), rows.Next, in.Offset, bounded(in.MaxBytes))
		return err
	})
	return a, err
}

// valuesFrom turns values of JSON into those of SQL.
func valuesFrom(given map[string]any) (map[string]any, error) {
	values := make(map[string]any, len(given))
	for name, value := range given {
		name = strings.TrimLeft(name, ":@$")
		switch v := value.(type) {
		case nil, string:
			values[name] = v
		case bool:
			values[name] = int64(0)
			if v {
				values[name] = int64(1)
			}
		case json.Number:
			values[name] = parameterValue(v.String())
			// Some clients write every number as 7.0.
			if f, ok := values[name].(float64); ok && f == math.Trunc(f) && math.Abs(f) < 1<<53 {
				values[name] = int64(f)
			}
		default:
			return nil, usageError{fmt.Sprintf("the parameter %q is a list or an object", name), "a parameter is a text, a number, true, false or null"}
		}
	}
	return values, nil
}

// someRows tells the rows behind an offset, as JSON objects, up to room bytes.
func someRows(x *index, columns []string, next nextRow, offset, room int) (*sqlAnswer, error) {
	a := &sqlAnswer{Schema: x.meta.Schema, Commit: orNull(x.meta.Commit), Behind: x.isBehind(), Built: x.meta.Built, Columns: columns, Rows: []sqlRow{}}
	room -= sizeOf(a) + 60 // for what the answer says of its end
	for n := 0; ; n++ {
		row, err := next()
		if errors.Is(err, io.EOF) {
			return a, nil
		}
		if err != nil {
			return nil, explainSQL(x, err)
		}
		if n < offset {
			continue
		}
		line, err := rowObject(columns, row)
		if err != nil {
			return nil, err
		}
		if sizeOf(sqlRow(line))+2 > room && len(a.Rows) == 0 {
			a.Cut = true
			if line, err = rowWithin(columns, row, room-2); err != nil {
				return nil, err
			}
		}
		size := sizeOf(sqlRow(line)) + 2
		if size > room {
			a.NextOffset = &n
			return a, nil
		}
		room -= size
		a.Rows = append(a.Rows, line)
	}
}

// rowWithin returns a row whose texts and blobs are cut until it fits.
func rowWithin(columns []string, row []any, room int) (sqlRow, error) {
	for most := room / 2; ; most /= 2 {
		for i, value := range row {
			switch v := value.(type) {
			case string:
				row[i] = clipped(v, max(most, len("…")))
			case []byte:
				row[i] = v[:min(len(v), most/2)]
			}
		}
		if line, err := rowObject(columns, row); err != nil || sizeOf(line) <= room {
			return line, err
		}
		if most == 0 {
			return nil, usageError{"a row does not fit in max_bytes", "name fewer columns, or raise max_bytes"}
		}
	}
}

// rowObject returns a row as an object. JSON has no infinities: they are texts.
func rowObject(columns []string, row []any) (sqlRow, error) {
	for i, value := range row {
		if f, ok := value.(float64); ok && math.IsInf(f, 0) {
			row[i] = map[bool]string{true: "Infinity", false: "-Infinity"}[f > 0]
		}
	}
	var line bytes.Buffer
	if err := writeRows(&line, "ndjson", columns, nextOf([][]any{row}), formatOptions{}); err != nil {
		return nil, err
	}
	return bytes.TrimSpace(line.Bytes()), nil
}

type schemaInput struct {
	View string `json:"view,omitempty" jsonschema:"only this view"`
}

type schemaAnswer struct {
	Views []schemaView `json:"views"`
}

type schemaView struct {
	Name    string         `json:"name"`
	About   string         `json:"about" jsonschema:"what a row is"`
	Columns []schemaColumn `json:"columns"`
}

type schemaColumn struct {
	Name  string `json:"name"`
	About string `json:"about"`
}

// schema lists the views. The answer is as long as the documentation of the
// views, some 6,000 bytes.
func (t *tools) schema(_ context.Context, in *schemaInput) (*schemaAnswer, error) {
	a := &schemaAnswer{Views: []schemaView{}}
	var names []string
	for _, v := range store.PublicViews() {
		names = append(names, v.Name)
		if in.View != "" && in.View != v.Name {
			continue
		}
		view := schemaView{Name: v.Name, About: v.About}
		for _, c := range v.Columns {
			view.Columns = append(view.Columns, schemaColumn(c))
		}
		a.Views = append(a.Views, view)
	}
	if len(a.Views) == 0 {
		return nil, usageError{fmt.Sprintf("there is no view %q", in.View), meant(closest(in.View, names), strings.Join(names, ", "))}
	}
	return a, nil
}

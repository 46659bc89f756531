package main

import (
	"context"
	"io"

	"kwic/store"
)

// runAll answers with all places, which may be millions: they are looked at and
// printed some at a time.
func (o *findOptions) runAll(ctx context.Context, x *index, search store.Search, stdout, stderr io.Writer) error {
	paceOfAnswer()
	if o.json {
		return o.allJSON(ctx, x, search, stdout)
	}
	l := newLiving()
	sources := newSources(x)
	s := displayOf(stdout)
	var first store.Found // without its places
	found, shown := 0, 0
	err := x.FindEach(ctx, &search, func(some *store.Found) error {
		first.Keywords = some.Keywords
		found += len(some.Places)
		places, err := look(x, sources, some, false)
		if err != nil {
			return err
		}
		l.places = l.places[:0]
		for i := range places {
			l.take(&places[i])
		}
		shown += len(l.places)
		return o.writeSome(stdout, x, l.places, s)
	})
	switch {
	case err != nil:
		return err
	case found == 0:
		x.noteBehind(stderr)
		if err := o.noteReferences(x, stderr); err != nil {
			return err
		}
		return o.nothing(ctx, x, &first, search, stderr)
	}
	x.noteStale(stderr, len(l.stale), goneNote(l.gone))
	if shown == 0 {
		return errFindings
	}
	return o.noteReferences(x, stderr)
}

// allJSON is runAll as one JSON object.
func (o *findOptions) allJSON(ctx context.Context, x *index, search store.Search, stdout io.Writer) error {
	var answer *answerWriter
	sources := newSources(x)
	err := x.FindEach(ctx, &search, func(some *store.Found) error {
		if answer == nil {
			head, err := o.head(ctx, x, some)
			if err != nil {
				return err
			}
			head.Total = some.Total
			if answer, err = openAnswer(stdout, head, "places"); err != nil {
				return err
			}
		}
		places, err := look(x, sources, some, true)
		for i := 0; i < len(places) && err == nil; i++ {
			err = answer.add(o.jsonPlaceOf(x, &places[i]))
		}
		return err
	})
	if err != nil {
		return err
	}
	if err := answer.close(); err != nil {
		return err
	}
	if !answer.after {
		return errFindings
	}
	return nil
}

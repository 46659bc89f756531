package main

import (
	"context"
	"errors"

	"kwic/store"
)

// askAside calls ask with the index as a build would leave it: with the index
// itself where it follows the tree, else with a copy that was brought up to date.
func (b *build) askAside(ctx context.Context) (err error) {
	w := &b.work
	current := b.store != nil && !w.clear && len(w.parse)+len(w.copies)+len(w.removed) == 0
	if !current {
		if err := b.closeStore(); err != nil {
			return err
		}
		if err := b.openCopy(ctx); err != nil {
			return err
		}
		if err := b.update(ctx); err != nil {
			return err
		}
	}
	path := b.db
	if b.copied != "" {
		path = b.copied
	}
	if err := b.closeStore(); err != nil {
		return err
	}
	if b.moved() {
		return errMoved
	}
	b.still = nil // what is asked now, is not asked again
	b.progress.Done()
	q, err := store.OpenQuery(ctx, path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, q.Close()) }()
	return b.options.ask(ctx, b, q)
}

// closeStore closes the database, if it is open.
func (b *build) closeStore() error {
	if b.store == nil {
		return nil
	}
	err := b.store.Close()
	b.store = nil
	return err
}

package main

import (
	"context"
	"io"
	"os"
	"time"
)

// patience is how long a query that was stopped may take to end. SQLite looks for
// an interruption from one step of a statement to the next, and not in the call
// of a function, which may take minutes: instr() of two long texts does.
const patience = 200 * time.Millisecond

// stoppable runs do, which writes to *w, until it ends or ctx does. A function
// that goes on after that is left behind, and can write no more: it ends with
// its query, or with the program.
func stoppable(ctx context.Context, w *io.Writer, do func() error) error {
	out := &gate{w: *w, turn: make(chan struct{}, 1), closed: make(chan struct{})}
	*w = out
	done := make(chan error, 1)
	go func() { done <- do() }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	select {
	case err := <-done:
		return err
	case <-time.After(patience):
		out.shut()
		return ctx.Err()
	}
}

// gate is a writer that can be shut.
type gate struct {
	w      io.Writer
	turn   chan struct{} // full while somebody writes
	closed chan struct{}
}

func (g *gate) Write(p []byte) (int, error) {
	select {
	case <-g.closed:
		return 0, os.ErrClosed
	case g.turn <- struct{}{}:
	}
	defer func() { <-g.turn }()
	select {
	case <-g.closed:
		return 0, os.ErrClosed
	default:
		return g.w.Write(p)
	}
}

// shut lets nothing through any more. It does not wait for long for a write that
// nobody reads.
func (g *gate) shut() {
	close(g.closed)
	select {
	case g.turn <- struct{}{}:
	case <-time.After(patience):
	}
}

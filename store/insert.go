package store

import "strings"

// insertRows is the number of rows that one INSERT statement carries. With 32,
// inserting takes 0.6 of the time that single rows take; with 64, no less.
const insertRows = 32

// inserter collects rows of one table and inserts them many at a time. Rows
// are visible to queries only after flush.
type inserter struct {
	conn    *conn
	feeder  *feeder // inserts instead, while it is set
	head    string  // INSERT INTO … VALUES
	tuple   string  // (?,?,…)
	columns int
	args    []any
	many    *stmt
}

// newInserter inserts with a statement such as "INSERT INTO folder VALUES". A row
// that the table does not take ends the transaction, so SQLite need not be ready
// to take back the rows of the statement that came before it: for this it would
// write each page a second time where tables are filled again that were emptied.
func newInserter(c *conn, head string, columns int) *inserter {
	return &inserter{
		conn: c, head: strings.Replace(head, "INSERT INTO", "INSERT OR FAIL INTO", 1), columns: columns,
		tuple: "(" + strings.Repeat("?,", columns-1) + "?)",
		args:  make([]any, 0, insertRows*columns),
	}
}

func (in *inserter) add(values ...any) error {
	in.args = append(in.args, values...)
	if len(in.args) < insertRows*in.columns {
		return nil
	}
	return in.flush()
}

// flush inserts what add has collected, or hands it to the feeder.
func (in *inserter) flush() (err error) {
	if len(in.args) == 0 {
		return nil
	}
	if in.feeder != nil {
		in.args, err = in.feeder.put(in, in.args)
		return err
	}
	err = in.insert(in.args)
	clear(in.args)
	in.args = in.args[:0]
	return err
}

// insert inserts rows, insertRows of them at most.
func (in *inserter) insert(args []any) (err error) {
	rows := len(args) / in.columns
	if rows < insertRows {
		s, err := in.conn.prepare(in.statement(rows))
		if err != nil {
			return err
		}
		return s.run(args, nil)
	}
	if in.many == nil {
		if in.many, err = in.conn.prepare(in.statement(insertRows)); err != nil {
			return err
		}
	}
	return in.many.run(args, nil)
}

func (in *inserter) statement(rows int) string {
	return in.head + " " + strings.Repeat(in.tuple+",", rows-1) + in.tuple
}

// feeder inserts the rows of several inserters on a goroutine of its own, in the
// order in which they come, while the next rows are made. The connection is the
// feeder's until close.
type feeder struct {
	batches chan batch
	spare   chan []any // to be filled again
	failed  chan struct{}
	ended   chan struct{}
	err     error // of the first insert that failed, once failed is closed
}

// batch is what one statement inserts.
type batch struct {
	in   *inserter
	args []any
}

// batchesAhead is how many batches may wait, of some 10 KB each.
const batchesAhead = 64

// newFeeder makes a feeder of some inserters' rows. Whoever made it closes it.
func newFeeder(inserters ...*inserter) *feeder {
	f := &feeder{
		batches: make(chan batch, batchesAhead), spare: make(chan []any, batchesAhead),
		failed: make(chan struct{}), ended: make(chan struct{}),
	}
	for _, in := range inserters {
		in.feeder = f
	}
	go f.run()
	return f
}

func (f *feeder) run() {
	defer close(f.ended)
	for b := range f.batches {
		if err := b.in.insert(b.args); err != nil {
			f.err = err
			close(f.failed)
			return
		}
		clear(b.args)
		select {
		case f.spare <- b.args[:0]:
		default:
		}
	}
}

// put takes rows over, and returns room for the next ones.
func (f *feeder) put(in *inserter, args []any) ([]any, error) {
	select {
	case <-f.failed:
		return args[:0], f.err
	case f.batches <- batch{in, args}:
	}
	select {
	case args = <-f.spare:
		return args, nil
	default:
		return make([]any, 0, cap(args)), nil
	}
}

// close waits until all rows are inserted. The inserters, which are given again,
// then insert for themselves.
func (f *feeder) close(inserters ...*inserter) error {
	close(f.batches)
	<-f.ended
	for _, in := range inserters {
		in.feeder = nil
	}
	return f.err
}

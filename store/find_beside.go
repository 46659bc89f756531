package store

import (
	"context"
	"errors"
	"net/url"
	"os"
	"runtime"

	"kwic/scan/extract"
)

// Counting beside a search.
//
// How many places there are takes longer to tell for a common word than what the
// first hundred are: a row is read for each of the thousands of keywords that
// have the word among theirs, and these rows lie all over the index. So they are
// counted on another core, by a connection of their own, while the first one
// finds places and while the documents that hold them are read.
//
// Both must see one state of the index. Each is in a transaction, which shows one
// state, and every update raises the index's generation: where the second shows
// the same generation of the same file, it shows the same state. Where it does
// not, because a build has just ended, or where it cannot be opened, the first
// counts when it has found its places, as it does for words that are not common.

const (
	// manyWords is from how many keywords on, that have the words of what is
	// looked for, it pays to count beside the search: as many are counted in the
	// millisecond or two that it takes to open a connection.
	manyWords = 1000
	// manyWithin is the same where paths are asked for: of all files, it may be.
	manyWithin = 100
	// manyBegun is the same of keywords that begin with what is looked for, which
	// an index holds side by side.
	manyBegun = 10_000
)

// counting is a count of all places and keywords of a search.
type counting struct {
	finder           *finder // of the search
	cancel           context.CancelFunc
	done             chan struct{} // closed when the count beside has ended; nil where there is none
	answered         chan struct{} // closed once it has left answers; nil where it leaves none
	answers          []answer      // the keywords of the last tier
	beside           bool          // it was of the same state of the index, and came to its end
	places, keywords int
}

// startCount begins to count the places of a search, beside it where that pays.
func (q *Query) startCount(f *finder) (*counting, error) {
	c := &counting{finder: f}
	many, err := f.hasMany()
	if err != nil || !many || q.file == nil || runtime.GOMAXPROCS(0) < 2 {
		return c, err
	}
	generation, err := f.conn.generation()
	if err == nil && f.In != nil {
		// What is looked for itself has most places: where all paths are asked
		// about for these, that is done once.
		err = f.folded(func(one answer) error { return f.askAll(int(one.files)) })
	}
	if err != nil {
		return nil, err
	}
	q.stopCount()
	q.counting = c
	ctx, cancel := context.WithCancel(f.ctx)
	beside := newFinder(ctx, nil, f.Search)
	beside.worded, beside.whole, beside.begun = f.worded, f.whole, f.begun
	beside.every, beside.insides = f.every, f.insides
	c.cancel, c.done = cancel, make(chan struct{})
	if f.choosy() && f.In == nil {
		// The total takes the rows of all keywords then, and so may the places:
		// they are read once.
		c.answered = make(chan struct{})
		beside.leave = func(answers []answer) {
			c.answers = answers
			close(c.answered)
		}
		f.left = c.lastTier
	}
	go func() {
		defer close(c.done)
		c.beside = q.countBeside(beside, generation, c) == nil
	}()
	return c, nil
}

// lastTier waits for the keywords of the last tier, and returns nil where the count
// beside leaves none.
func (c *counting) lastTier() []answer {
	select {
	case <-c.answered:
	case <-c.done:
	}
	return c.answers
}

// hasMany reports whether so many keywords answer that counting their places
// takes longer than opening a connection.
func (f *finder) hasMany() (bool, error) {
	if f.Regexp != nil { // finding the keywords takes longest
		return false, nil
	}
	_, begun, err := f.withWords()
	if err != nil || len(begun) >= manyWords || f.In != nil && len(begun) >= manyWithin {
		return true, err
	}
	from, to := Range(extract.Keys(f.Text)[0])
	_, many, err := f.conn.first(`SELECT 1 FROM keyword WHERE key >= ? AND key < ? LIMIT 1 OFFSET ?`, from, to, int64(manyBegun))
	return many && from != "", err
}

// errOtherState means that a second connection shows another state of the index.
var errOtherState = errors.New("the index has changed")

// countBeside counts on a connection of its own.
func (q *Query) countBeside(f *finder, generation int64, c *counting) (err error) {
	second := &Query{path: q.path}
	if err := second.open(url.Values{"mode": {"ro"}}, false); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, second.conn.close()) }()
	stop := second.conn.watch(f.ctx)
	defer stop()
	// The file that was at path before the first connection was opened, which
	// holds it open, is there still: both have that one.
	if file, err := os.Stat(q.path); err != nil || !os.SameFile(file, q.file) {
		return errors.Join(err, errOtherState)
	}
	if other, err := second.conn.generation(); err != nil || other != generation {
		return errors.Join(err, errOtherState)
	}
	f.conn = second.conn
	c.places, c.keywords, err = f.countAll()
	return err
}

// generation returns which state of the index a connection shows.
func (c *conn) generation() (int64, error) {
	r, _, err := c.first(`SELECT CAST(value AS INTEGER) FROM setting WHERE name = ?`, SettingGeneration)
	return r.int(0), err
}

// wait returns the numbers. What keeps the count beside from its end either keeps
// that on the first connection from it too, or is none of the search's business.
func (c *counting) wait() (places, keywords int, err error) {
	if c.done != nil {
		<-c.done
		c.cancel()
	}
	if c.beside {
		return c.places, c.keywords, nil
	}
	return c.finder.countAll()
}

// stopCount ends a count that nobody waits for any more.
func (q *Query) stopCount() {
	if q.counting != nil {
		q.counting.cancel()
		<-q.counting.done
		q.counting = nil
	}
}

package store

import (
	"errors"
	"sync"
)

// spare is connections for readers that are opened before anybody asks for them:
// to open one takes longer than most of what a small build asks, since SQLite
// parses the whole schema for each. Its zero value is empty.
type spare struct {
	opening sync.WaitGroup
	mu      sync.Mutex
	coming  int // of which nobody knows yet whether they can be opened
	idle    []*conn
	arrived *sync.Cond // a connection is idle, or fewer are coming
}

// ExpectReaders begins to open connections for n calls of NewReader, beside
// whatever else is done with the index. What cannot be opened, NewReader tries
// again, and tells. A first build's index has no place yet; nothing is opened
// then.
func (s *Store) ExpectReaders(n int) {
	if s.building != "" {
		return
	}
	p := &s.spare
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.arrived == nil {
		p.arrived = sync.NewCond(&p.mu)
	}
	for range n {
		p.coming++
		p.opening.Go(func() {
			c, err := s.openReader()
			p.mu.Lock()
			defer p.mu.Unlock()
			if p.coming--; err == nil {
				p.idle = append(p.idle, c)
			}
			p.arrived.Broadcast() // who waits for the last one in vain opens its own
		})
	}
}

// take returns an idle connection, which it waits for as long as there are some
// coming, or nil.
func (p *spare) take() *conn {
	p.mu.Lock()
	defer p.mu.Unlock()
	for len(p.idle) == 0 {
		if p.coming == 0 {
			return nil
		}
		p.arrived.Wait()
	}
	c := p.idle[len(p.idle)-1]
	p.idle = p.idle[:len(p.idle)-1]
	return c
}

// close closes the connections that nobody took.
func (p *spare) close() error {
	p.opening.Wait()
	var err error
	for _, c := range p.idle {
		err = errors.Join(err, c.close())
	}
	p.idle = nil
	return err
}

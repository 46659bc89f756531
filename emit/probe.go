package emit

import (
	"errors"
	"io/fs"
	"sync"

	"kwic/store"
)

// Probe examines places in the output folder one by one, for a build that does
// not look at all of it.
type Probe struct {
	Checker
	// Examine returns what stands at a path below the output folder; an error
	// that is fs.ErrNotExist where nothing does.
	Examine func(path string) (Existing, error)
	// Record returns the stat record of the page at a path, or false.
	Record func(path string) (store.Record, bool, error)

	mu     sync.Mutex
	looked map[string]bool // pages, and folders with a slash at the end
}

// NewOutput returns an Output that knows of each page only once it is to be
// written or removed. Whatever a build of some paths does not touch, it does not
// see: pages that are missing or altered elsewhere are a later build's.
func (p *Probe) NewOutput() *Output {
	out := p.Checker.newOutput()
	out.probe = p
	p.looked = make(map[string]bool)
	p.Places = func() *Places { return &Places{everywhere: true} }
	return out
}

// look finds out how the page at a path stands, before it is written or removed.
// Something foreign in its place is a *ForeignError.
func (o *Output) look(path string) error {
	p := o.probe
	if p == nil {
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.looked[path] {
		return nil
	}
	p.looked[path] = true
	if err := p.lookAbove(path); err != nil {
		return err
	}
	record, recorded, err := p.Record(path)
	if err != nil {
		return err
	}
	existing, err := p.Examine(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if recorded {
			o.dirty[path] = true
		}
		return nil
	case err != nil:
		return err
	case recorded:
		return p.checkRecorded(o, &existing, &record)
	}
	return p.checkUnknown(o, &existing)
}

// lookAbove makes sure that what stands on the way to a page are folders: a page
// must not be written through a symbolic link into somebody's folder.
func (p *Probe) lookAbove(path string) error {
	for i := range len(path) {
		if path[i] != '/' || p.looked[path[:i+1]] {
			continue
		}
		existing, err := p.Examine(path[:i])
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil // it will be made
		case err != nil:
			return err
		case existing.Type != Directory:
			return p.foreign(&existing)
		}
		p.looked[path[:i+1]] = true
	}
	return nil
}

// state is State for callers that run beside look.
func (o *Output) state(path string) State {
	if o.probe != nil {
		o.probe.mu.Lock()
		defer o.probe.mu.Unlock()
	}
	return o.State(path)
}

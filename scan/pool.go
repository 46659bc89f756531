package scan

import (
	"context"
	"runtime"
	"sync"
)

// pool runs tasks that make further tasks, on a few goroutines. The newest
// task goes first, so that a walk goes deep before wide and few are waiting.
type pool struct {
	mu      sync.Mutex
	ready   sync.Cond // a task was pushed, or all are done
	tasks   []func(*names)
	pending int // tasks that are waiting or running
	err     error
}

// mostWorkers bounds the goroutines of a walk: with more, they wait for the
// kernel's locks on folders rather than for the disk.
const mostWorkers = 8

// push adds a task.
func (p *pool) push(task func(*names)) {
	p.mu.Lock()
	p.tasks = append(p.tasks, task)
	p.pending++
	p.mu.Unlock()
	p.ready.Signal()
}

// fail makes run return err and leave the tasks that wait.
func (p *pool) fail(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.err == nil {
		p.err = err
	}
}

// run runs first and all that comes of it. It returns when nothing runs any
// more: the first error that a task reported, or the context's.
func (p *pool) run(ctx context.Context, first func(*names)) error {
	p.ready.L = &p.mu
	p.push(first)
	workers := min(runtime.GOMAXPROCS(0), mostWorkers)
	var group sync.WaitGroup
	for range workers - 1 {
		group.Go(func() { p.work(ctx) })
	}
	p.work(ctx)
	group.Wait()
	if p.err != nil {
		return p.err
	}
	return ctx.Err()
}

// work takes tasks until all are done.
func (p *pool) work(ctx context.Context) {
	scratch := new(names)
	for {
		p.mu.Lock()
		for len(p.tasks) == 0 && p.pending > 0 {
			p.ready.Wait()
		}
		if p.pending == 0 {
			p.mu.Unlock()
			return
		}
		task := p.tasks[len(p.tasks)-1]
		p.tasks = p.tasks[:len(p.tasks)-1]
		stop := p.err != nil
		p.mu.Unlock()

		if !stop && ctx.Err() == nil {
			task(scratch)
		}

		p.mu.Lock()
		p.pending--
		done := p.pending == 0
		p.mu.Unlock()
		if done {
			p.ready.Broadcast()
		}
	}
}

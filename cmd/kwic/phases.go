package main

import (
	"context"
	"runtime/trace"
	"time"
)

// phase is a part of a build's work.
type phase struct {
	Name    string  `json:"name"`
	Seconds float64 `json:"seconds"`
}

// phases are the parts of a build in their order, with the time that each took.
// They do not overlap. An execution trace shows them as regions of its first
// goroutine, beside what the others do meanwhile.
type phases struct {
	all    []phase
	began  time.Time
	region *trace.Region // of the last one, while it lasts
}

// begin ends the phase at hand and begins the next.
func (p *phases) begin(ctx context.Context, name string) {
	p.end()
	p.all = append(p.all, phase{Name: name})
	p.began, p.region = time.Now(), trace.StartRegion(ctx, name)
}

// end ends the phase at hand, if there is one.
func (p *phases) end() {
	if p.region == nil {
		return
	}
	p.all[len(p.all)-1].Seconds = time.Since(p.began).Seconds()
	p.region.End()
	p.region = nil
}

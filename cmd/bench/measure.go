package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"slices"
	"time"
)

// sample is what one run of a command took.
type sample struct {
	seconds, cpu float64 // cpu is that of the process and its children
	memory       int64   // bytes, the most that one process held; 0 where the system does not say
}

// result is what the runs of a task took, by their medians.
type result struct {
	Program string  `json:"program"`
	Work    string  `json:"work"`
	Seconds float64 `json:"seconds"`
	CPU     float64 `json:"cpu_seconds"`
	Memory  int64   `json:"memory_bytes"`
	Written int64   `json:"written_bytes"`
	Files   float64 `json:"files_per_second"` // 0 where the task does not read every file
	Bytes   float64 `json:"bytes_per_second"`
	Beside  string  `json:"beside"` // program and work, "" for none
	Ratio   float64 `json:"ratio"`  // of the seconds, by the median of the pairs of one run each
}

// measure runs the tasks in turn.
func (b *bench) measure(ctx context.Context, tasks []task) ([]result, error) {
	samples := make([][]sample, len(tasks))
	written := make([]int64, len(tasks))
	for run := 1; run <= b.runs; run++ {
		for i := range tasks {
			t := &tasks[i]
			if t.prepare != nil {
				if err := t.prepare(ctx, run); err != nil {
					return nil, err
				}
			}
			one, err := runOnce(ctx, b.tree.root, b.programs[t.program].path, t.args(run), t.fails)
			if err != nil {
				return nil, err
			}
			samples[i] = append(samples[i], one)
			if t.written != nil && run == b.runs {
				if written[i], err = bytesBelow(t.written(run)...); err != nil {
					return nil, err
				}
			}
			fmt.Fprintf(b.stderr, "run %d: %-6s %-32s %8.3f s\n", run, t.program, t.work, one.seconds)
		}
	}
	results := make([]result, len(tasks))
	for i := range tasks {
		t := &tasks[i]
		r := &results[i]
		*r = result{Program: t.program, Work: t.work, Written: written[i]}
		r.Seconds = median(samples[i], func(s sample) float64 { return s.seconds })
		r.CPU = median(samples[i], func(s sample) float64 { return s.cpu })
		r.Memory = int64(median(samples[i], func(s sample) float64 { return float64(s.memory) }))
		if t.whole {
			r.Files, r.Bytes = float64(b.tree.files)/r.Seconds, float64(b.tree.bytes)/r.Seconds
		}
		b.measured = append(b.measured, measured{t, samples[i]})
	}
	for i := range results { // when all are measured: the other may come later
		b.compare(&results[i], &tasks[i], samples[i])
	}
	return results, nil
}

// measured is a task that has been run.
type measured struct {
	task    *task
	samples []sample
}

// compare sets a result beside that of another task, pair by pair.
func (b *bench) compare(r *result, t *task, samples []sample) {
	other := slices.IndexFunc(b.measured, func(m measured) bool { return m.task.work == t.beside })
	if t.beside == "" || other < 0 {
		return
	}
	ratios := make([]sample, b.runs)
	for run := range ratios {
		ratios[run].seconds = samples[run].seconds / b.measured[other].samples[run].seconds
	}
	r.Beside = b.measured[other].task.program + " " + t.beside
	r.Ratio = median(ratios, func(s sample) float64 { return s.seconds })
}

// median returns the middle of what is asked of samples, or the mean of the two
// in the middle.
func median(samples []sample, of func(sample) float64) float64 {
	values := make([]float64, len(samples))
	for i := range samples {
		values[i] = of(samples[i])
	}
	slices.Sort(values)
	if n := len(values); n%2 == 0 {
		return (values[n/2-1] + values[n/2]) / 2
	}
	return values[len(values)/2]
}

// runOnce runs a command in a folder. Exit code 1 is no failure where it may find
// nothing.
func runOnce(ctx context.Context, folder, path string, args []string, fails bool) (sample, error) {
	command := exec.CommandContext(ctx, path, args...)
	command.Dir, command.Env = folder, environment()
	var said bytes.Buffer
	command.Stderr = &said
	started := time.Now()
	err := command.Run()
	s := sample{seconds: time.Since(started).Seconds()}
	var exit *exec.ExitError
	if err != nil && !(fails && errors.As(err, &exit) && exit.ExitCode() == 1) {
		return s, fmt.Errorf("%s %v: %w\n%s", path, args, err, said.Bytes())
	}
	s.cpu = (command.ProcessState.UserTime() + command.ProcessState.SystemTime()).Seconds()
	s.memory = memoryOf(command.ProcessState)
	return s, nil
}

package main

import (
	"fmt"
	"io"
	"runtime"
	"strings"
)

// report is all that was measured.
type report struct {
	Schema   int          `json:"schema"`
	System   string       `json:"system"`
	Cores    int          `json:"cores"`
	Runs     int          `json:"runs"`
	Programs []program    `json:"programs"`
	Trees    []treeReport `json:"trees"`
	Growth   []growth     `json:"growth"`
}

// treeReport is what was measured on one tree.
type treeReport struct {
	Files   int      `json:"files"`
	Bytes   int64    `json:"bytes"`
	Results []result `json:"results"`
}

// growth is how a task's figures grow from one tree to the next.
type growth struct {
	Program string  `json:"program"`
	Work    string  `json:"work"`
	From    int     `json:"from_files"`
	To      int     `json:"to_files"`
	Files   float64 `json:"files"` // times as many
	Seconds float64 `json:"seconds"`
	CPU     float64 `json:"cpu_seconds"`
	Memory  float64 `json:"memory"` // 0 where it is not known
}

func newReport(o *options, programs map[string]*program) *report {
	r := &report{Schema: 1, System: runtime.GOOS + "/" + runtime.GOARCH, Cores: runtime.NumCPU(), Runs: o.runs}
	for _, name := range []string{"kwic", "git", "ctags", "gtags", "rg"} {
		if p := programs[name]; p != nil {
			r.Programs = append(r.Programs, *p)
		}
	}
	return r
}

func (r *report) add(t *tree, results []result) {
	r.Trees = append(r.Trees, treeReport{t.files, t.bytes, results})
}

// grow compares each tree with the one before it.
func (r *report) grow() {
	for i := 1; i < len(r.Trees); i++ {
		small, large := &r.Trees[i-1], &r.Trees[i]
		for j := range large.Results {
			a, b := &small.Results[j], &large.Results[j]
			g := growth{Program: b.Program, Work: b.Work, From: small.Files, To: large.Files, Files: float64(large.Files) / float64(small.Files)}
			g.Seconds = times(b.Seconds, a.Seconds)
			g.CPU = times(b.CPU, a.CPU)
			g.Memory = times(float64(b.Memory), float64(a.Memory))
			r.Growth = append(r.Growth, g)
		}
	}
}

// times returns how many times as much a is, 0 where nothing can be said.
func times(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}

// markdown prints the report as tables.
func (r *report) markdown(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s, %d cores; medians of %d runs in turn\n\n", r.System, r.Cores, r.Runs)
	for _, p := range r.Programs {
		fmt.Fprintf(&b, "- %s: %s\n", p.Name, strings.NewReplacer("|", "/", "`", "'").Replace(p.Version))
	}
	for _, t := range r.Trees {
		fmt.Fprintf(&b, "\n%s files, %s MB:\n\n", grouped(int64(t.Files)), decimal(float64(t.Bytes)/1e6))
		b.WriteString("| program | work | seconds | CPU seconds | memory, MB | written, MB | files/s | MB/s | beside |\n|---|---|---:|---:|---:|---:|---:|---:|---|\n")
		for _, one := range t.Results {
			beside := ""
			if one.Beside != "" {
				beside = fmt.Sprintf("%.2f × %s", one.Ratio, one.Beside)
			}
			fmt.Fprintf(&b, "| %s | %s | %.3f | %.3f | %s | %s | %s | %s | %s |\n", one.Program, one.Work, one.Seconds, one.CPU,
				orNone(float64(one.Memory)/1e6), orNone(float64(one.Written)/1e6), orNone(one.Files), orNone(one.Bytes/1e6), beside)
		}
	}
	if len(r.Growth) > 0 {
		b.WriteString("\n| program | work | files | | seconds | CPU | memory |\n|---|---|---:|---:|---:|---:|---:|\n")
	}
	for _, g := range r.Growth {
		fmt.Fprintf(&b, "| %s | %s | %s to %s | × %.1f | × %.1f | × %.1f | %s |\n", g.Program, g.Work, grouped(int64(g.From)), grouped(int64(g.To)), g.Files, g.Seconds, g.CPU, grown(g.Memory))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func grown(times float64) string {
	if times == 0 {
		return ""
	}
	return fmt.Sprintf("× %.1f", times)
}

// orNone writes a number, and nothing for none.
func orNone(n float64) string {
	if n == 0 {
		return ""
	}
	return decimal(n)
}

// decimal writes a number with one digit behind the point where it is small.
func decimal(n float64) string {
	if n < 100 {
		return fmt.Sprintf("%.1f", n)
	}
	return grouped(int64(n + 0.5))
}

// grouped writes a whole number with commas between thousands.
func grouped(n int64) string {
	digits := fmt.Sprint(n)
	for at := len(digits) - 3; at > 0; at -= 3 {
		digits = digits[:at] + "," + digits[at:]
	}
	return digits
}

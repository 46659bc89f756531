package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestProgressIsSilentWithoutTerminal(t *testing.T) {
	file, err := os.Create(filepath.Join(t.TempDir(), "stderr"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var buffer bytes.Buffer
	for _, p := range []*progress{newProgress(file, true), newProgress(&buffer, true), newProgress(os.Stderr, false)} {
		p.Phase("parsing", 10)
		p.Add(3)
		p.Done()
		p.Done()
		if p.out != nil {
			t.Error("progress is shown")
		}
	}
	if info, err := file.Stat(); err != nil || info.Size() != 0 || buffer.Len() != 0 {
		t.Errorf("progress was written: %v", err)
	}
}

func TestProgressDrawsAndClears(t *testing.T) {
	var out bytes.Buffer // read after Done alone
	p := &progress{out: &out, width: func() int { return 80 }}
	p.Phase("scanning", 0)
	p.Done() // at once: nothing is drawn
	if out.Len() != 0 {
		t.Errorf("drawn early: %q", out.String())
	}
	p.Phase("scanning", 0)
	p.Phase("parsing", 4000)
	var workers sync.WaitGroup
	for range 4 {
		workers.Go(func() {
			for range 500 {
				p.Add(1)
			}
		})
	}
	workers.Wait()
	time.Sleep(progressDelay + 3*progressEvery)
	p.Done()
	p.Done()
	if want := "parsing  [==========>         ]  50%  2,000/4,000"; !strings.Contains(out.String(), want) {
		t.Errorf("%q lacks %q", out.String(), want)
	}
	if shown := screen(out.String()); shown != "" {
		t.Errorf("the screen still shows %q", shown)
	}
}

// screen returns what a terminal shows after a text with \r and \b.
func screen(text string) string {
	var line []byte
	at := 0
	for i := range len(text) {
		switch text[i] {
		case '\r':
			at = 0
		case '\b':
			at--
		default:
			line = append(line[:at], append([]byte{text[i]}, line[min(at+1, len(line)):]...)...)
			at++
		}
	}
	return strings.TrimRight(string(line), " ")
}

func TestProgressLine(t *testing.T) {
	tests := []struct {
		count, total int64
		width        int
		want         string
	}{
		{0, 10, 80, "writing  [>                   ]   0%  0/10"},
		{10, 10, 80, "writing  [====================] 100%  10/10"},
		{12, 10, 80, "writing  [====================] 100%  10/10"},
		{1234567, 0, 80, "writing  1,234,567"},
		{5, 10, 20, "writing  [=========…"},
		{5, 10, -1, "…"},
	}
	for _, test := range tests {
		if got := progressLine("writing", test.count, test.total, test.width); got != test.want {
			t.Errorf("%+v: %q", test, got)
		}
	}
}

func BenchmarkProgressAdd(b *testing.B) {
	p := &progress{out: &bytes.Buffer{}, width: func() int { return 80 }}
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			p.Add(1)
		}
	})
}

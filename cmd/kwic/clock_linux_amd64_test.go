package main

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"kwic/store"

	"golang.org/x/sys/unix"
)

// movedClock is a clock that was set, as the traced program sees it: when it asks
// for the time, and in the times of files, which show when they were written by
// the clock of that moment. So whatever is done while a test runs, by the program
// or by others, bears the times that it would bear had the system's clock been
// set.
type movedClock struct {
	jumps []jump
	tick  time.Duration // the file system keeps no finer times; 0 for its own
}

// jump is a moment, in nanoseconds since 1970, from which on the clock is ahead.
type jump struct{ at, ahead int64 }

// set sets the clock.
func (m *movedClock) set(t *testing.T, by time.Duration) {
	t.Helper()
	now := coarseTime(t)
	for before := now; now == before; now = coarseTime(t) { // whose stamps are those of before
		time.Sleep(100 * time.Microsecond)
	}
	ahead := int64(by)
	if len(m.jumps) > 0 {
		ahead += m.jumps[len(m.jumps)-1].ahead
	}
	if m.tick > 0 { // a tick begins
		ahead -= (now + ahead) % int64(m.tick)
	}
	m.jumps = append(m.jumps, jump{now, ahead})
}

// coarseTime returns the time with which Linux stamps files.
func coarseTime(t *testing.T) int64 {
	t.Helper()
	var now unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_REALTIME_COARSE, &now); err != nil {
		t.Fatal(err)
	}
	return now.Nano()
}

// shown returns what the clock showed at a moment.
func (m *movedClock) shown(at int64) int64 {
	for i := len(m.jumps) - 1; i >= 0; i-- {
		if m.jumps[i].at <= at {
			return at + m.jumps[i].ahead
		}
	}
	return at
}

// stamp returns the time that a file bears which was written at a moment.
func (m *movedClock) stamp(at int64) int64 {
	at = m.shown(at)
	if m.tick > 0 {
		at -= at % int64(m.tick)
	}
	return at
}

// show changes the times that a call is about to return.
func (m *movedClock) show(tid int) error {
	var regs syscall.PtraceRegs
	if err := syscall.PtraceGetRegs(tid, &regs); err != nil || regs.Rax != 0 {
		return err
	}
	// Offsets of the seconds in what the call fills; nanoseconds come after them.
	const modified, changed, statxChanged, statxModified = 88, 104, 0x60, 0x70
	switch regs.Orig_rax {
	case unix.SYS_CLOCK_GETTIME:
		if clock := regs.Rdi; clock == unix.CLOCK_REALTIME || clock == unix.CLOCK_REALTIME_COARSE {
			return changeTimes(tid, regs.Rsi, m.shown, 0)
		}
	case unix.SYS_STAT, unix.SYS_LSTAT, unix.SYS_FSTAT:
		return changeTimes(tid, regs.Rsi, m.stamp, modified, changed)
	case unix.SYS_NEWFSTATAT:
		return changeTimes(tid, regs.Rdx, m.stamp, modified, changed)
	case unix.SYS_STATX:
		return changeTimes(tid, regs.R8, m.stamp, statxModified, statxChanged)
	}
	return nil
}

// changeTimes changes times in the program's memory.
func changeTimes(tid int, address uint64, change func(int64) int64, offsets ...uint64) error {
	for _, offset := range offsets {
		var b [16]byte
		if _, err := syscall.PtracePeekData(tid, uintptr(address+offset), b[:]); err != nil {
			return err
		}
		at := change(int64(binary.LittleEndian.Uint64(b[:]))*1e9 + int64(binary.LittleEndian.Uint32(b[8:])))
		binary.LittleEndian.PutUint64(b[:], uint64(at/1e9))
		binary.LittleEndian.PutUint32(b[8:], uint32(at%1e9))
		if _, err := syscall.PtracePokeData(tid, uintptr(address+offset), b[:12]); err != nil {
			return err
		}
	}
	return nil
}

// hideClockPage keeps a program that has just been started from the page in which
// the system shows the time, so that it has to ask for it.
func hideClockPage(pid int) error {
	const clockPage, ignored = 33, 1 // AT_SYSINFO_EHDR, AT_IGNORE
	var regs syscall.PtraceRegs
	if err := syscall.PtraceGetRegs(pid, &regs); err != nil {
		return err
	}
	address := uintptr(regs.Rsp)
	next := func() (uint64, error) {
		var b [8]byte
		_, err := syscall.PtracePeekData(pid, address, b[:])
		address += 8
		return binary.LittleEndian.Uint64(b[:]), err
	}
	if _, err := next(); err != nil { // the number of arguments
		return err
	}
	for range 2 { // arguments and environment, each ended by 0
		for {
			if word, err := next(); err != nil {
				return err
			} else if word == 0 {
				break
			}
		}
	}
	for {
		switch key, err := next(); {
		case err != nil || key == 0:
			return err
		case key == clockPage:
			_, err := syscall.PtracePokeData(pid, address-8, binary.LittleEndian.AppendUint64(nil, ignored))
			return err
		}
		address += 8
	}
}

// byClock runs a build by a clock, and returns its summary.
func (c *crashed) byClock(t *testing.T, clock *movedClock, decide func(call)) report {
	t.Helper()
	code, said := tracedBy(t, clock, c.root, c.command("build", "--json"), func(one call) verdict {
		decide(one)
		return verdict{}
	})
	var r report
	if err := json.Unmarshal([]byte(said), &r); err != nil || code != exitDone {
		t.Fatalf("exit code %d, said %s", code, said)
	}
	return r
}

func quietly(call) {}

// TestClockIsSet sets the clock a day back, a year ahead and back again, between
// builds and at chosen moments during them. Each ends as a clean build, and the one
// after it, to which many stamps lie in the future, writes no page.
func TestClockIsSet(t *testing.T) {
	notUnderRace(t)
	t.Parallel()
	const day, year = 24 * time.Hour, 365 * 24 * time.Hour
	when := []struct {
		name, call, kind string // the first such call; "" for before the build
	}{
		{"between builds", "", ""},
		{"before the documents are read", "open", "clock"},
		{"while they are read", "open", "document"},
		{"before the commit", "write", "log"},
		{"between the commit and the pages", "open", "temporary"},
		{"amid the pages", "rename", "page"},
	}
	settings := []time.Duration{-day, year, -year, -day, day}
	if !long {
		when, settings = when[2:3], settings[:3]
	}
	c := newCrashed(t, 20)
	clock := &movedClock{}
	builds := 0
	for _, w := range when {
		for _, by := range settings {
			c.swap(t)
			set := w.call == ""
			if set {
				clock.set(t, by)
			}
			c.byClock(t, clock, func(one call) {
				if !set && one.name == w.call && roleOf(c.root, one.path) == w.kind {
					set = true
					clock.set(t, by)
				}
			})
			if !set {
				t.Fatalf("there is no such moment: %s", w.name)
			}
			c.checkClean(t)
			builds++
			before := timesBelow(t, defaultOut(c.root))
			if r := c.byClock(t, clock, quietly); r.Parsed+r.PagesWritten+r.PagesRemoved > 0 {
				t.Errorf("the build after it parsed %d, wrote %d, removed %d", r.Parsed, r.PagesWritten, r.PagesRemoved)
			}
			if after := timesBelow(t, defaultOut(c.root)); after != before {
				t.Error("the build after it touched a page")
			}
			if t.Failed() {
				t.Fatalf("the clock was set by %v %s", by, w.name)
			}
		}
	}
	c.checkHistory(t, clock)
	t.Logf("the clock was set %d times", builds)
}

// TestClockIsSetBackAmidWrites sets the clock back while documents are read, on a
// file system of coarse times, where a document is then written twice within one
// tick: before it is read, and after. Both stamps are older than the time at which
// the build began; yet the next build sees the second text.
func TestClockIsSetBackAmidWrites(t *testing.T) {
	notUnderRace(t)
	t.Parallel()
	c := newCrashed(t, 20)
	for _, s := range situations {
		if s.name != "a first build" && s.name != "a build after changes" {
			continue
		}
		clock := &movedClock{tick: 2 * time.Second}
		s.begin(t, c)
		c.swap(t)
		name := filepath.Join(c.root, "part1", "n1.md") // which swap writes
		right, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		wrong := bytes.ReplaceAll(right, []byte("a"), []byte("e"))
		set, restored := false, false
		c.byClock(t, clock, func(one call) {
			switch kind := roleOf(c.root, one.path); {
			case !set && one.name == "open" && one.path == name:
				set = true
				clock.set(t, -24*time.Hour)
				overwrite(t, name, wrong)
			case !restored && one.name == "sync" && (kind == "database" || kind == "log") || one.name == "open" && kind == "temporary":
				restored = true
				overwrite(t, name, right)
			}
		})
		if !set || !restored {
			t.Fatalf("%s: there are no such moments: %v, %v", s.name, set, restored)
		}
		c.byClock(t, clock, quietly)
		c.checkClean(t)
	}
}

func overwrite(t *testing.T, name string, content []byte) {
	t.Helper()
	if err := os.WriteFile(name, content, 0o644); err != nil {
		t.Fatal(err)
	}
}

// checkHistory shows that the program goes by a clock at all.
func (c *crashed) checkHistory(t *testing.T, clock *movedClock) {
	t.Helper()
	c.swap(t)
	c.byClock(t, clock, quietly)
	q, err := store.OpenQuery(context.Background(), defaultDB(c.root))
	if err != nil {
		t.Fatal(err)
	}
	defer q.Close()
	line := linesOf(t, q, "runs", "SELECT started FROM run ORDER BY rowid DESC LIMIT 1")[0]
	_, text, _ := strings.Cut(line, "=")
	started, err := time.Parse(`"`+time.RFC3339+`"`, text)
	if err != nil {
		t.Fatal(err)
	}
	shown := time.Unix(0, clock.shown(time.Now().UnixNano()))
	if apart := shown.Sub(started).Abs(); apart > time.Hour {
		t.Errorf("a build says that it began at %v; the clock shows %v", started, shown)
	}
}

// timesBelow lists files with their times and numbers.
func timesBelow(t *testing.T, folder string) string {
	t.Helper()
	var list strings.Builder
	err := filepath.WalkDir(folder, func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		info, err := e.Info()
		if err == nil {
			fmt.Fprintln(&list, path, info.ModTime().UnixNano(), info.Sys().(*syscall.Stat_t).Ino)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list.String()
}

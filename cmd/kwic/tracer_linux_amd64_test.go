package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// The tests trace the real program as a debugger does, and see each of its
// system calls before it happens. There they kill it, let the call fail or read
// less than was asked for, or change something behind the program's back. So
// faults reach SQLite's files as well as our own, at moments that can be named,
// and the program that is shipped holds nothing of it.

// call is a system call that the program is about to make.
type call struct {
	name string // as strace writes it, but without 64, at and its like: "write", "rename"
	path string // of the file that it is about; of rename, the new one
	from string // of rename, the old one
}

func (c call) String() string { return c.name + " " + c.path }

// verdict says what becomes of a system call.
type verdict struct {
	kill  bool          // the program, instead of the call
	after bool          // kill once the call has been made
	fails syscall.Errno // instead of being made
	most  int           // bytes that it may read or write, 0 for as many as it likes
}

// watched are the system calls that tests are told of, and where they name
// files: as descriptors, as paths below a folder that is open, or as paths.
var watched = map[uint64]struct {
	name           string
	fd, below, top int // numbers of parameters, counted from 1; 0 for none
}{
	unix.SYS_READ:       {name: "read", fd: 1},
	unix.SYS_PREAD64:    {name: "read", fd: 1},
	unix.SYS_WRITE:      {name: "write", fd: 1},
	unix.SYS_PWRITE64:   {name: "write", fd: 1},
	unix.SYS_OPEN:       {name: "open", top: 1},
	unix.SYS_OPENAT:     {name: "open", below: 1},
	unix.SYS_GETDENTS64: {name: "list", fd: 1},
	unix.SYS_STATX:      {name: "stat", below: 1},
	unix.SYS_NEWFSTATAT: {name: "stat", below: 1},
	unix.SYS_STAT:       {name: "stat", top: 1},
	unix.SYS_LSTAT:      {name: "stat", top: 1},
	unix.SYS_FSTAT:      {name: "stat", fd: 1},
	unix.SYS_FSYNC:      {name: "sync", fd: 1},
	unix.SYS_FDATASYNC:  {name: "sync", fd: 1},
	unix.SYS_FTRUNCATE:  {name: "truncate", fd: 1},
	unix.SYS_RENAME:     {name: "rename", top: 2},
	unix.SYS_RENAMEAT:   {name: "rename", below: 3},
	unix.SYS_RENAMEAT2:  {name: "rename", below: 3},
	unix.SYS_LINK:       {name: "link", top: 2},
	unix.SYS_LINKAT:     {name: "link", below: 3},
	unix.SYS_SYMLINK:    {name: "symlink", top: 2},
	unix.SYS_SYMLINKAT:  {name: "symlink", below: 2},
	unix.SYS_UNLINK:     {name: "remove", top: 1},
	unix.SYS_UNLINKAT:   {name: "remove", below: 1},
	unix.SYS_RMDIR:      {name: "remove", top: 1},
	unix.SYS_MKDIR:      {name: "mkdir", top: 1},
	unix.SYS_MKDIRAT:    {name: "mkdir", below: 1},
	unix.SYS_FLOCK:      {name: "flock", fd: 1},
	unix.SYS_FCHMOD:     {name: "chmod", fd: 1},
}

// tracee is a thread of the program between two stops.
type tracee struct {
	inCall  bool
	verdict verdict
	third   uint64 // the parameter that says how much to read or write, as it was
}

// tracer runs the program, one call at a time.
type tracer struct {
	pid     int
	clock   *movedClock // that the program sees; nil for the system's
	decide  func(call) verdict
	threads map[int]*tracee
}

// traced runs the real program in a folder, and asks decide about each of its
// watched calls. It returns the exit code, -1 where the program was killed, and
// what it said. The test is passed over where the system allows no tracing.
func traced(t *testing.T, folder string, args []string, decide func(call) verdict) (code int, said string) {
	t.Helper()
	return tracedBy(t, nil, folder, args, decide)
}

// tracedBy is traced with another clock.
func tracedBy(t *testing.T, clock *movedClock, folder string, args []string, decide func(call) verdict) (code int, said string) {
	t.Helper()
	program, err := exec.LookPath("kwic")
	if err != nil {
		t.Fatal(err)
	}
	output, err := os.Create(filepath.Join(t.TempDir(), "said"))
	if err != nil {
		t.Fatal(err)
	}
	defer output.Close()
	// The system lets the thread that started a program trace it, and no other.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	pid, err := syscall.ForkExec(program, append([]string{"kwic"}, args...), &syscall.ProcAttr{
		Dir: folder, Env: append(os.Environ(), "GORACE=atexit_sleep_ms=0"),
		Files: []uintptr{0, output.Fd(), output.Fd()},
		Sys:   &syscall.SysProcAttr{Ptrace: true, Setpgid: true}, // a group, because other tests start programs, too
	})
	if errors.Is(err, syscall.EPERM) {
		t.Skip("this system allows no tracing:", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	r := &tracer{pid: pid, clock: clock, decide: decide, threads: make(map[int]*tracee)}
	code, err = r.run()
	if err != nil {
		_ = syscall.Kill(pid, syscall.SIGKILL) // it may have ended
		t.Fatalf("tracing: %v", err)
	}
	text, err := os.ReadFile(output.Name())
	if err != nil {
		t.Fatal(err)
	}
	return code, string(text)
}

// run goes from stop to stop until the program has ended.
func (r *tracer) run() (code int, err error) {
	for {
		var status syscall.WaitStatus
		tid, err := syscall.Wait4(-r.pid, &status, unix.WALL, nil)
		switch {
		case err == syscall.EINTR:
			continue
		case err != nil:
			return 0, err
		case status.Exited() || status.Signaled():
			delete(r.threads, tid)
			if tid != r.pid {
				continue
			}
			if status.Signaled() {
				if status.Signal() != syscall.SIGKILL {
					return 0, fmt.Errorf("it ended by %v", status.Signal())
				}
				return -1, nil
			}
			return status.ExitStatus(), nil
		}
		signal, err := r.stopped(tid, status)
		if err == nil {
			err = ptrace(unix.PTRACE_SYSCALL, tid, 0, uintptr(signal))
		}
		if err != nil && err != syscall.ESRCH { // the thread was killed meanwhile
			return 0, err
		}
	}
}

// callStop is the signal by which the system tells a stop at a call from others.
const callStop = syscall.SIGTRAP | 0x80

// stopped handles a stop, and returns the signal that the thread is to get.
func (r *tracer) stopped(tid int, status syscall.WaitStatus) (syscall.Signal, error) {
	one := r.threads[tid]
	switch signal := status.StopSignal(); {
	case one == nil: // the program itself, or a thread that it has just made
		r.threads[tid] = &tracee{}
		if tid == r.pid {
			if r.clock != nil {
				if err := hideClockPage(tid); err != nil {
					return 0, err
				}
			}
			return 0, syscall.PtraceSetOptions(tid, syscall.PTRACE_O_TRACESYSGOOD|syscall.PTRACE_O_TRACECLONE|unix.PTRACE_O_EXITKILL)
		}
		return 0, nil
	case signal == callStop:
		one.inCall = !one.inCall
		if one.inCall {
			return 0, r.enter(tid, one)
		}
		return 0, r.leave(tid, one)
	case signal == syscall.SIGTRAP:
		return 0, nil
	default:
		return signal, nil
	}
}

// enter asks what becomes of a call, and sees to it.
func (r *tracer) enter(tid int, one *tracee) error {
	var regs syscall.PtraceRegs
	if err := syscall.PtraceGetRegs(tid, &regs); err != nil {
		return err
	}
	w, found := watched[regs.Orig_rax]
	one.verdict, one.third = verdict{}, regs.Rdx
	if !found {
		return nil
	}
	parameters := [...]uint64{0, regs.Rdi, regs.Rsi, regs.Rdx, regs.R10}
	c := call{name: w.name}
	switch {
	case w.fd > 0:
		c.path = r.descriptor(parameters[w.fd])
	case w.top > 0:
		c.path = textAt(tid, parameters[w.top])
	default:
		c.path = r.below(tid, parameters[w.below], parameters[w.below+1])
	}
	switch {
	case w.name == "rename" && w.top > 0:
		c.from = textAt(tid, parameters[1])
	case w.name == "rename":
		c.from = r.below(tid, parameters[1], parameters[2])
	}
	v := r.decide(c)
	one.verdict = v
	switch {
	case v.kill && !v.after:
		return syscall.Kill(r.pid, syscall.SIGKILL)
	case v.fails != 0:
		regs.Orig_rax = ^uint64(0)
		return syscall.PtraceSetRegs(tid, &regs)
	case v.most > 0 && regs.Rdx > uint64(v.most):
		regs.Rdx = uint64(v.most)
		return syscall.PtraceSetRegs(tid, &regs)
	}
	return nil
}

// leave finishes what enter has begun.
func (r *tracer) leave(tid int, one *tracee) error {
	v := one.verdict
	one.verdict = verdict{}
	if v.kill {
		return syscall.Kill(r.pid, syscall.SIGKILL)
	}
	if r.clock != nil {
		if err := r.clock.show(tid); err != nil {
			return err
		}
	}
	if v.fails == 0 && v.most == 0 {
		return nil
	}
	var regs syscall.PtraceRegs
	if err := syscall.PtraceGetRegs(tid, &regs); err != nil {
		return err
	}
	if v.fails != 0 {
		regs.Rax = uint64(-int64(v.fails))
	}
	regs.Rdx = one.third
	return syscall.PtraceSetRegs(tid, &regs)
}

// descriptor returns the path of an open file.
func (r *tracer) descriptor(fd uint64) string {
	path, err := os.Readlink(fmt.Sprintf("/proc/%d/fd/%d", r.pid, int32(fd)))
	if err != nil {
		return ""
	}
	return strings.TrimSuffix(path, " (deleted)")
}

// below returns the path that a call names below an open folder.
func (r *tracer) below(tid int, fd, address uint64) string {
	name := textAt(tid, address)
	switch {
	case name == "":
		return r.descriptor(fd)
	case filepath.IsAbs(name) || int32(fd) == unix.AT_FDCWD:
		return name
	}
	return filepath.Join(r.descriptor(fd), name)
}

// textAt reads a text of the program's that NUL ends.
func textAt(tid int, address uint64) string {
	var text []byte
	for len(text) < 1<<12 {
		word := make([]byte, 8-address%8)
		if n, err := syscall.PtracePeekData(tid, uintptr(address), word); err != nil || n == 0 {
			break
		}
		if end := bytes.IndexByte(word, 0); end >= 0 {
			return string(append(text, word[:end]...))
		}
		text = append(text, word...)
		address += uint64(len(word))
	}
	return string(text)
}

func ptrace(request, tid int, address, data uintptr) error {
	if _, _, errno := syscall.RawSyscall6(syscall.SYS_PTRACE, uintptr(request), uintptr(tid), address, data, 0, 0); errno != 0 {
		return errno
	}
	return nil
}

package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/modelcontextprotocol/go-sdk/jsonrpc"
)

// longestMessage bounds a message from a client, in bytes.
const longestMessage = 4 << 20

// messages hands on those lines of a client's that are messages, and answers
// the others with an error of JSON-RPC. The SDK reads a stream of JSON values,
// in which it cannot find its way again behind a mistake: it would end the
// session. It is read from one goroutine.
type messages struct {
	in   *bufio.Reader
	out  io.Writer // shared with the server: each Write is one message
	left []byte    // of the line that is handed on
}

func newMessages(in io.Reader, out io.Writer) *messages {
	return &messages{in: bufio.NewReaderSize(in, 64<<10), out: out}
}

// Read implements io.Reader.
func (m *messages) Read(p []byte) (int, error) {
	for len(m.left) == 0 {
		line, err := m.line()
		if err != nil {
			return 0, err
		}
		if line == nil {
			continue
		}
		m.left = append(line, '\n')
	}
	n := copy(p, m.left)
	m.left = m.left[n:]
	return n, nil
}

// Close implements io.Closer; standard input is not ours to close.
func (m *messages) Close() error { return nil }

// line returns the next line if it is a message, and nil if it is none.
func (m *messages) line() ([]byte, error) {
	var line []byte
	long := false
	for {
		part, err := m.in.ReadSlice('\n')
		if long = long || len(line)+len(part) > longestMessage; long {
			line = nil
		} else {
			line = append(line, part...)
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if err != nil && (!errors.Is(err, io.EOF) || len(line) == 0) {
			return nil, err
		}
		break
	}
	line = bytes.TrimPrefix(bytes.TrimSpace(line), []byte("\ufeff"))
	switch {
	case long:
		return nil, m.refuse(nil, jsonrpc.CodeInvalidRequest, fmt.Sprintf("a message is longer than %s", bytesText(longestMessage)))
	case len(line) == 0:
		return nil, nil
	case !json.Valid(line):
		return nil, m.refuse(nil, jsonrpc.CodeParseError, "a line is no JSON: each message is one line")
	case line[0] != '{':
		return nil, m.refuse(nil, jsonrpc.CodeInvalidRequest, "a line is no message: batches are not taken")
	}
	if _, err := jsonrpc.DecodeMessage(line); err != nil {
		return nil, m.refuse(line, jsonrpc.CodeInvalidRequest, err.Error())
	}
	return line, nil
}

// refuse answers what is no message: by its id, where it has one.
func (m *messages) refuse(line []byte, code int64, message string) error {
	var asked struct {
		ID any `json:"id"`
	}
	_ = json.Unmarshal(line, &asked) // nil where there is none to be read
	switch asked.ID.(type) {
	case string, float64:
	default:
		asked.ID = nil
	}
	answer, err := compactJSON(map[string]any{"jsonrpc": "2.0", "id": asked.ID, "error": map[string]any{"code": code, "message": message}})
	if err != nil {
		return err
	}
	_, err = m.out.Write(append(answer, '\n'))
	return err
}

// oneWriter lets several goroutines write messages, one after the other. What is
// below it is not ours to close.
type oneWriter struct {
	lock sync.Mutex
	w    io.Writer
}

// Write implements io.Writer.
func (o *oneWriter) Write(p []byte) (int, error) {
	o.lock.Lock()
	defer o.lock.Unlock()
	return o.w.Write(p)
}

// Close implements io.Closer.
func (o *oneWriter) Close() error { return nil }

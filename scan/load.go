package scan

import (
	"io"
	"io/fs"

	"kwic/scan/extract"
)

// Content is what Load found in a file.
type Content struct {
	// Bytes are the whole file, or nil where Reason is UnknownType: such a file
	// is not read further than it takes to tell.
	Bytes []byte

	// Language is the file's own, or the one that the content tells.
	Language extract.Language

	// Reason says why the content is no document, "" for one.
	Reason Reason

	Stat Stat // that belongs to the content, as Read returns it
}

// Load reads a file and judges it by its content: what language it is of,
// where its name leaves that open, and whether it is a document at all. Errors
// are those of Read.
//
// Of a file whose name tells nothing only the first and last few KB are looked
// at, unless they tell a language.
func Load(root string, f File, limit int64) (Content, error) {
	named := f.Language()
	c := Content{Language: named}
	path := f.OnDisk(root)
	if named == "" {
		known, stat, err := peekStable(path, f.Path, limit)
		if err != nil {
			return Content{}, &fs.PathError{Op: "read", Path: path, Err: err}
		}
		if !known {
			return Content{Reason: UnknownType, Stat: stat}, nil
		}
	}
	var err error
	if c.Bytes, c.Stat, err = Read(root, f, limit); err != nil {
		return Content{}, err
	}
	if named == "" {
		// Again, because it may have been written to meanwhile: language and
		// bytes belong together.
		if c.Language = identify(f.Path, c.Bytes); c.Language == "" {
			return Content{Reason: UnknownType, Stat: c.Stat}, nil
		}
	}
	var leave bool
	if c.Reason, leave = Sniff(c.Bytes); !leave && !f.Included && c.Language.Class() == extract.ClassSource {
		c.Reason = sniffSource(c.Bytes)
	}
	return c, nil
}

// identify tells the language of a whole file's content.
func identify(path string, content []byte) extract.Language {
	return extract.Identify(path, content[:min(len(content), extract.HeadBytes)], content[max(0, len(content)-extract.TailBytes):])
}

// peekStable reports whether the two ends of a file tell its language. Like
// readStable it tries again where the file is written to at this moment.
func peekStable(path, name string, limit int64) (known bool, stat Stat, err error) {
	for range readTries {
		var before, after Stat
		known, before, after, err = peek(path, name, limit)
		if err != nil || before == after {
			return known, after, err
		}
	}
	return known, never, nil
}

// peek reads the two ends of a file and examines it before and after.
func peek(path, name string, limit int64) (known bool, before, after Stat, err error) {
	h, err := openFile(path)
	if err != nil {
		return false, before, after, err
	}
	defer h.close()
	before, k, err := h.stat()
	switch {
	case err != nil:
		return false, before, after, err
	case k != kindFile:
		return false, before, after, ErrNotRegular
	case limit > 0 && before.Size > limit:
		return false, before, after, ErrTooLarge
	}
	head, err := readPart(h, 0, min(before.Size, extract.HeadBytes))
	if err != nil {
		return false, before, after, err
	}
	tail := head
	if before.Size > int64(len(head)) {
		if tail, err = readPart(h, before.Size-extract.TailBytes, extract.TailBytes); err != nil {
			return false, before, after, err
		}
	}
	known = extract.Identify(name, head, tail) != ""
	after, _, err = h.stat()
	return known, before, after, err
}

// readPart reads size bytes from offset at on, or what there is of them.
func readPart(h handle, at, size int64) ([]byte, error) {
	part := make([]byte, size)
	for have := int64(0); have < size; {
		n, err := h.readAt(part[have:], at+have)
		have += int64(n)
		if err == io.EOF {
			return part[:have], nil
		}
		if err != nil {
			return nil, err
		}
	}
	return part, nil
}

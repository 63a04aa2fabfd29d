package xlsx

import (
	"bytes"
	"errors"
	"io"
)

type tokenKind uint8

const (
	endOfInput tokenKind = iota
	openTag
	closeTag // also comes after the openTag of an empty element <v/>
	textRun
)

// tokens cuts XML into tags and runs of text over a window that slides along the
// input. Slices point into the window and are valid until the next call. It
// checks that tags nest, so its callers may rely on it. Comments and processing
// instructions are skipped; document type declarations are refused.
type tokens struct {
	source     io.Reader
	sourceErr  error
	window     []byte
	pos, end   int // window[pos:end] is not yet consumed
	tokenBytes int
	maxDepth   int

	name       []byte // of the tag, without prefix
	attributes []byte // of the open tag, raw
	text       []byte // of the run, raw
	cdata      bool   // the run is a CDATA section: nothing in it is escaped

	empty  bool   // the open tag ended with "/>"
	names  []byte // qualified names of the open elements, one after another …
	starts []int  // … and where each begins
}

// newTokens begins with a smaller window for a small part: most are a few KB.
func newTokens(source part, bounds limits) *tokens {
	return &tokens{
		source:     source,
		window:     make([]byte, min(bounds.window, max(source.size, 4<<10))),
		tokenBytes: bounds.tokenBytes,
		maxDepth:   bounds.depth,
	}
}

// depth is the number of open elements, the one just opened included.
func (t *tokens) depth() int { return len(t.starts) }

// next reads the next token.
func (t *tokens) next() (tokenKind, error) {
	if t.empty {
		t.empty = false
		t.pop()
		return closeTag, nil
	}
	for {
		if t.pos == t.end {
			if err := t.more(); err != nil {
				return t.atEnd(err)
			}
		}
		if t.window[t.pos] != '<' {
			return textRun, t.readText()
		}
		if err := t.need(2); err != nil {
			return 0, err
		}
		switch t.window[t.pos+1] {
		case '/':
			return closeTag, t.readClose()
		case '?':
			if err := t.skipPast("?>"); err != nil {
				return 0, err
			}
		case '!':
			if run, err := t.readDeclaration(); run || err != nil {
				return textRun, err
			}
		default:
			return openTag, t.readOpen()
		}
	}
}

func (t *tokens) atEnd(err error) (tokenKind, error) {
	if !errors.Is(err, io.EOF) {
		return 0, err
	}
	if t.depth() > 0 {
		return 0, malformed("it ends inside of the element <%s>", t.names[t.starts[len(t.starts)-1]:])
	}
	return endOfInput, nil
}

// more reads further input behind the unconsumed bytes, which move to the front
// of the window. At the end of the input the error is io.EOF.
func (t *tokens) more() error {
	if t.pos > 0 {
		t.end = copy(t.window, t.window[t.pos:t.end])
		t.pos = 0
	}
	if t.end == len(t.window) {
		if t.end >= t.tokenBytes {
			return overLimit("a tag or text is longer than %d bytes", t.tokenBytes)
		}
		t.window = append(t.window, make([]byte, len(t.window))...)
	}
	for range 100 {
		if t.sourceErr != nil {
			return t.sourceErr
		}
		n, err := t.source.Read(t.window[t.end:])
		t.end += n
		t.sourceErr = err
		if n > 0 {
			return nil
		}
	}
	return io.ErrNoProgress
}

// need makes sure that the window holds n unconsumed bytes.
func (t *tokens) need(n int) error {
	for t.end-t.pos < n {
		if err := t.more(); err != nil {
			return insideTag(err)
		}
	}
	return nil
}

func insideTag(err error) error {
	if errors.Is(err, io.EOF) {
		return malformed("it ends inside of a tag")
	}
	return err
}

// find returns the distance from pos to the mark, at least from bytes away.
func (t *tokens) find(mark string, from int) (int, error) {
	for {
		if i := bytes.Index(t.window[min(t.pos+from, t.end):t.end], []byte(mark)); i >= 0 {
			return from + i, nil
		}
		from = max(from, t.end-t.pos-len(mark)+1)
		if err := t.more(); err != nil {
			return 0, insideTag(err)
		}
	}
}

// readText takes what comes before the next tag.
func (t *tokens) readText() error {
	t.cdata = false
	scanned := 0
	for {
		i := bytes.IndexByte(t.window[t.pos+scanned:t.end], '<')
		if i >= 0 {
			t.text = t.window[t.pos : t.pos+scanned+i]
			t.pos += scanned + i
			break
		}
		scanned = t.end - t.pos
		if err := t.more(); errors.Is(err, io.EOF) {
			t.text = t.window[t.pos:t.end]
			t.pos = t.end
			break
		} else if err != nil {
			return err
		}
	}
	if t.depth() == 0 && len(bytes.TrimSpace(t.text)) > 0 {
		return malformed("there is text outside of the elements")
	}
	return nil
}

// readDeclaration handles what begins with "<!". It reports whether it was a
// CDATA section, which is a run of text.
func (t *tokens) readDeclaration() (bool, error) {
	const comment, cdata = "<!--", "<![CDATA["
	if err := t.need(len(comment)); err != nil {
		return false, err
	}
	if string(t.window[t.pos:t.pos+len(comment)]) == comment {
		t.pos += len(comment)
		return false, t.skipPast("-->")
	}
	if err := t.need(len(cdata)); err != nil {
		return false, err
	}
	if string(t.window[t.pos:t.pos+len(cdata)]) != cdata {
		return false, malformed("it has a document type declaration, which no workbook has")
	}
	end, err := t.find("]]>", len(cdata))
	if err != nil {
		return false, err
	}
	if t.depth() == 0 {
		return false, malformed("there is text outside of the elements")
	}
	t.text, t.cdata = t.window[t.pos+len(cdata):t.pos+end], true
	t.pos += end + len("]]>")
	return true, nil
}

// skipPast moves behind the mark without holding what comes before it.
func (t *tokens) skipPast(mark string) error {
	for {
		if i := bytes.Index(t.window[t.pos:t.end], []byte(mark)); i >= 0 {
			t.pos += i + len(mark)
			return nil
		}
		t.pos = max(t.pos, t.end-len(mark)+1)
		if err := t.more(); err != nil {
			return insideTag(err)
		}
	}
}

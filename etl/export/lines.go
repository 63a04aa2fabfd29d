package export

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
	"unsafe"
)

const (
	// blockBytes is how much text is read at a time.
	blockBytes = 1 << 20
	// maxRecord bounds a record of delimited text: a quote that stays open for
	// longer was not meant to open one.
	maxRecord = 16 << 20
)

// lines cuts a text into lines. It reads blocks and gives parts of them: a line
// costs no copy, and stays valid as long as somebody holds it.
type lines struct {
	from  io.Reader
	bytes int // of a block
	ended bool
	block string // what is left of it
	// What holds for all of the block need not be asked of each line.
	valid  bool     // it is UTF-8 and has no replacement character
	quotes bool     // there is a quote in it
	again  []string // lines to be read once more
	line   int64    // number of the last line read
}

// next gives the next line without its end.
func (l *lines) next() (string, error) {
	if len(l.again) > 0 {
		line := l.again[0]
		l.again = l.again[1:]
		l.line++
		return line, nil
	}
	end := strings.IndexByte(l.block, '\n')
	for end < 0 {
		if l.ended {
			if l.block == "" {
				return "", io.EOF
			}
			end = len(l.block)
			break
		}
		if err := l.fill(); err != nil {
			return "", err
		}
		end = strings.IndexByte(l.block, '\n')
	}
	line := l.block[:end]
	l.block = l.block[min(end+1, len(l.block)):]
	l.line++
	if end > 0 && line[end-1] == '\r' {
		line = line[:end-1]
	}
	return line, nil
}

// fill reads the next block behind what is left of this one.
func (l *lines) fill() error {
	if len(l.block) > maxRecord {
		return fmt.Errorf("line %d is longer than %d MB; is it a table of lines?", l.line+1, maxRecord>>20)
	}
	block := make([]byte, max(l.bytes, 2*len(l.block)))
	left := copy(block, l.block)
	n, err := io.ReadFull(l.from, block[left:])
	if err != nil {
		if !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
			return err
		}
		l.ended = true
	}
	block = block[:left+n]
	// Nobody writes to the bytes any more, so they can be a string as they are.
	l.block = unsafe.String(unsafe.SliceData(block), len(block))
	l.valid = utf8.ValidString(l.block) && !strings.Contains(l.block, "\ufffd")
	l.quotes = strings.IndexByte(l.block, '"') >= 0
	return nil
}

package export

import (
	"bufio"
	"errors"

	"github.com/klauspost/compress/gzip"
)

// unpacked reads a file that is packed with gzip. The progress is that of the
// packed file.
func unpacked(f *file) (*file, error) {
	inner := &file{name: f.name, size: f.size}
	inner.open = func() (*stream, error) {
		packed, err := f.open()
		if err != nil {
			return nil, err
		}
		damaged := func(err error) error {
			return &FileError{File: f.name, Text: "it is packed with gzip and damaged; copy or download it again", Cause: err}
		}
		from, err := gzip.NewReader(bufio.NewReaderSize(packed, 64<<10))
		if err != nil {
			return nil, errors.Join(damaged(err), packed.Close())
		}
		bounded := &boundedReader{from: from, name: f.name, packed: func() int64 { return packed.read.n }}
		return &stream{Reader: wordedReader{bounded, damaged}, read: packed.read, size: packed.size, close: func() error {
			return errors.Join(from.Close(), packed.Close())
		}}, nil
	}
	return inner, inner.readHead()
}

// wordedReader says in words what went wrong with what it reads.
type wordedReader struct {
	from  *boundedReader
	words func(error) error
}

func (r wordedReader) Read(p []byte) (int, error) {
	n, err := r.from.Read(p)
	var known *FileError
	if err == nil || isEnd(err) || errors.As(err, &known) {
		return n, err
	}
	return n, r.words(err)
}

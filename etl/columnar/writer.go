package columnar

import (
	"cmp"
	"fmt"
	"slices"
	"sync"

	"github.com/klauspost/compress/zstd"
)

// memoryOfRows bounds the rows that wait for their row group to be full.
const memoryOfRows = 64 << 20

// Writer writes rows into files by part: a part is a month, or all rows of an
// entity that has none. It is not for use by several goroutines at once; it
// encodes row groups in goroutines of its own.
type Writer struct {
	fields []Field
	path   func(part int32) string
	files  map[int32]*file
	packer *zstd.Encoder
	free   chan *group
	tools  chan *scratch // one for each goroutine that may encode
	work   sync.WaitGroup
}

// Part is a finished file.
type Part struct {
	Part int32
	Path string
	Rows int64
}

// NotStored is the part of rows that are in no file.
const NotStored = -1

// NewWriter makes a writer of files whose paths path gives, with the number of
// goroutines that encode.
func NewWriter(fields []Field, workers int, path func(part int32) string) (*Writer, error) {
	packer, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(workers), zstd.WithEncoderCRC(false), zstd.WithLowerEncoderMem(true))
	if err != nil {
		return nil, fmt.Errorf("preparing to compress: %w", err)
	}
	made := &Writer{
		fields: fields, path: path, files: map[int32]*file{}, packer: packer,
		free: make(chan *group, 2*workers), tools: make(chan *scratch, workers),
	}
	for range workers {
		made.tools <- &scratch{}
	}
	return made, nil
}

// Write adds rows, each to its part. The columns are those of the fields; they
// may be used again afterwards, and so may what their texts are cut from.
func (w *Writer) Write(parts []int32, columns []Column) error {
	for from := 0; from < len(parts); {
		until := from + 1
		for until < len(parts) && parts[until] == parts[from] {
			until++
		}
		if parts[from] != NotStored {
			if err := w.add(parts[from], columns, from, until); err != nil {
				return err
			}
		}
		from = until
	}
	return w.relieve()
}

func (w *Writer) add(part int32, columns []Column, from, until int) error {
	into := w.files[part]
	if into == nil {
		into = &file{path: w.path(part)}
		w.files[part] = into
	}
	for from < until {
		if into.open == nil {
			into.open = w.group()
		}
		next := min(until, from+rowsOfGroup-into.open.rows)
		into.open.add(columns, from, next)
		into.rows += int64(next - from)
		from = next
		if into.open.rows == rowsOfGroup || into.open.rows%1024 == 0 && into.open.size() > bytesOfGroup {
			if err := w.flush(into); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *Writer) group() *group {
	select {
	case used := <-w.free:
		return used
	default:
		return newGroup(w.fields)
	}
}

// flush gives a row group to a goroutine that encodes it.
func (w *Writer) flush(into *file) error {
	full := into.open
	into.open = nil
	result := make(chan encoded, 1)
	into.pending = append(into.pending, result)
	tool := <-w.tools // waits where all goroutines are busy
	w.work.Go(func() {
		made := full.encode(w.fields, w.packer, tool)
		w.tools <- tool
		result <- made
		full.reset()
		select {
		case w.free <- full:
		default:
		}
	})
	return into.take(false)
}

// relieve writes the largest row groups where too many months are open.
func (w *Writer) relieve() error {
	total := 0
	var open []sized
	for part, file := range w.files {
		if file.open != nil {
			size := file.open.size()
			total += size
			open = append(open, sized{part, size})
		}
	}
	if total <= memoryOfRows {
		return nil
	}
	slices.SortFunc(open, func(a, b sized) int { return cmp.Or(cmp.Compare(b.size, a.size), cmp.Compare(a.part, b.part)) })
	for _, largest := range open {
		if total <= memoryOfRows/2 {
			break
		}
		total -= largest.size
		if err := w.flush(w.files[largest.part]); err != nil {
			return err
		}
	}
	return nil
}

type sized struct {
	part int32
	size int
}

// Close finishes all files and lists them by part.
func (w *Writer) Close() ([]Part, error) {
	defer w.Abandon()
	parts := make([]Part, 0, len(w.files))
	for part, file := range w.files {
		parts = append(parts, Part{Part: part, Path: file.path, Rows: file.rows})
	}
	slices.SortFunc(parts, func(a, b Part) int { return cmp.Compare(a.Part, b.Part) })
	for _, part := range parts {
		if file := w.files[part.Part]; file.open != nil {
			if err := w.flush(file); err != nil {
				return nil, err
			}
		}
	}
	for _, part := range parts {
		if err := w.files[part.Part].finish(w.fields); err != nil {
			return nil, err
		}
	}
	return parts, nil
}

// Abandon ends the writer's goroutines; files stay as they are. It may be
// called after Close.
func (w *Writer) Abandon() {
	w.work.Wait()
	_ = w.packer.Close() // it writes to nothing
}

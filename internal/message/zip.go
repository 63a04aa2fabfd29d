package message

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/klauspost/compress/flate"
)

// An archive has to be a tenth smaller than its file to be worth unpacking: a
// workbook, itself an archive, never is.
const worthZipping = 0.9

// errNoGain stops an archive that grows beyond its use.
var errNoGain = errors.New("the archive gains too little")

// zipAll makes an archive of each file that gains.
func zipAll(items []*packing, limit int64, taken map[string]bool) error {
	for _, item := range items {
		room := min(limit, int64(worthZipping*float64(item.plain.Size)))
		content, err := zipped(item.plain, room)
		if errors.Is(err, errNoGain) {
			continue
		}
		if err != nil {
			return fmt.Errorf("zipping file %q: %w", item.plain.Name, err)
		}
		archive := FileOf(freeName(item.plain.Name+".zip", taken), "application/zip", content)
		item.zipped = &archive
	}
	return nil
}

// zipped returns an archive with one file, all of one date: the same file
// gives the same archive. Its name is marked as UTF-8 (archive/zip does where it is
// not ASCII). klauspost's deflate is pinned in go.mod; the standard library's
// may change its output with the version of Go.
func zipped(file Attachment, room int64) ([]byte, error) {
	out := &boundedBuffer{room: room}
	archive := zip.NewWriter(out)
	archive.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(w, flate.DefaultCompression)
	})
	// The first day that an archive can name: no date at all is the 0th of a
	// 0th month, at which some readers stop.
	first := time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)
	entry, err := archive.CreateHeader(&zip.FileHeader{Name: file.Name, Method: zip.Deflate, Modified: first})
	if err != nil {
		return nil, err
	}
	content, err := file.Open()
	if err != nil {
		return nil, err
	}
	n, err := io.Copy(entry, content)
	if closeErr := content.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return nil, err
	}
	if n != file.Size {
		return nil, changed(file, n)
	}
	if err := archive.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// boundedBuffer keeps the memory of an archive that will not be used small.
type boundedBuffer struct {
	bytes.Buffer
	room int64
}

func (b *boundedBuffer) Write(p []byte) (int, error) {
	if int64(b.Len()+len(p)) > b.room {
		return 0, errNoGain
	}
	return b.Buffer.Write(p)
}

package xlsx

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"path"
	"strings"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// partsByName indexes the files of the archive by their normalised names. Of two
// with one name the first counts, as in Excel.
func partsByName(files []*zip.File) map[string]*zip.File {
	parts := make(map[string]*zip.File, len(files))
	for _, f := range files {
		name := partName(f.Name)
		if _, twice := parts[name]; !twice {
			parts[name] = f
		}
	}
	return parts
}

// partName makes names comparable: the packaging standard ignores letter case, and
// some writers put backslashes or a leading slash.
func partName(name string) string {
	name = strings.ReplaceAll(name, `\`, "/")
	return strings.ToLower(strings.TrimPrefix(path.Clean("/"+name), "/"))
}

// has reports whether the workbook has that part.
func (w *Workbook) has(name string) bool {
	_, ok := w.parts[partName(name)]
	return ok
}

// A part is the XML of one file of the archive.
type part struct {
	io.Reader
	io.Closer
	size int // as the archive claims, and only a hint
	read *boundedReader
}

// progress is which part of the XML has been read, as far as the archive's own
// word for its size can be trusted.
func (p part) progress() float64 {
	if p.size <= 0 {
		return 0
	}
	return min(1, float64(p.read.read)/float64(p.size))
}

// open opens a part and bounds what can come out of it.
func (w *Workbook) open(name string, most int64) (part, error) {
	file, ok := w.parts[partName(name)]
	if !ok {
		return part{}, malformed("it is named in the workbook but is not in the file")
	}
	if file.Flags&1 != 0 {
		return part{}, &FileError{Path: w.path, Kind: ErrEncrypted, Problem: "the archive is protected by a password",
			Advice: "unpack it with the password and give the workbook itself"}
	}
	opened, err := file.Open()
	if err != nil {
		return part{}, fmt.Errorf("unpacking: %w", err)
	}
	bounded := &boundedReader{
		source: opened, most: most, ratio: w.limits.ratio, ratioFrom: w.limits.ratioFrom,
		packed: min(int64(min(file.CompressedSize64, 1<<62)), w.size),
	}
	text, err := asUTF8(bounded)
	if err != nil {
		_ = opened.Close()
		return part{}, err
	}
	return part{Reader: text, Closer: opened, size: int(min(file.UncompressedSize64, 1<<40)), read: bounded}, nil
}

// asUTF8 removes a byte order mark, and decodes UTF-16, the other encoding that
// the standard allows.
func asUTF8(source io.Reader) (io.Reader, error) {
	head := make([]byte, 3)
	n, err := io.ReadFull(source, head)
	if err != nil && n == 0 && err != io.EOF {
		return nil, err
	}
	head = head[:n]
	whole := io.MultiReader(bytes.NewReader(head), source)
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		return source, nil
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		return transform.NewReader(whole, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder()), nil
	default:
		return whole, nil
	}
}

// A boundedReader fails when a part grows beyond its bound or is packed more
// densely than honest XML can be. It trusts no size of the archive's directory.
type boundedReader struct {
	source    io.Reader
	read      int64
	most      int64
	packed    int64
	ratio     int64
	ratioFrom int64
}

func (b *boundedReader) Read(p []byte) (int, error) {
	n, err := b.source.Read(p)
	b.read += int64(n)
	if b.read > b.most {
		return n, overLimit("it unpacks to more than %d MB", b.most>>20)
	}
	if b.read > b.ratioFrom && b.read/b.ratio > b.packed {
		return n, overLimit("its %d packed bytes unpack to more than %d times as many, as only a zip bomb does", b.packed, b.ratio)
	}
	return n, err
}

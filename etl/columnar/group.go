package columnar

import (
	"bytes"
	"fmt"

	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

// rowsOfGroup is how many rows a row group has at most; it is what the query
// engine takes for its own files.
const rowsOfGroup = 122_880

// bytesOfGroup bounds a row group of long texts.
const bytesOfGroup = 48 << 20

// group gathers the rows of a row group.
type group struct {
	rows    int
	texts   []*textBuffer   // by field, nil where it is a number
	numbers []*numberBuffer // by field, nil where it is a text
}

func newGroup(fields []Field) *group {
	made := &group{texts: make([]*textBuffer, len(fields)), numbers: make([]*numberBuffer, len(fields))}
	for i, field := range fields {
		if field.Type == Text {
			made.texts[i] = newTextBuffer()
		} else {
			made.numbers[i] = &numberBuffer{}
		}
	}
	return made
}

func (g *group) reset() {
	g.rows = 0
	for i := range g.texts {
		if g.texts[i] != nil {
			g.texts[i].reset()
		} else {
			g.numbers[i].reset()
		}
	}
}

func (g *group) size() (size int) {
	for i := range g.texts {
		if g.texts[i] != nil {
			size += g.texts[i].size()
		} else {
			size += g.numbers[i].size()
		}
	}
	return size
}

// add takes the rows from to until of a batch.
func (g *group) add(columns []Column, from, until int) {
	for i, column := range columns {
		switch {
		case g.numbers[i] != nil && column.Numbers == nil:
			g.numbers[i].nothing(until - from)
		case g.numbers[i] != nil:
			g.numbers[i].add(column.Numbers[from:until])
		case column.Texts == nil:
			g.texts[i].whole = column.Whole
			g.texts[i].repeat(column.Every, until-from)
		default:
			g.texts[i].whole = column.Whole
			g.texts[i].add(column.Texts[from:until])
		}
	}
	g.rows += until - from
}

// encoded is a row group as it will stand in the file, its offsets counted
// from its beginning.
type encoded struct {
	content []byte
	group   format.RowGroup
	err     error
}

func (g *group) encode(fields []Field, packer *zstd.Encoder, s *scratch) (made encoded) {
	made.group.NumRows = int64(g.rows)
	for i, field := range fields {
		p := &s.pages
		*p = page{dictionary: p.dictionary[:0], data: p.data[:0]}
		nulls := 0
		if g.texts[i] != nil {
			nulls = g.texts[i].nulls
			g.texts[i].encode(p)
		} else {
			nulls = g.numbers[i].nulls
			if made.err = g.numbers[i].encode(field, s, p); made.err != nil {
				return made
			}
		}
		if made.err = made.addColumn(field, p, g.rows, nulls, packer, s); made.err != nil {
			return made
		}
	}
	made.group.TotalCompressedSize = int64(len(made.content))
	return made
}

func (e *encoded) addColumn(field Field, p *page, rows, nulls int, packer *zstd.Encoder, s *scratch) error {
	start := len(e.content)
	meta := format.ColumnMetaData{
		Type: physical(field), PathInSchema: thrift.Slice[string]{field.Name}, Codec: format.Zstd, NumValues: int64(rows),
		Encoding:   thrift.Slice[format.Encoding]{p.encoding, format.RLE},
		Statistics: format.Statistics{NullCount: int64(nulls), MinValue: p.least, MaxValue: p.greatest},
	}
	if p.entries > 0 {
		meta.Encoding = append(meta.Encoding, format.Plain)
		meta.DictionaryPageOffset = int64(start)
		header := format.PageHeader{Type: format.DictionaryPage,
			DictionaryPageHeader: thrift.New(format.DictionaryPageHeader{NumValues: int32(p.entries), Encoding: format.Plain})}
		if err := e.addPage(&header, p.dictionary, packer, s, &meta); err != nil {
			return err
		}
	}
	meta.DataPageOffset = int64(len(e.content))
	header := format.PageHeader{Type: format.DataPage, DataPageHeader: thrift.New(format.DataPageHeader{
		NumValues: int32(rows), Encoding: p.encoding, DefinitionLevelEncoding: format.RLE, RepetitionLevelEncoding: format.RLE,
	})}
	if err := e.addPage(&header, p.data, packer, s, &meta); err != nil {
		return err
	}
	meta.TotalCompressedSize = int64(len(e.content) - start)
	e.group.TotalByteSize += meta.TotalUncompressedSize
	e.group.Columns = append(e.group.Columns, format.ColumnChunk{MetaData: meta})
	return nil
}

func (e *encoded) addPage(header *format.PageHeader, content []byte, packer *zstd.Encoder, s *scratch, meta *format.ColumnMetaData) error {
	s.packed = packer.EncodeAll(content, s.packed[:0])
	header.UncompressedPageSize, header.CompressedPageSize = int32(len(content)), int32(len(s.packed))
	written, err := marshal(header)
	if err != nil {
		return fmt.Errorf("the header of a page: %w", err)
	}
	meta.TotalUncompressedSize += int64(len(written) + len(content))
	e.content = append(append(e.content, written...), s.packed...)
	return nil
}

// move shifts a row group to where it stands in the file.
func (e *encoded) move(offset int64, ordinal int) {
	e.group.FileOffset, e.group.Ordinal = offset, int16(ordinal)
	for i := range e.group.Columns {
		meta := &e.group.Columns[i].MetaData
		meta.DataPageOffset += offset
		if e.hasDictionary(i) {
			meta.DictionaryPageOffset += offset
		}
	}
}

func (e *encoded) hasDictionary(column int) bool {
	return e.group.Columns[column].MetaData.Encoding[0] == format.RLEDictionary
}

func marshal(what any) ([]byte, error) {
	var written bytes.Buffer
	err := thrift.NewEncoder(new(thrift.CompactProtocol).NewWriter(&written)).Encode(what)
	return written.Bytes(), err
}

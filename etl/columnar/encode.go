package columnar

import (
	"bytes"
	"encoding/binary"
	"math"

	"github.com/parquet-go/parquet-go/encoding/delta"
	"github.com/parquet-go/parquet-go/format"
)

// page is a column of a row group in its encoding, before it is compressed.
type page struct {
	dictionary      []byte // empty where the values stand for themselves
	entries         int
	data            []byte
	encoding        format.Encoding
	least, greatest []byte // as statistics have them; nil where there is none
}

// longestBound is the longest text that is kept as least or greatest one.
const longestBound = 256

// encode puts texts into a dictionary where that is shorter.
func (b *textBuffer) encode(p *page) {
	p.data = appendLevels(p.data, b.rows, b.nulls, func(i int) bool { return b.codes[i] != 0 })
	distinct := len(b.ends)
	if distinct == 0 {
		p.encoding = format.Plain
		return
	}
	p.least, p.greatest = b.bounds()
	valued := b.rows - b.nulls
	width := widthOf(distinct)
	if inDictionary, plain := len(b.bytes)+4*distinct+valued*width/8, b.written+4*valued; inDictionary >= plain {
		b.encodePlain(p)
		return
	}
	p.encoding, p.entries = format.RLEDictionary, distinct
	for code := uint32(1); code <= uint32(distinct); code++ {
		p.dictionary = appendText(p.dictionary, b.text(code))
	}
	p.data = append(p.data, byte(width))
	switch {
	case len(b.codes) == 0:
		p.data = appendPacked(p.data, 0, valued, nil)
	case b.nulls == 0:
		p.data = appendPacked(p.data, width, valued, func(i int) uint32 { return b.codes[i] - 1 })
	default:
		row := -1
		p.data = appendPacked(p.data, width, valued, func(int) uint32 {
			for row++; b.codes[row] == 0; row++ {
			}
			return b.codes[row] - 1
		})
	}
}

func (b *textBuffer) encodePlain(p *page) {
	p.encoding = format.Plain
	b.spread()
	for _, code := range b.codes {
		if code != 0 {
			p.data = appendText(p.data, b.text(code))
		}
	}
}

func appendText(to, text []byte) []byte {
	return append(binary.LittleEndian.AppendUint32(to, uint32(len(text))), text...)
}

func (b *textBuffer) bounds() (least, greatest []byte) {
	least, greatest = b.text(1), b.text(1)
	for code := uint32(2); code <= uint32(len(b.ends)); code++ {
		text := b.text(code)
		if bytes.Compare(text, least) < 0 {
			least = text
		} else if bytes.Compare(text, greatest) > 0 {
			greatest = text
		}
	}
	if len(least) > longestBound || len(greatest) > longestBound {
		return nil, nil
	}
	return bytes.Clone(least), bytes.Clone(greatest)
}

// encode chooses for numbers between a dictionary of few, the differences of
// rising ones, and the numbers themselves.
func (b *numberBuffer) encode(field Field, scratch *scratch, p *page) error {
	p.data = appendLevels(p.data, b.rows, b.nulls, func(i int) bool { return b.values[i] != Null })
	p.encoding = format.Plain
	if b.nulls == b.rows {
		return nil
	}
	values := b.values
	if b.nulls > 0 {
		values = scratch.without(values)
	}
	p.bounds(field, values)
	switch {
	case field.Type == Boolean:
		// Booleans stand packed without a header.
		packed := appendPacked(nil, 1, len(values), func(i int) uint32 { return uint32(values[i]) })
		_, header := binary.Uvarint(packed)
		p.data = append(p.data, packed[header:header+(len(values)+7)/8]...)
	case field.Type != Double && rising(values):
		return p.differences(field, values, scratch)
	default:
		if codes, distinct := scratch.few(values); distinct != nil {
			p.encoding, p.entries = format.RLEDictionary, len(distinct)
			p.dictionary = appendNumbers(p.dictionary, field, distinct)
			width := widthOf(len(distinct))
			p.data = append(p.data, byte(width))
			p.data = appendPacked(p.data, width, len(values), func(i int) uint32 { return codes[i] })
			return nil
		}
		p.data = appendNumbers(p.data, field, values)
	}
	return nil
}

func (p *page) bounds(field Field, values []int64) {
	least, greatest := values[0], values[0]
	for _, value := range values[1:] {
		least, greatest = min(least, value), max(greatest, value)
	}
	switch field.Type {
	case Double:
		return // bits are in no order
	case Boolean:
		p.least, p.greatest = []byte{byte(least)}, []byte{byte(greatest)}
	default:
		p.least, p.greatest = appendNumber(nil, field, least), appendNumber(nil, field, greatest)
	}
}

func appendNumber(to []byte, field Field, value int64) []byte {
	if field.narrow() {
		return binary.LittleEndian.AppendUint32(to, uint32(value))
	}
	return binary.LittleEndian.AppendUint64(to, uint64(value))
}

func appendNumbers(to []byte, field Field, values []int64) []byte {
	for _, value := range values {
		to = appendNumber(to, field, value)
	}
	return to
}

// rising reports whether no number is below the one before, nor far above it.
func rising(values []int64) bool {
	const far = 1 << 40
	for i := 1; i < len(values); i++ {
		if values[i] < values[i-1] || values[i]-values[i-1] > far {
			return false
		}
	}
	return true
}

func (p *page) differences(field Field, values []int64, scratch *scratch) (err error) {
	p.encoding = format.DeltaBinaryPacked
	var encoding delta.BinaryPackedEncoding
	if field.narrow() {
		scratch.narrow = scratch.narrow[:0]
		for _, value := range values {
			scratch.narrow = append(scratch.narrow, int32(value))
		}
		scratch.encoded, err = encoding.EncodeInt32(scratch.encoded[:0], scratch.narrow)
	} else {
		scratch.encoded, err = encoding.EncodeInt64(scratch.encoded[:0], values)
	}
	p.data = append(p.data, scratch.encoded...)
	return err
}

// bitsOf are a float's bits as a column has them; minus zero, whose bits are
// those of Null, is zero.
func bitsOf(value float64) int64 {
	if value == 0 {
		return 0
	}
	return int64(math.Float64bits(value))
}

// Float gives the number that stands for a float.
func Float(value float64) int64 { return bitsOf(value) }

package export

import (
	"encoding/hex"
	"math"
	"math/big"
	"strconv"
	"strings"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/deprecated"
	"github.com/parquet-go/parquet-go/format"
)

// parquetColumn is a leaf of a Parquet schema.
type parquetColumn struct {
	at       int  // the column of the table that it belongs to
	nested   bool // it has several values a row
	kind     parquet.Kind
	meaning  meaning
	scale    int           // of decimals
	unit     time.Duration // of times
	utc      bool
	unsigned bool
}

// meaning is what a stored value stands for.
type meaning uint8

const (
	asStored meaning = iota
	asDecimal
	asDate
	asMoment
	asClock
	asUUID
)

// appendLeaves adds the leaves below a column of the table.
func appendLeaves(to []parquetColumn, column *parquet.Column, at int) []parquetColumn {
	if !column.Leaf() {
		for _, inner := range column.Columns() {
			before := len(to)
			to = appendLeaves(to, inner, at)
			for i := range to[before:] {
				to[before+i].nested = true
			}
		}
		return to
	}
	leaf := parquetColumn{at: at, nested: column.Repeated(), kind: column.Type().Kind()}
	if logical := column.Type().LogicalType(); logical != nil {
		leaf.annotate(logical.Value)
	} else if converted := column.Type().ConvertedType(); converted != nil {
		leaf.convert(*converted)
	}
	return append(to, leaf)
}

func (c *parquetColumn) annotate(logical format.LogicalTypeValue) {
	switch of := logical.(type) {
	case *format.DecimalType:
		c.meaning, c.scale = asDecimal, int(of.Scale)
	case *format.DateType:
		c.meaning = asDate
	case *format.TimestampType:
		c.meaning, c.utc = asMoment, of.IsAdjustedToUTC
		c.unit = unitOf(of.Unit)
	case *format.TimeType:
		c.meaning, c.unit = asClock, unitOf(of.Unit)
	case *format.IntType:
		c.unsigned = !of.IsSigned
	case *format.UUIDType:
		c.meaning = asUUID
	}
}

func unitOf(unit format.TimeUnit) time.Duration {
	if unit.Value == nil {
		return time.Microsecond
	}
	return unit.Value.Duration()
}

// convert reads the older annotations, which some writers still use alone.
func (c *parquetColumn) convert(converted deprecated.ConvertedType) {
	switch converted {
	case deprecated.Date:
		c.meaning = asDate
	case deprecated.TimestampMillis:
		c.meaning, c.unit, c.utc = asMoment, time.Millisecond, true
	case deprecated.TimestampMicros:
		c.meaning, c.unit, c.utc = asMoment, time.Microsecond, true
	case deprecated.TimeMillis:
		c.meaning, c.unit = asClock, time.Millisecond
	case deprecated.TimeMicros:
		c.meaning, c.unit = asClock, time.Microsecond
	case deprecated.Uint8, deprecated.Uint16, deprecated.Uint32, deprecated.Uint64:
		c.unsigned = true
	}
}

// cell is a value as text. The scratch space may grow.
func (c *parquetColumn) cell(value parquet.Value, scratch []byte) (Cell, []byte) {
	switch c.meaning {
	case asDecimal:
		return Cell{Text: c.decimal(value), Kind: Number}, scratch
	case asDate:
		return c.moment(scratch, time.Unix(int64(value.Int32())*86400, 0).UTC(), time.DateOnly)
	case asMoment:
		return c.moment(scratch, c.instant(value.Int64()), "2006-01-02 15:04:05.999999999")
	case asClock:
		return c.moment(scratch, time.Unix(0, 0).UTC().Add(time.Duration(integer(value))*c.unit), "15:04:05.999999999")
	case asUUID:
		text := hex.EncodeToString(value.ByteArray())
		if len(text) == 32 {
			text = strings.Join([]string{text[:8], text[8:12], text[12:16], text[16:20], text[20:]}, "-")
		}
		return Cell{Text: text}, scratch
	}
	return c.stored(value, scratch)
}

// stored is a value that means what it is.
func (c *parquetColumn) stored(value parquet.Value, scratch []byte) (Cell, []byte) {
	switch c.kind {
	case parquet.Boolean:
		return Cell{Text: strconv.FormatBool(value.Boolean()), Kind: Boolean}, scratch
	case parquet.Int32, parquet.Int64:
		switch {
		case c.unsigned && c.kind == parquet.Int32:
			scratch = strconv.AppendUint(scratch, uint64(value.Uint32()), 10)
		case c.unsigned:
			scratch = strconv.AppendUint(scratch, value.Uint64(), 10)
		default:
			scratch = strconv.AppendInt(scratch, integer(value), 10)
		}
	case parquet.Int96:
		return c.moment(scratch, ancient(value.Int96()), "2006-01-02 15:04:05.999999999")
	case parquet.Float:
		return floating(float64(value.Float()), 32, scratch)
	case parquet.Double:
		return floating(value.Double(), 64, scratch)
	default:
		return Cell{Text: strings.ToValidUTF8(string(value.ByteArray()), "\ufffd")}, scratch
	}
	return Cell{Text: string(scratch), Kind: Number}, scratch
}

// floating is a number that a computer rounds; what is no number is text.
func floating(value float64, bits int, scratch []byte) (Cell, []byte) {
	if math.IsNaN(value) || math.IsInf(value, 0) {
		return Cell{Text: strings.ToLower(strconv.FormatFloat(value, 'g', -1, bits))}, scratch
	}
	if value == 0 {
		return Cell{Text: "0", Kind: Number}, scratch // and not -0
	}
	scratch = strconv.AppendFloat(scratch, value, 'f', -1, bits)
	return Cell{Text: string(scratch), Kind: Number}, scratch
}

func integer(value parquet.Value) int64 {
	if value.Kind() == parquet.Int32 {
		return int64(value.Int32())
	}
	return value.Int64()
}

func (c *parquetColumn) instant(count int64) time.Time {
	perSecond := int64(time.Second / c.unit)
	return time.Unix(count/perSecond, count%perSecond*int64(c.unit)).UTC()
}

// ancient is a time of old Spark and Impala files: nanoseconds of a day of the
// Julian calendar's count.
func ancient(value deprecated.Int96) time.Time {
	const firstDay = 2_440_588 // 1970-01-01
	nanoseconds := int64(value[1])<<32 | int64(value[0])
	return time.Unix((int64(value[2])-firstDay)*86400, nanoseconds).UTC()
}

func (c *parquetColumn) moment(scratch []byte, at time.Time, layout string) (Cell, []byte) {
	scratch = at.AppendFormat(scratch, layout)
	if c.utc && c.meaning == asMoment {
		scratch = append(scratch, 'Z')
	}
	return Cell{Text: string(scratch), Kind: Time}, scratch
}

// decimal is exact: digits with a point.
func (c *parquetColumn) decimal(value parquet.Value) string {
	var digits string
	switch c.kind {
	case parquet.Int32, parquet.Int64:
		digits = strconv.FormatInt(integer(value), 10)
	default:
		digits = bigEndian(value.ByteArray()).String()
	}
	if c.scale <= 0 {
		return digits
	}
	sign := ""
	if digits[0] == '-' {
		sign, digits = "-", digits[1:]
	}
	if missing := c.scale + 1 - len(digits); missing > 0 {
		digits = strings.Repeat("0", missing) + digits
	}
	point := len(digits) - c.scale
	return sign + digits[:point] + "." + digits[point:]
}

// bigEndian reads a number of any length in two's complement.
func bigEndian(bytes []byte) *big.Int {
	number := new(big.Int).SetBytes(bytes)
	if len(bytes) > 0 && bytes[0] >= 0x80 {
		number.Sub(number, new(big.Int).Lsh(big.NewInt(1), uint(8*len(bytes))))
	}
	return number
}

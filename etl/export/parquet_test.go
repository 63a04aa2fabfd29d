package export

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"
)

type parquetRow struct {
	Order  string    `parquet:"order"`
	At     time.Time `parquet:"at,timestamp(microsecond)"`
	Day    int32     `parquet:"day,date"`
	Sum    int64     `parquet:"sum,decimal(4:18)"`
	Small  int32     `parquet:"small,decimal(2:9)"`
	Price  float64   `parquet:"price"`
	Ratio  float32   `parquet:"ratio"`
	Paid   bool      `parquet:"paid"`
	Count  uint64    `parquet:"count"`
	Tags   []string  `parquet:"tags,list"`
	Remark *string   `parquet:"remark,optional"`
	ID     [16]byte  `parquet:"id,uuid"`
}

func parquetOf(t testing.TB, rows []parquetRow) string {
	t.Helper()
	var content bytes.Buffer
	writer := parquet.NewGenericWriter[parquetRow](&content)
	_, err := writer.Write(rows)
	if err = errors.Join(err, writer.Close()); err != nil {
		t.Fatal(err)
	}
	return content.String()
}

func TestParquet_ValuesOfAllTypesAreExact(t *testing.T) {
	remark := "a\nb"
	rows := []parquetRow{
		{Order: "A", At: time.Date(2024, 5, 1, 12, 30, 0, 123456000, time.UTC), Day: 19844, Sum: -10050, Small: 5, Price: 1e10, Ratio: 0.1, Paid: true, Count: 1 << 63, Tags: []string{"x", "y"}, Remark: &remark},
		{Order: "", At: time.Date(1969, 12, 31, 23, 59, 59, 0, time.UTC), Day: -1, Sum: 123456789012345678, Small: -1, Price: 0, Count: 0, Tags: []string{}},
	}
	expect(t, fileOf(t, "f", parquetOf(t, rows)), Options{}, "order | at | day | sum | small | price | ratio | paid | count | tags | remark | id",
		"1 | A | @2024-05-01 12:30:00.123456Z | @2024-05-01 | #-1.0050 | #0.05 | #10000000000 | #0.1 | ~true | #9223372036854775808 | [x, y] | a\nb | 00000000-0000-0000-0000-000000000000",
		"2 |  | @1969-12-31 23:59:59Z | @1969-12-31 | #12345678901234.5678 | #-0.01 | #0 | #0 | ~false | #0 |  |  | 00000000-0000-0000-0000-000000000000")
}

func TestParquet_RowsKeepTheirNumbersOverGroups(t *testing.T) {
	var content bytes.Buffer
	writer := parquet.NewGenericWriter[parquetRow](&content, parquet.MaxRowsPerRowGroup(700))
	for i := range 3000 {
		if _, err := writer.Write([]parquetRow{{Order: fmt.Sprint(i + 1)}}); err != nil {
			t.Fatal(err)
		}
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	rows := read(t, expectOpen(t, fileOf(t, "f", content.String())))
	if len(rows) != 3000 {
		t.Fatalf("%d rows", len(rows))
	}
	for i, row := range rows {
		if !strings.HasPrefix(row, fmt.Sprintf("%d | %d | ", i+1, i+1)) {
			t.Fatal(row)
		}
	}
}

// DuckDB writes decimals of more than 18 digits as bytes.
func TestParquet_LongDecimalsAreExact(t *testing.T) {
	for text, bytes := range map[string][]byte{
		"0.01": {1}, "-0.01": {0xff}, "1.28": {0, 0x80}, "-1.28": {0x80}, "184467440737095516.16": {1, 0, 0, 0, 0, 0, 0, 0, 0},
	} {
		column := parquetColumn{kind: parquet.FixedLenByteArray, meaning: asDecimal, scale: 2}
		if cell, _ := column.cell(parquet.FixedLenByteArrayValue(bytes), nil); cell != (Cell{Text: text, Kind: Number}) {
			t.Errorf("%x: got %+v, want %s", bytes, cell, text)
		}
	}
}

// A file that was cut short or changed is refused, or its rows are read; the
// program goes on.
func TestParquet_DamageIsRefusedWithoutAPanic(t *testing.T) {
	whole := parquetOf(t, []parquetRow{{Order: "A", Tags: []string{"x"}}, {Order: "B"}})
	path := fileOf(t, "f", "")
	for i := 0; i < len(whole); i += 13 {
		for _, damaged := range []string{whole[:i], whole[:i] + string(whole[i]^0x55) + whole[i+1:]} {
			if err := os.WriteFile(path, []byte(damaged), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := refusal(t, path, Options{Format: "parquet"}); err != nil && !errors.Is(err, ErrInput) {
				t.Fatalf("byte %d: %v", i, err)
			}
		}
	}
}

package etl

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
)

// parquet makes a file of a statement's answer.
func (w *workspace) parquet(name, statement string, source Source) File {
	w.Helper()
	path := filepath.Join(w.dir, name)
	if err := w.engine.Exec(context.Background(), "copy ("+statement+") to '"+strings.ReplaceAll(path, "'", "''")+"' (format parquet)"); err != nil {
		w.Fatal(err)
	}
	return File{Path: path, Name: name, Source: source.WithDefaults(Defaults{TimeZone: "Europe/Madrid", Currency: "EUR"})}
}

func TestParquet_ValuesOfAllTypes(t *testing.T) {
	w := newWorkspace(t, 1)
	for _, c := range []struct{ at, sum, want string }{
		{"timestamp '2024-05-01 12:30:00'", "12.5::decimal(18,2)", "2024-05-01 10:30:00 | 12.5000"}, // a wall clock in Madrid
		{"timestamptz '2024-05-01 12:30:00+00'", "12.5::double", "2024-05-01 12:30:00 | 12.5000"},
		{"timestamptz '2024-05-01 12:30:00+05:30'", "1e10::double", "2024-05-01 07:00:00 | 10000000000.0000"},
		{"timestamp_ns '2024-05-01 12:30:00.123456789'", "7::hugeint", "2024-05-01 10:30:00.123456 | 7.0000"},
		{"timestamp_s '2024-05-01 12:30:00'", "(-1.005)::decimal(9,3)", "2024-05-01 10:30:00 | -1.0050"},
		{"date '2024-05-01'", "0.1::float", "2024-04-30 22:00:00 | 0.1000"},
		{"'01.05.2024'", "'12.5'", "! purchased_at «01.05.2024» is no date"},
		{"'2024-05-01'", "'12,5'", "! amount «12,5» is no number"},
		{"'2024-05-01'", "'nan'::double", "! amount «nan» is no number"},
		{"'2024-05-01'", "[1, 2]", "! amount «[1, 2]» is no number"},
		{"null::timestamp", "1", "! purchased_at «» is empty"},
	} {
		file := w.parquet("f.parquet", "select 'A' as \"Order\", "+c.at+" as at, ['a', 'b'] as who, "+c.sum+" as sum", shop())
		want := "1 | [a, b] | " + c.want
		if strings.HasPrefix(c.want, "!") {
			want = "1 " + c.want
		}
		w.expect(file, []string{"customer", "purchased_at", "amount"}, want)
	}
}

func TestParquet_WhatTheConfigSaysOfTextsIsTaken(t *testing.T) {
	w := newWorkspace(t, 1)
	source := shop()
	source.Decimal, source.Dates, source.Constants = ",", "day first", constants("channel", "web's")
	w.expect(w.parquet("f.parquet", "select ' A ' as \"order\", '01.05.2024' as at, '' as who, '1.234,5' as sum, null as x", source), []string{"order_id", "customer", "amount", "channel"},
		"1 | A | ∅ | 1234.5000 | web's")
}

func TestParquet_RowsKeepTheirNumber(t *testing.T) {
	w := newWorkspace(t, 2)
	file := w.parquet("f.parquet", "select i as \"order\", date '2024-05-01' as at, '' as who, i as sum from range(150000) r(i)", shop())
	var reported int64
	report := func(rows int64, _ float64) { reported = rows }
	folder := t.TempDir()
	if _, err := Convert(context.Background(), file, Settings{Folder: folder, Workers: 2, Report: report}); err != nil || reported != 150_000 {
		t.Fatalf("%d rows are reported, %v", reported, err)
	}
	if err := w.engine.ViewParquet(context.Background(), "converted", purchases().Stored(), []string{filepath.Join(folder, "2024-04.parquet")}); err != nil {
		t.Fatal(err)
	}
	if n := w.ask("select count(*) as n from converted where source_row = cast(order_id as bigint) + 1").Integer(0, "n"); n != 150_000 {
		t.Errorf("%d rows have their number", n)
	}
}

func TestParquet_HostileColumnNamesAreOnlyNames(t *testing.T) {
	w := newWorkspace(t, 1)
	source := shop()
	source.Columns = pairs("order_id", `a"; drop table raw; --`, "purchased_at", "at", "amount", "sum'")
	w.expect(w.parquet("it's.parquet", `select 'A' as "a""; drop table raw; --", date '2024-05-01' as at, 1 as "sum'"`, source), []string{"order_id", "amount"}, "1 | A | 1.0000")
}

func TestParquet_AMissingColumnIsTold(t *testing.T) {
	w := newWorkspace(t, 1)
	_, err := w.outcome(w.parquet("f.parquet", "select 1 as ordr, 2 as at", shop()))
	var missing *ColumnError
	if !errors.As(err, &missing) || !strings.HasSuffix(err.Error(), `did you mean "ordr"? The file has: "ordr", "at"`) {
		t.Error(err)
	}
}

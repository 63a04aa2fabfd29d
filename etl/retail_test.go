package etl

import (
	"bufio"
	"context"
	"encoding/csv"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"clientele/etl/xlsx"
	"clientele/internal/lake"
	"clientele/internal/realdata"
)

// onlineRetail is the data set "Online Retail" (UCI, doi:10.24432/C5BW33).
func onlineRetail(t testing.TB) string {
	t.Helper()
	return realdata.Path(t, "online-retail/Online Retail.xlsx")
}

func retailSource() Source {
	return Source{Name: "retail", Entity: "purchases", TimeZone: "Europe/London", Currency: "GBP", Columns: pairs(
		"order_id", "InvoiceNo", "purchased_at", "InvoiceDate", "customer", "CustomerID", "product_id", "StockCode",
		"product", "Description", "quantity", "Quantity", "price", "UnitPrice", "country", "Country")}
}

// The figures are those of the published data set, with returns as negative
// lines.
func TestLoad_OnlineRetailHasItsKnownFigures(t *testing.T) {
	if os.Getenv("CLIENTELE_LONG") == "" {
		t.Skip("half a million rows: set CLIENTELE_LONG=1")
	}
	w := newWorkspace(t, 2)
	loads, snapshot := w.mustLoad(nil, File{Path: onlineRetail(t), Name: "Online Retail.xlsx", Source: retailSource()})
	if load := loads[0].Load; load.Read != 541_909 || load.Loaded != 541_909 || load.Rejected != 0 || load.AmountLoaded != "9747747.9340" || load.AmountRead != "9747747.9340" {
		t.Errorf("%+v", load)
	}
	w.view(snapshot, purchases())
	got := w.ask(`select cast(count(distinct order_id) as bigint) as orders, cast(count(distinct customer) as bigint) as customers,
		cast(count(*) filter (where customer is null) as bigint) as anonymous, cast(count(*) filter (where starts_with(order_id, 'C')) as bigint) as cancelled,
		cast(sum(quantity) as decimal(38, 3)) as pieces, cast(count(distinct (order_id, line)) as bigint) as keys, max(purchased_at) as last from purchases`)
	for column, want := range map[string]int64{"orders": 25_900, "customers": 4_372, "anonymous": 135_080, "cancelled": 9_288, "keys": 541_909} {
		if got.Integer(0, column) != want {
			t.Errorf("%s: got %d, want %d", column, got.Integer(0, column), want)
		}
	}
	if pieces := got.Decimal(0, "pieces").String(); pieces != "5176450" {
		t.Errorf("pieces: %s", pieces)
	}
	if last := got.Time(0, "last").Format("2006-01-02 15:04:05"); last != "2011-12-09 12:50:00" { // winter: London is UTC
		t.Errorf("last: %s", last)
	}
}

// retailCSV writes the data set as a csv, or one of its size where it is not
// here.
func retailCSV(b testing.TB) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), "retail.csv")
	file, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	buffered := bufio.NewWriter(file)
	out := csv.NewWriter(buffered)
	eachRetailRow(b, func(cells []string) {
		if err := out.Write(cells); err != nil {
			b.Fatal(err)
		}
	})
	out.Flush()
	if err := errors.Join(out.Error(), buffered.Flush(), file.Close()); err != nil {
		b.Fatal(err)
	}
	return path
}

func eachRetailRow(b testing.TB, take func(cells []string)) {
	b.Helper()
	book, err := xlsx.Open(onlineRetail(b))
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = book.Close() }()
	rows, err := book.Rows("")
	if err != nil {
		b.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		cells := make([]string, 8)
		for i, cell := range rows.Cells() {
			cells[i] = cell.Text
		}
		take(cells)
	}
	if rows.Err() != nil {
		b.Fatal(rows.Err())
	}
}

// bareCopy is the anchor: the engine alone reads the csv, with the types said
// beforehand, and writes one Parquet file.
func bareCopy(b *testing.B, w *workspace, path string) {
	b.Helper()
	err := w.engine.Exec(context.Background(), `copy (select * from read_csv('`+path+`', auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
		columns = {'InvoiceNo': 'varchar', 'StockCode': 'varchar', 'Description': 'varchar', 'Quantity': 'integer', 'InvoiceDate': 'timestamp',
		'UnitPrice': 'decimal(18,4)', 'CustomerID': 'varchar', 'Country': 'varchar'})) to '`+filepath.Join(w.dir, "bare.parquet")+`' (format parquet, compression zstd)`)
	if err != nil {
		b.Fatal(err)
	}
}

// BenchmarkLoadCSV loads 541,909 lines, and gives the processor time as a
// multiple of what the bare engine takes for the same file.
func BenchmarkLoadCSV(b *testing.B) {
	path := retailCSV(b)
	benchmarkLoad(b, path, path)
}

// BenchmarkLoadXLSX is BenchmarkLoadCSV for the workbook; the anchor stays the
// csv, since the bare engine reads no workbook.
func BenchmarkLoadXLSX(b *testing.B) { benchmarkLoad(b, onlineRetail(b), retailCSV(b)) }

func benchmarkLoad(b *testing.B, path, anchor string) {
	opened, err := lake.Open(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	var bare, load effort
	for b.Loop() {
		load.add(measured(b, func() {
			transaction, err := opened.Begin()
			if err != nil {
				b.Fatal(err)
			}
			loader := Loader{Transaction: transaction, Workers: 2}
			loaded, err := loader.Load(context.Background(), File{Path: path, Name: "retail", Source: retailSource()}, unreported)
			if err != nil || loaded.Load.Loaded != 541_909 {
				b.Fatal(loaded, err)
			}
			if err := transaction.Abort(); err != nil {
				b.Fatal(err)
			}
		}))
		bare.add(measured(b, func() { bareCopy(b, newWorkspace(b, 2), anchor) }))
	}
	n := float64(b.N)
	b.ReportMetric(bare.processor/n, "bare-cpu-s/op")
	b.ReportMetric(load.processor/n, "load-cpu-s/op")
	b.ReportMetric(load.wall/n, "load-s/op")
	b.ReportMetric(load.processor/bare.processor, "times-bare")
	b.ReportMetric(float64(load.peak)/(1<<20), "load-peak-MB")
}

package etl

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"clientele/internal/duck"
	"clientele/internal/lake"
)

// purchaseLines is how many lines are loaded: CLIENTELE_LINES, or 10 million
// where long tests are wanted.
func purchaseLines(t testing.TB) int {
	t.Helper()
	if text := os.Getenv("CLIENTELE_LINES"); text != "" {
		lines, err := strconv.Atoi(text)
		if err != nil {
			t.Fatal(err)
		}
		return lines
	}
	return longer(500_000, 10_000_000)
}

// writePurchases writes lines of orders over three years: one to six lines an
// order, few customers that buy often and articles that are bought often.
func writePurchases(t testing.TB, path string, lines int) {
	t.Helper()
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	out := bufio.NewWriterSize(file, 1<<20)
	random := rand.New(rand.NewPCG(7, 7))
	countries := []string{"United Kingdom", "Germany", "France", "Spain", "Russia", "Brazil", "Netherlands", "Portugal"}
	colours := []string{"red", "blue", "large", "small"}
	start := time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC)
	line := []byte("order_id,purchased_at,customer,product_id,product,country,quantity,price,amount\n")
	for i, order := 0, 100_000; i < lines; order++ {
		at := start.Add(time.Duration(float64(i) / float64(lines) * float64(1095*24*time.Hour)))
		customer := int(random.Float64() * random.Float64() * 300_000)
		for range min(lines-i, 1+random.IntN(6)) {
			article := int(random.Float64() * random.Float64() * 3000)
			quantity, cents := 1+random.IntN(5), 50+(article*7919)%20_000
			line = strconv.AppendInt(line, int64(order), 10)
			line = append(at.AppendFormat(append(line, ','), time.DateTime), ",C"...)
			line = fmt.Appendf(line, "%06d,A%d,Product number %d %s,%s,%d,%d.%02d,%d.%02d\n", customer, 10_000+article, article, colours[article%4],
				countries[customer%8], quantity, cents/100, cents%100, quantity*cents/100, quantity*cents%100)
			if _, err := out.Write(line); err != nil {
				t.Fatal(err)
			}
			line, i = line[:0], i+1
		}
	}
	if err := errors.Join(out.Flush(), file.Close()); err != nil {
		t.Fatal(err)
	}
}

func purchaseSource() Source {
	return Source{Name: "shop", Entity: "purchases", TimeZone: "UTC", Currency: "EUR", Columns: pairs(
		"order_id", "order_id", "purchased_at", "purchased_at", "customer", "customer", "product_id", "product_id", "product", "product",
		"country", "country", "quantity", "quantity", "price", "price", "amount", "amount")}
}

// effort is what something took.
type effort struct {
	wall, processor float64 // seconds
	peak            int64   // bytes of memory, where the system tells
}

func measured(b *testing.B, what func()) effort {
	forgetPeak()
	wall, processor := time.Now(), processorSeconds(b)
	what()
	return effort{time.Since(wall).Seconds(), processorSeconds(b) - processor, peakMemory()}
}

// forgetPeak and peakMemory are of Linux; elsewhere the peak is 0.
func forgetPeak() { _ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) }

func peakMemory() int64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, behind, _ := strings.Cut(string(status), "VmHWM:")
	text, _, _ := strings.Cut(strings.TrimSpace(behind), " ")
	kilobytes, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0
	}
	return kilobytes << 10
}

// BenchmarkLoad_AgainstBareCopy loads purchase lines into a lake, and gives
// time as a multiple of what the bare engine takes that is told the types of
// the same file beforehand and writes one Parquet file.
func BenchmarkLoad_AgainstBareCopy(b *testing.B) {
	path := os.Getenv("CLIENTELE_PURCHASES")
	lines := int64(purchaseLines(b))
	if path == "" {
		path = filepath.Join(b.TempDir(), "purchases.csv")
		writePurchases(b, path, int(lines))
	}
	var load, bare effort
	for b.Loop() {
		opened, err := lake.Open(b.TempDir())
		if err != nil {
			b.Fatal(err)
		}
		one := measured(b, func() {
			transaction, err := opened.Begin()
			if err != nil {
				b.Fatal(err)
			}
			loaded, err := Loader{Transaction: transaction, Workers: 2}.Load(context.Background(), File{Path: path, Name: "purchases.csv", Source: purchaseSource()}, unreported)
			if err != nil || loaded.Load.Loaded != lines {
				b.Fatal(loaded.Load, err)
			}
			if _, err := transaction.Commit(context.Background(), nil); err != nil {
				b.Fatal(err)
			}
		})
		other := measured(b, func() { barePurchases(b, path, b.TempDir()) })
		load.add(one)
		bare.add(other)
	}
	n := float64(b.N)
	b.ReportMetric(load.wall/n, "load-s/op")
	b.ReportMetric(load.processor/n, "load-cpu-s/op")
	b.ReportMetric(bare.wall/n, "bare-s/op")
	b.ReportMetric(bare.processor/n, "bare-cpu-s/op")
	b.ReportMetric(load.wall/bare.wall, "times-bare-wall")
	b.ReportMetric(load.processor/bare.processor, "times-bare-cpu")
	b.ReportMetric(float64(load.peak)/(1<<20), "load-peak-MB")
	b.ReportMetric(float64(bare.peak)/(1<<20), "bare-peak-MB")
}

func (e *effort) add(other effort) {
	e.wall, e.processor, e.peak = e.wall+other.wall, e.processor+other.processor, max(e.peak, other.peak)
}

func barePurchases(b *testing.B, path, dir string) {
	b.Helper()
	engine, err := duck.Open(context.Background(), duck.Options{Threads: 2, MemoryLimit: "4GB", TempDirectory: dir})
	if err != nil {
		b.Fatal(err)
	}
	err = engine.Exec(context.Background(), `copy (select * from read_csv('`+path+`', auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
		columns = {'order_id': 'varchar', 'purchased_at': 'timestamp', 'customer': 'varchar', 'product_id': 'varchar', 'product': 'varchar', 'country': 'varchar',
		'quantity': 'decimal(18,3)', 'price': 'decimal(18,4)', 'amount': 'decimal(18,4)'})) to '`+filepath.Join(dir, "bare.parquet")+`' (format parquet, compression zstd)`)
	if err = errors.Join(err, engine.Close()); err != nil {
		b.Fatal(err)
	}
}

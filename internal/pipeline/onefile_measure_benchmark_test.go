package pipeline

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"clientele/internal/duck"
)

// BenchmarkMeasureFile_AgainstReadingIt measures a million customers (two
// metrics, a ratio, a covariate, four segments) and gives the time as a multiple
// of what the bare engine takes to read the file and give the means of the arms.
func BenchmarkMeasureFile_AgainstReadingIt(b *testing.B) {
	const customers = 1_000_000
	path := filepath.Join(b.TempDir(), "test.csv")
	file, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	out, r := bufio.NewWriter(file), rand.New(rand.NewPCG(1, 1))
	fmt.Fprintln(out, "id,arm,revenue,orders,before,segment")
	for i := range customers {
		before, orders := 50*r.ExpFloat64(), max(0, r.IntN(6)-3)
		fmt.Fprintf(out, "%d,%c,%.2f,%d,%.2f,%c\n", i, "AB"[r.IntN(2)], float64(orders)*(before+20*r.ExpFloat64()), orders, before, "nsew"[r.IntN(4)])
	}
	if err := errors.Join(out.Flush(), file.Close()); err != nil {
		b.Fatal(err)
	}
	question := MeasureQuestion{Arm: "arm", Control: "A", Metrics: []string{"revenue", "orders"}, Ratios: []string{"revenue/orders"}, Covariates: []string{"before"}, Segment: "segment"}
	engine, err := duck.Open(context.Background(), duck.Options{Threads: 2, MemoryLimit: "1GB", TempDirectory: b.TempDir()})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = engine.Close() }()
	var own, bare time.Duration
	for b.Loop() {
		started := time.Now()
		answer, err := MeasureFile(context.Background(), OneFile{Path: path}, question)
		if err != nil || answer.Rows.Used != customers || len(answer.Results) != 15 {
			b.Fatal(answer.Rows, err)
		}
		own += time.Since(started)
		started = time.Now()
		if _, _, err := engine.QueryText(context.Background(), "select arm, segment, avg(revenue), avg(orders), avg(before) from read_csv('"+path+"') group by all", 100); err != nil {
			b.Fatal(err)
		}
		bare += time.Since(started)
	}
	b.ReportMetric(own.Seconds()/float64(b.N), "measure-s/op")
	b.ReportMetric(float64(own)/float64(bare), "times-reading")
}

package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"clientele/internal/realdata"
)

// The published figures of UCI 352 (Online Retail), through the whole job with
// the committed config, in less than a gigabyte.
func TestRun_OnlineRetailReconcilesToTheCent(t *testing.T) {
	if os.Getenv("CLIENTELE_LONG") == "" {
		t.Skip("half a million lines through the whole job: set CLIENTELE_LONG=1")
	}
	source := realdata.Path(t, "online-retail/Online Retail.xlsx")
	folder := t.TempDir()
	config, err := os.ReadFile(filepath.Join("..", "..", "sample-data", "configs", "online-retail.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(folder, "clientele.yaml"), string(config))
	if err := os.Symlink(source, filepath.Join(folder, "Online Retail.xlsx")); err != nil {
		t.Skipf("no links here: %v", err)
	}
	t.Setenv("GOMEMLIMIT", "1TiB") // the collector as it is outside of tests
	done := must(t, folder, "run", "--threads", "2")
	if !strings.Contains(done.stdout, "541,909") || !strings.Contains(done.stdout, "9,747,747.93") {
		t.Errorf("the lines and the money that were read are not told:\n%s", done.stdout)
	}
	cpu := done.state.UserTime() + done.state.SystemTime()
	if usage, ok := done.state.SysUsage().(*syscall.Rusage); ok {
		peak := usage.Maxrss >> 10 // kilobytes on Linux
		t.Logf("CPU %v, at most %d MB", cpu, peak)
		if peak >= 1024 {
			t.Errorf("the run took %d MB, more than a gigabyte", peak)
		}
	}
	for _, check := range []struct{ question, want string }{
		{"select rows_read, rows_loaded + rows_excluded as kept, rows_rejected, amount_read, amount_loaded + amount_excluded as kept_amount from loads",
			`{"rows_read":541909,"kept":541909,"rows_rejected":0,"amount_read":9747747.934,"kept_amount":9747747.934}`},
		{"select count(*) as lines, count(distinct order_id) as orders, sum(amount) as amount, count(*) filter (where customer is null) as anonymous, count(distinct customer) as customers, count(*) filter (where order_id like 'C%') as cancellations from purchases",
			`{"lines":541909,"orders":25900,"amount":9747747.934,"anonymous":135080,"customers":4372,"cancellations":9288}`},
	} {
		got := must(t, folder, "query", "--json", check.question)
		if strings.TrimSpace(got.stdout) != check.want {
			t.Errorf("%s\ngot  %swant %s", check.question, got.stdout, check.want)
		}
	}
}

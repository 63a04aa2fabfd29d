package pipeline

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"clientele/etl"
	"clientele/internal/duck"
	"clientele/internal/lake"
)

// sampleTruth is what the generator of the sample data knows of an export.
type sampleTruth struct {
	Rows           int64  `json:"rows"`
	Loaded         int64  `json:"loaded"`
	Excluded       int64  `json:"excluded_service_lines"`
	Tests          int64  `json:"excluded_tests"`
	RejectedRows   int64  `json:"rejected_rows"`
	NetLoaded      string `json:"net_loaded"`
	AmountLoaded   string `json:"amount_loaded"`
	AmountRead     string `json:"amount_read"`
	AmountRejected string `json:"amount_rejected"`
	Unreadable     int64  `json:"unreadable_amounts"`
	FirstAt        string `json:"first_at"`
	LastAt         string `json:"last_at"`
	ByStatus       []struct {
		Status, Amount string
		Lines          int64
	} `json:"loaded_by_status"`
	Rejected []struct {
		Line   int64
		Amount *string
		Faults []struct{ Header, Value string }
	}
}

// loadSample loads the exports of sample-data by its own config.
func loadSample(t *testing.T) (*duck.Engine, *lake.Lake, lake.Snapshot, []lake.Load) {
	t.Helper()
	ctx := context.Background()
	config, err := ReadConfig(filepath.Join("..", "..", "sample-data", "clientele.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	engine, err := duck.Open(ctx, duck.Options{Threads: 2, MemoryLimit: "512MB", TempDirectory: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = engine.Close() })
	opened, err := lake.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	transaction, err := opened.Begin()
	if err != nil {
		t.Fatal(err)
	}
	loader := etl.Loader{Transaction: transaction, Workers: 1, ExcludeProducts: config.Exclude.Products}
	var loads []lake.Load
	for i := range config.Sources {
		files, err := config.files(i, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			loaded, err := loader.Load(ctx, file, func(int64, float64) {})
			if err != nil {
				t.Fatal(err)
			}
			loads = append(loads, loaded.Load)
		}
	}
	commit, err := transaction.Commit(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	return engine, opened, commit.Snapshot, loads
}

// What the generator of the sample data knows is found. It is loaded once.
func TestSampleData(t *testing.T) {
	engine, opened, snapshot, loads := loadSample(t)
	t.Run("a load finds its dirt", func(t *testing.T) { findsTheDirt(t, engine, opened, snapshot, loads) })
	sampleMarts(t, engine, opened, snapshot)
	t.Run("its people are found", func(t *testing.T) { findsThePeople(t, engine) })
	t.Run("its deals bring what its truth says", func(t *testing.T) { dealsBringTheTruth(t, engine) })
}

// The sample data has dirt of which its generator knows the place: all of it is
// found, nothing else is, and the money agrees to the cent.
func findsTheDirt(t *testing.T, engine *duck.Engine, opened *lake.Lake, snapshot lake.Snapshot, loads []lake.Load) {
	t.Helper()
	written, err := os.ReadFile(filepath.Join("..", "..", "sample-data", "truth", "truth.json"))
	if err != nil {
		t.Fatal(err)
	}
	var truth struct {
		Accounting, Shop, Contacts, Events, Deals sampleTruth

		Mailing struct {
			Subscribers int64 `json:"subscriber_rows"`
			Campaigns   int64 `json:"campaign_rows"`
			Members     int64 `json:"member_rows"`
		}
	}
	if err := json.Unmarshal(written, &truth); err != nil {
		t.Fatal(err)
	}
	rejects := etl.Rejects()
	if err := engine.ViewParquet(context.Background(), rejects.Name, rejects.Stored(), opened.Paths(snapshot.FilesOf(rejects.Name))); err != nil {
		t.Fatal(err)
	}
	bySource := map[string]sampleTruth{"accounting": truth.Accounting, "shop": truth.Shop, "crm": truth.Contacts, "crm-events": truth.Events, "crm-deals": truth.Deals, "plan": {Rows: 42, Loaded: 42}}
	for source, rows := range map[string]int64{"subscribers": truth.Mailing.Subscribers, "campaigns": truth.Mailing.Campaigns, "members": truth.Mailing.Members} {
		bySource["mailing-"+source] = sampleTruth{Rows: rows, Loaded: rows}
	}
	if len(loads) != len(bySource) {
		t.Fatalf("%d files were loaded", len(loads))
	}
	for _, load := range loads {
		want := bySource[load.Source]
		compareCounts(t, load, want)
		if want.AmountRead != "" {
			compareMoney(t, load, want)
		}
		compareRejects(t, engine, load.Source, want)
	}
}

func compareCounts(t *testing.T, load lake.Load, want sampleTruth) {
	t.Helper()
	excluded := want.Excluded + want.Tests
	for _, status := range want.ByStatus {
		if status.Status == "voided" {
			excluded += status.Lines
		}
	}
	loaded := want.Loaded - (excluded - want.Excluded - want.Tests)
	if load.Read != want.Rows || load.Loaded != loaded || load.Excluded != excluded || load.Rejected != int64(len(want.Rejected)) || load.UnreadableAmounts != want.Unreadable {
		t.Errorf("%s: got %+v, want %d read, %d loaded, %d excluded, %d rejected, %d unreadable", load.Source, load, want.Rows, loaded, excluded, len(want.Rejected), want.Unreadable)
	}
	for _, at := range []struct{ got, want string }{{load.FirstAt, want.FirstAt}, {load.LastAt, want.LastAt}} {
		// An excluded line may be the last one that is stored.
		if wanted := strings.NewReplacer("T", " ", "Z", "").Replace(at.want); wanted != "" && at.got[:10] != wanted[:10] {
			t.Errorf("%s: got %s, want %s", load.Source, at.got, wanted)
		}
	}
}

// compareMoney compares sums. Accounting writes returns with a positive sum, so
// what it wrote and what it means differ by twice the returns.
func compareMoney(t *testing.T, load lake.Load, want sampleTruth) {
	t.Helper()
	voided := decimal.Zero
	for _, status := range want.ByStatus {
		if status.Status == "voided" {
			voided = number(t, status.Amount)
		}
	}
	if got, want := number(t, load.AmountLoaded), number(t, want.NetLoaded).Sub(voided); !got.Equal(want) {
		t.Errorf("%s: money loaded: got %s, want %s", load.Source, got, want)
	}
	if got, want := number(t, load.AmountRejected), number(t, want.AmountRejected); !got.Equal(want) {
		t.Errorf("%s: money rejected: got %s, want %s", load.Source, got, want)
	}
	returned := number(t, want.AmountLoaded).Sub(number(t, want.NetLoaded))
	if got, want := number(t, load.AmountRead), number(t, want.AmountRead).Sub(returned); !got.Equal(want) {
		t.Errorf("%s: money read: got %s, want %s", load.Source, got, want)
	}
}

func compareRejects(t *testing.T, engine *duck.Engine, source string, want sampleTruth) {
	t.Helper()
	answer, _, err := engine.QueryText(context.Background(), "select source_row, header, value, amount from rejects where source = '"+source+"'", 1000)
	if err != nil {
		t.Fatal(err)
	}
	var got, wanted []string
	for i := range answer.Len() {
		amount := "unreadable"
		if answer.Value(i, "amount") != nil {
			amount = answer.Decimal(i, "amount").StringFixed(2)
		}
		got = append(got, fmt.Sprintf("%d %s «%s» %s", answer.Integer(i, "source_row"), answer.Text(i, "header"), answer.Text(i, "value"), amount))
	}
	for _, row := range want.Rejected {
		amount := "unreadable"
		if row.Amount != nil {
			amount = *row.Amount
		}
		for _, fault := range row.Faults {
			// A currency's sign in a header is not of its name.
			wanted = append(wanted, fmt.Sprintf("%d %s «%s» %s", row.Line, strings.TrimSuffix(fault.Header, " €"), fault.Value, amount))
		}
	}
	slices.Sort(got)
	slices.Sort(wanted)
	if !slices.Equal(got, wanted) {
		t.Errorf("%s: rejected\n%s\nwant\n%s", source, strings.Join(got, "\n"), strings.Join(wanted, "\n"))
	}
}

func number(t *testing.T, text string) decimal.Decimal {
	t.Helper()
	parsed, err := decimal.NewFromString(text)
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

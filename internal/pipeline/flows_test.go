package pipeline

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"clientele/etl/identity"
	"clientele/internal/realdata"
)

// The money of the sample's shop is in the flows, month by month.
func TestFlows_OfTheSampleAddUpToTheRevenue(t *testing.T) {
	flowsAddUp(t, OneFile{Path: filepath.Join("..", "..", "sample-data", "exports", "shop-orders.csv"), Threads: 2,
		Columns: map[string]string{"customer": "Email", "purchased_at": "Created at", "amount": "Lineitem total", "order_id": "Name"}})
}

func TestFlows_OfOnlineRetailAddUpToTheRevenue(t *testing.T) {
	if os.Getenv("CLIENTELE_LONG") == "" {
		t.Skip("half a million lines; CLIENTELE_LONG=1 runs it")
	}
	flowsAddUp(t, OneFile{Path: realdata.Path(t, "online-retail/Online Retail.xlsx"), Threads: 2})
}

func flowsAddUp(t *testing.T, file OneFile) {
	t.Helper()
	ctx := context.Background()
	desk, err := file.purchases(ctx, []string{"customer", "purchased_at", "amount"}, "customers")
	if err != nil {
		t.Fatal(err)
	}
	defer desk.close()
	day, err := desk.lastDay(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, query := range neededFor([]string{"overview_months", "lifecycle_flows", "rfm_flows", "rfm"}) {
		if query.Table() == "overview_months" || filepath.Dir(query.Name) == "segments" {
			if err := create(ctx, desk.engine, query, map[string]any{"as_of": dayText(day)}, identity.Rules{}); err != nil {
				t.Fatal(err)
			}
		}
	}
	months, err := desk.engine.ReadTable(ctx, "overview_months")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"lifecycle_flows", "rfm_flows"} {
		flows, err := desk.engine.ReadTable(ctx, name)
		if err != nil {
			t.Fatal(err)
		}
		revenue := map[time.Time]decimal.Decimal{}
		for row := range flows.Len() {
			month := flows.Time(row, "month")
			revenue[month] = revenue[month].Add(flows.Decimal(row, "revenue"))
		}
		for row := max(0, months.Len()-13); row < months.Len(); row++ {
			month := months.Time(row, "month")
			if !revenue[month].Round(2).Equal(months.Decimal(row, "revenue")) {
				t.Errorf("%s of %s: %s of %s", name, month.Format("2006-01"), revenue[month], months.Decimal(row, "revenue"))
			}
		}
		if len(revenue) != 13 || flows.Len() < 100 {
			t.Errorf("%s: %d months and %d flows prove little", name, len(revenue), flows.Len())
		}
	}
}

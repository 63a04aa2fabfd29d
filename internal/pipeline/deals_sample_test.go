package pipeline

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"testing"
	"time"

	"clientele/internal/duck"
)

// The sample's managers have chances that its generator knows, and so does it
// what the months behind the exports will bring.
func dealsBringTheTruth(t *testing.T, engine *duck.Engine) {
	t.Helper()
	config, err := ReadConfig(filepath.Join("..", "..", "sample-data", "clientele.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	w := &work{config: config, engine: engine, asOf: time.Date(2026, 10, 31, 0, 0, 0, 0, time.UTC), out: newOut()}
	for _, query := range neededFor([]string{"deal_courses", "deal_sightings", "monthly_series"}) {
		if isInside(query) {
			continue
		}
		if err := create(t.Context(), engine, query, w.arguments(), config.identityRules()); err != nil {
			t.Fatal(err)
		}
	}
	found, said := runDeals(t, w)
	if len(said) != 1 || len(found) != 4 {
		t.Fatalf("%d answers, %v", len(found), said)
	}
	written, err := os.ReadFile(filepath.Join("..", "..", "sample-data", "truth", "truth.json"))
	if err != nil {
		t.Fatal(err)
	}
	var truth struct {
		Deals struct {
			Forgotten int `json:"open_that_nobody_will_close"`
			Sellers   []struct {
				Owner           string
				Chance          float64 `json:"chance_to_win"`
				Won, Lost, Open int64
			}
			Ahead []struct {
				Month    string
				FromOpen string `json:"from_open"`
				FromNew  string `json:"from_new"`
			} `json:"months_ahead"`
		}
	}
	if err := json.Unmarshal(written, &truth); err != nil {
		t.Fatal(err)
	}
	forecast, told, came := found["deal_forecast"], 0.0, 0.0
	for row, month := range truth.Deals.Ahead {
		actual := number(t, month.FromOpen).Add(number(t, month.FromNew)).InexactFloat64()
		told, came = told+forecast.Float(row, "mean"), came+actual
		if forecast.Time(row, "month").Format("2006-01") != month.Month || actual < forecast.Float(row, "lo95") || actual > forecast.Float(row, "hi95") {
			t.Errorf("%s: %v comes, %v is told", month.Month, actual, forecast.Rows[row])
		}
	}
	if math.Abs(told/came-1) > 0.15 {
		t.Errorf("%.0f comes in all months, %.0f is told", came, told)
	}
	owners := map[string]int{}
	for row := range found["deal_owners"].Len() {
		owners[found["deal_owners"].Text(row, "owner")] = row
	}
	for _, seller := range truth.Deals.Sellers {
		of, row := found["deal_owners"], owners[seller.Owner]
		if of.Integer(row, "won") != seller.Won || of.Integer(row, "open") != seller.Open || math.Abs(of.Float(row, "win_rate")-seller.Chance/0.95) > 0.09 {
			t.Errorf("%+v: %v", seller, of.Rows[row])
		}
	}
	stalled := int64(0)
	for row := range found["deal_stages_open"].Len() {
		stalled += found["deal_stages_open"].Integer(row, "stalled")
	}
	if stalled < int64(truth.Deals.Forgotten)*3/4 || stalled > int64(truth.Deals.Forgotten)+6 {
		t.Errorf("%d are stalled, %d are forgotten", stalled, truth.Deals.Forgotten)
	}
}

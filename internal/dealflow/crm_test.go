package dealflow

import (
	"encoding/csv"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"clientele/internal/realdata"
)

// crmDeals are the 8,800 opportunities of a vendor of computers (public data of
// Maven Analytics), of which 500 have no day of opening. Lost ones have an
// amount of 0, open ones none.
func crmDeals(t testing.TB) []Deal {
	t.Helper()
	path := realdata.Path(t, filepath.Join("crm-sales-opportunities", "sales_pipeline.csv"))
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var deals []Deal
	for _, row := range rows[1:] {
		opened, err := time.Parse("02-01-06", row[5])
		if err != nil {
			continue
		}
		d := Deal{Source: "crm", Owner: row[1], Opened: dayOf(opened), Amount: math.NaN(), Outcome: map[string]Outcome{"Won": Won, "Lost": Lost}[row[4]]}
		if d.Outcome != Open {
			closed, err := time.Parse("02-01-06", row[6])
			if err != nil {
				t.Fatal(err)
			}
			d.Closed = dayOf(closed)
			if d.Amount, err = strconv.ParseFloat(row[7], 64); err != nil {
				t.Fatal(err)
			}
		}
		deals = append(deals, d)
	}
	return deals
}

func dayOf(at time.Time) int { return int(at.Unix() / 86400) }

func monthStarts(year int, month time.Month, n int) []int {
	var out []int
	for i := range n {
		out = append(out, dayOf(time.Date(year, month+time.Month(i), 1, 0, 0, 0, 0, time.UTC)))
	}
	return out
}

// Nothing that is known of a day later counts on it.
func TestTry_CutsTellMonthsTheyHaveNotSeen(t *testing.T) {
	trials, err := Try(crmDeals(t), monthStarts(2017, 3, 11), Trying{Ahead: 3, Cuts: 12, Simulation: Simulation{Draws: 200, Seed: 1}})
	if err != nil {
		t.Fatal(err)
	}
	if len(trials) != 18 {
		t.Fatalf("%d trials", len(trials))
	}
	for _, trial := range trials {
		if trial.Month <= trial.Cut || trial.Predicted <= 0 || trial.Actual <= 0 || trial.Lo95 > trial.Lo80 || trial.Hi80 > trial.Hi95 {
			t.Errorf("%+v", trial)
		}
	}
}

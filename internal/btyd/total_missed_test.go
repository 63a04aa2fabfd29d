package btyd

import (
	"math"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"clientele/internal/realdata"
)

func TestWidened_AddsWhatTheMissesHaveInExcess(t *testing.T) {
	total := Total{Expected: 1000}
	for i := range 1000 {
		z := math.Sqrt2 * math.Erfinv(2*(float64(i)+0.5)/1000-1)
		total.possible = append(total.possible, 1000*math.Exp(0.05*z))
	}
	before := slices.Clone(total.possible)
	wide := total.Widened([]Miss{{Log: -0.2, Spread: 0.04}, {Log: 0.1, Spread: 0.04}})
	// √(0.05² + (0.2² + 0.1²)/2 − 0.04²) on the logs.
	spread := math.Sqrt(0.0025 + 0.025 - 0.0016)
	lo, hi := wide.Interval(0.8)
	near(t, "lower end", math.Log(lo/1000), -1.2816*spread, 0.02)
	near(t, "upper end", math.Log(hi/1000), 1.2816*spread, 0.02)
	if wide.Expected != 1000 || !slices.Equal(total.possible, before) || !slices.IsSorted(wide.possible) {
		t.Error("the middle moved, or the total at hand changed")
	}
	for _, within := range [][]Miss{nil, {{Log: 0.03, Spread: 0.05}, {Log: -0.04, Spread: 0.05}}, {{Log: math.NaN()}}} {
		if same := total.Widened(within); !slices.Equal(same.possible, total.possible) {
			t.Errorf("%v: wider for misses that were foreseen", within)
		}
	}
	m, ok := total.Missed(900)
	if !ok {
		t.Fatal("no miss")
	}
	near(t, "miss", m.Log, math.Log(0.9), 1e-12)
	near(t, "spread", m.Spread, 0.05, 1e-3)
	for _, came := range []float64{0, -1, math.NaN()} {
		if _, ok := total.Missed(came); ok {
			t.Errorf("a factor to %v", came)
		}
	}
	if _, ok := (Total{}).Missed(5); ok {
		t.Error("a factor over nothing")
	}
}

// cdnowAt is the CDNOW sample as known at the end of a day (January 1 is 0),
// and how many purchases came by the end of another.
func cdnowAt(t *testing.T, day, until int) (customers []Customer, came float64) {
	t.Helper()
	lines, err := os.ReadFile(realdata.Path(t, "cdnow/CDNOW_sample.txt"))
	if err != nil {
		t.Fatal(err)
	}
	start := time.Date(1997, 1, 1, 0, 0, 0, 0, time.UTC)
	id, first, last := "", 0, 0
	for line := range strings.Lines(string(lines)) {
		fields := strings.Fields(line)
		at, err := time.Parse("20060102", fields[2])
		if err != nil {
			t.Fatal(err)
		}
		now := int(at.Sub(start).Hours() / 24)
		switch {
		case fields[1] != id:
			id, first = fields[1], now
			if now <= day {
				customers = append(customers, Customer{Age: float64(day-now) / 7})
			}
		case now == last || first > day:
		case now <= day:
			c := &customers[len(customers)-1]
			c.X, c.Recency = c.X+1, float64(now-first)/7
		case now <= until:
			came++
		}
		last = now
	}
	return customers, came
}

// forecastCDNOW is the total that a family foretells at the end of a day.
func forecastCDNOW(t *testing.T, f Family, day, until int) (total Total, came float64) {
	t.Helper()
	customers, came := cdnowAt(t, day, until)
	fit, err := f.Fit(compress(t, customers), Options{})
	if err != nil {
		t.Fatal(err)
	}
	base := make([]Member[Customer], len(customers))
	for i, c := range customers {
		base[i].Customer = c
	}
	return ForecastTotals(base, RuleOf(fit, float64(until-day)/7), nil, 1).Purchases, came
}

// Every model expects 11 to 16 % fewer purchases than came, and its interval
// says 6 or 7 %. What the same model missed by at cuts in the calibration period
// was known by then.
func TestWidened_HoldsTheTotalOfCDNOW(t *testing.T) {
	const end = 272 // September 30
	for _, f := range Families()[:sized(t, "models", 1, 3)] {
		total, came := forecastCDNOW(t, f, end, 2*end+1)
		if came != 1882 {
			t.Fatalf("%v came, published 1882", came)
		}
		if _, hi := total.Interval(0.8); hi >= came {
			t.Errorf("%s: the model alone up to %v", f.Name, hi)
		}
		var misses []Miss
		for _, share := range []float64{0.5, 0.6, 0.7} {
			cut := int(share * end)
			earlier, then := forecastCDNOW(t, f, cut, min(2*cut, end))
			m, ok := earlier.Missed(then)
			if !ok {
				t.Fatal("nothing came")
			}
			misses = append(misses, m)
		}
		lo, hi := total.Widened(misses).Interval(0.8)
		t.Logf("%s: %.0f, 80 %% %.0f to %.0f, misses %.3f", f.Name, total.Expected, lo, hi, misses)
		if !(lo < came && came < hi) {
			t.Errorf("%s: %v to %v, came %v", f.Name, lo, hi, came)
		}
	}
}

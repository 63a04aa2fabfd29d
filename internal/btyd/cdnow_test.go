package btyd

import (
	"math"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"clientele/internal/realdata"
)

// history is a customer of the CDNOW sample: the calibration's statistics in
// weeks, and what came in the holdout.
type history struct {
	customer Customer
	spend    Spend
	holdout  float64
	money    float64 // in the holdout
}

// readCDNOW gives the 1/10 sample in the split of the papers: calibration
// 1997-01-01 to 1997-09-30, then 39 weeks. The data are not part of the
// project; where they are not beside it, the test is skipped.
func readCDNOW(t testing.TB) []history {
	t.Helper()
	file := realdata.Path(t, "cdnow/CDNOW_sample.txt")
	end := time.Date(1997, 9, 30, 0, 0, 0, 0, time.UTC)
	lines, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var all []history
	var id string
	var first, last time.Time
	var spent float64
	for line := range strings.Lines(string(lines)) {
		fields := strings.Fields(line)
		day, err := time.Parse("20060102", fields[2])
		if err != nil {
			t.Fatal(err)
		}
		dollars, err := strconv.ParseFloat(fields[4], 64)
		if err != nil {
			t.Fatal(err)
		}
		if fields[1] != id {
			id, first, last, spent = fields[1], day, day, 0
			all = append(all, history{customer: Customer{Age: weeks(end.Sub(first))}})
			continue
		}
		c := &all[len(all)-1]
		switch {
		case day.After(end):
			c.money += dollars
			// Two transactions of a day are one purchase.
			if day.After(last) {
				c.holdout++
			}
		case day.After(last):
			c.customer.X++
			c.customer.Recency = weeks(day.Sub(first))
			spent += dollars
		case day.After(first):
			spent += dollars
		}
		last = day
		if x := c.customer.X; x > 0 {
			c.spend = Spend{X: x, Mean: spent / x}
		}
	}
	return all
}

func weeks(d time.Duration) float64 { return d.Hours() / (24 * 7) }

func cdnowCohort(t testing.TB) Cohort {
	t.Helper()
	var customers []Customer
	for _, h := range readCDNOW(t) {
		customers = append(customers, h.customer)
	}
	return compress(t, customers)
}

func compress(t testing.TB, customers []Customer) Cohort {
	t.Helper()
	cohort, err := Compress(customers)
	if err != nil {
		t.Fatal(err)
	}
	return cohort
}

// Published by Fader, Hardie, Lee (2005), to more digits by later programs.
const publishedLogLikelihood = -9582.429206674

func published() BGNBD { return BGNBD{R: 0.2425945, Alpha: 4.4136019, A: 0.7929199, B: 2.4258881} }

func TestCDNOW_StatisticsAreThePublishedOnes(t *testing.T) {
	cohort := cdnowCohort(t)
	repeats := 0.0
	for _, g := range cohort.Groups() {
		repeats += g.Count * g.X
	}
	if cohort.Customers() != 2357 || repeats != 2457 || cohort.Customers()-cohort.Repeaters() != 1411 {
		t.Errorf("customers %v, repeats %v, without %v; published 2357, 2457, 1411",
			cohort.Customers(), repeats, cohort.Customers()-cohort.Repeaters())
	}
	total := 0.0
	for _, h := range readCDNOW(t) {
		total += h.holdout
	}
	if total != 1882 {
		t.Errorf("holdout %v, published 1882", total)
	}
}

func TestCDNOW_EveryRandomStartReachesThePublishedOptimum(t *testing.T) {
	cohort := cdnowCohort(t)
	f := bgnbdRecipe().objective(cohort, bgnbdStart(cohort))
	starts := scatter(bgnbdStart(cohort), Options{Seed: 7, Starts: 21})
	for i, start := range starts[1:] {
		found, err := search(f, f, [][]float64{start})
		if err != nil {
			t.Fatal(err)
		}
		got := estimate("BG/NBD", []string{"r", "alpha", "a", "b"}, found, cohort.Customers())
		if !got.Converged {
			t.Errorf("start %d did not converge: %s", i, got.Note)
		}
		near(t, "log-likelihood", got.LogLikelihood, publishedLogLikelihood, 1e-6)
		want := published()
		for j, value := range []float64{want.R, want.Alpha, want.A, want.B} {
			near(t, got.Parameters[j].Name, got.Parameters[j].Value, value, 1e-4*value)
		}
	}
}

func TestCDNOW_FitIsThePublishedOne(t *testing.T) {
	fit, err := FitBGNBD(cdnowCohort(t), Options{})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "log-likelihood", fit.LogLikelihood, publishedLogLikelihood, 1e-6)
	near(t, "log-likelihood of the model", fit.Model.LogLikelihood(cdnowCohort(t)), publishedLogLikelihood, 1e-6)
	if !fit.Converged || fit.Customers != 2357 || fit.Iterations == 0 || fit.Note != "" {
		t.Errorf("estimate %+v", fit.Estimate)
	}
}

func TestCDNOW_HoldoutIsPredictedAsPublished(t *testing.T) {
	fit, err := FitBGNBD(cdnowCohort(t), Options{})
	if err != nil {
		t.Fatal(err)
	}
	const horizon = 39
	all := readCDNOW(t)
	var total, off, naive float64
	for _, h := range all {
		c := h.customer
		want := fit.Model.ExpectedFor(c, horizon)
		total += want
		off += math.Abs(want - h.holdout)
		naive += math.Abs(c.X/c.Age*horizon - h.holdout)
	}
	n := float64(len(all))
	near(t, "predicted total", total, 1653.4, 0.05)
	near(t, "mean absolute error", off/n, 0.7855, 0.00005)
	near(t, "naive mean absolute error", naive/n, 1.0237, 0.00005)
}

func TestCDNOW_GammaGammaIsThePublishedOne(t *testing.T) {
	var spends []Spend
	for _, h := range readCDNOW(t) {
		spends = append(spends, h.spend)
	}
	data, err := CompressSpends(spends)
	if err != nil {
		t.Fatal(err)
	}
	if data.Customers() != 946 {
		t.Errorf("%v repeat buyers, published 946", data.Customers())
	}
	f := gammaGammaRecipe().objective(data, gammaGammaStart(data))
	for i, start := range scatter(gammaGammaStart(data), Options{Seed: 3, Starts: 21}) {
		found, err := search(f, f, [][]float64{start})
		if err != nil {
			t.Fatal(err)
		}
		got := estimate("Gamma-Gamma", []string{"p", "q", "gamma"}, found, data.Customers())
		if !got.Converged {
			t.Errorf("start %d did not converge: %s", i, got.Note)
		}
		near(t, "log-likelihood", got.LogLikelihood, -4055.917694802, 1e-6)
		for j, value := range []float64{6.25, 3.74, 15.44} {
			near(t, got.Parameters[j].Name, got.Parameters[j].Value, value, 0.005)
		}
	}
}

func near(t testing.TB, what string, got, want, within float64) {
	t.Helper()
	if !(math.Abs(got-want) <= within) {
		t.Errorf("%s: %.12g, want %.12g ± %.2g", what, got, want, within)
	}
}

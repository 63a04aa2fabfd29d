package survival_test

import (
	"encoding/csv"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"clientele/internal/survival"
)

// row is a row of a fixture by its columns' names.
type row map[string]string

func rows(t *testing.T, name string) []row {
	t.Helper()
	file, err := os.Open(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	read, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var all []row
	for _, cells := range read[1:] {
		one := row{}
		for i, cell := range cells {
			one[read[0][i]] = cell
		}
		all = append(all, one)
	}
	return all
}

// number is NaN where R has NA.
func (r row) number(t *testing.T, column string) float64 {
	t.Helper()
	if r[column] == "" {
		return math.NaN()
	}
	value, err := strconv.ParseFloat(r[column], 64)
	if err != nil {
		t.Fatal(err)
	}
	return value
}

func (r row) span(t *testing.T, delayed bool) survival.Span {
	t.Helper()
	span := survival.Span{Stop: r.number(t, "time"), Ended: r["ended"] == "1", Count: 1}
	if delayed {
		span.Start = r.number(t, "entry")
	}
	return span
}

// patients are the spans of a data set, by group.
func patients(t *testing.T, data string, delayed bool, also func(row) bool) [][]survival.Span {
	t.Helper()
	var groups [][]survival.Span
	for _, r := range rows(t, "patients.csv") {
		if r["data"] != data {
			continue
		}
		group := int(r.number(t, "group"))
		for len(groups) < group {
			groups = append(groups, nil)
		}
		if also == nil || also(r) {
			groups[group-1] = append(groups[group-1], r.span(t, delayed))
		}
	}
	return groups
}

func estimate(t *testing.T, spans []survival.Span) survival.Curve {
	t.Helper()
	curve, err := survival.Estimate(spans)
	if err != nil {
		t.Fatal(err)
	}
	return curve
}

const digits = 1e-10

// same holds where both are the same to ten digits, or both are missing.
func same(a, b float64) bool {
	if math.IsNaN(a) || math.IsNaN(b) {
		return math.IsNaN(a) && math.IsNaN(b)
	}
	return math.Abs(a-b) <= digits*math.Max(1, math.Abs(b))
}

func scaleOf(t *testing.T, name string) survival.Scale {
	t.Helper()
	switch name {
	case "log-log":
		return survival.LogLog
	case "plain":
		return survival.Plain
	}
	t.Fatalf("no scale %q", name)
	return 0
}

func TestEstimate_HasTheFiguresOfR(t *testing.T) {
	curves := map[string]survival.Curve{}
	place := map[string]int{}
	for i, r := range rows(t, "curves.csv") {
		key := strings.Join([]string{r["data"], r["delayed"], r["group"]}, " ")
		if _, there := curves[key]; !there {
			groups := patients(t, r["data"], r["delayed"] == "TRUE", nil)
			curves[key] = estimate(t, groups[int(r.number(t, "group"))-1])
		}
		run := strings.Join([]string{key, r["level"], r["type"]}, " ")
		p := curves[key].Points[place[run]]
		place[run]++
		low, high := p.Interval(r.number(t, "level"), scaleOf(t, r["type"]))
		for _, figure := range []struct {
			name string
			got  float64
		}{
			{"time", p.Time}, {"at_risk", float64(p.AtRisk)}, {"ended", float64(p.Ended)}, {"censored", float64(p.Censored)},
			{"survival", p.Survival}, {"error", p.StandardError()}, {"low", low}, {"high", high},
		} {
			if want := r.number(t, figure.name); !same(figure.got, want) {
				t.Fatalf("row %d, %s, %s: got %.17g, R has %.17g", i+2, run, figure.name, figure.got, want)
			}
		}
	}
	for run, points := range place {
		data := strings.Fields(run)
		if all := len(curves[strings.Join(data[:3], " ")].Points); points != all {
			t.Errorf("%s: R has %d points and the curve %d", run, points, all)
		}
	}
	if len(place) != 36 {
		t.Errorf("%d curves were compared", len(place))
	}
}

func TestQuantile_HasTheFiguresOfR(t *testing.T) {
	for i, r := range rows(t, "quantiles.csv") {
		spans := flat()
		if r["data"] != "flat" {
			spans = patients(t, r["data"], r["delayed"] == "TRUE", nil)[int(r.number(t, "group"))-1]
		}
		got := estimate(t, spans).Quantile(r.number(t, "share"), r.number(t, "level"), scaleOf(t, r["type"]))
		if !same(got.Value, r.number(t, "value")) || !same(got.Low, r.number(t, "low")) || !same(got.High, r.number(t, "high")) {
			t.Errorf("row %d: got %v, R has %v", i+2, got, r)
		}
	}
}

// flat is the curve of figures.R that stays at one half from 2 to 4.
func flat() []survival.Span {
	return []survival.Span{
		{Stop: 1, Ended: true, Count: 1}, {Stop: 2, Ended: true, Count: 1}, {Stop: 4, Ended: true, Count: 1}, {Stop: 7, Count: 1},
	}
}

func TestRestrictedMean_HasTheFiguresOfR(t *testing.T) {
	for i, r := range rows(t, "means.csv") {
		curve := estimate(t, patients(t, r["data"], r["delayed"] == "TRUE", nil)[int(r.number(t, "group"))-1])
		got, err := curve.RestrictedMean(r.number(t, "to"))
		if err != nil {
			t.Fatal(err)
		}
		if !same(got.Value, r.number(t, "mean")) || !same(got.Error, r.number(t, "error")) || got.To != r.number(t, "to") {
			t.Errorf("row %d: got %v, R has %v", i+2, got, r)
		}
	}
}

func TestLogRank_HasTheFiguresOfR(t *testing.T) {
	for i, r := range rows(t, "tests.csv") {
		names := []string{""}
		if r["stratified"] == "TRUE" {
			names = []string{"0", "1", "2", "3", "9"}
		}
		var strata [][][]survival.Span
		for _, name := range names {
			strata = append(strata, patients(t, r["data"], r["delayed"] == "TRUE", func(one row) bool {
				return name == "" || one["stratum"] == name
			}))
		}
		got, err := survival.LogRank(strata...)
		if err != nil {
			t.Fatal(err)
		}
		if !same(got.ChiSquared, r.number(t, "chi_squared")) || got.Degrees != int(r.number(t, "degrees")) || math.Abs(got.P/r.number(t, "p")-1) > digits {
			t.Errorf("row %d: got %v, R has %v", i+2, got, r)
		}
		for g, expected := range strings.Fields(r["expected"]) {
			if want := (row{"e": expected}).number(t, "e"); !same(got.Groups[g].Expected, want) {
				t.Errorf("row %d: of group %d %v were expected, R has %v", i+2, g+1, got.Groups[g].Expected, want)
			}
		}
	}
}
